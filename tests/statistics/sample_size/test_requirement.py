import pytest

from radaudit.statistics.sample_size.requirement import Criterion, Requirement, share


def test_the_greatest_demand_binds():
    found = Requirement((Criterion("a", "this", 50), Criterion("b", "that", 80)), 0.25, "made")
    assert (found.cases, found.events, found.binding.name, found["a"].cases) == (80, 20, "b", 50)


@pytest.mark.parametrize("value", [0, 1, float("nan")])
def test_a_share_lies_between_0_and_1(value):
    assert share(0.5, "It") == 0.5
    with pytest.raises(ValueError, match="It must lie between 0 and 1"):
        share(value, "It")
