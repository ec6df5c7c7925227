import pytest
from statsmodels.duration.survfunc import survdiff

from radaudit.statistics.survival.logrank import logrank


def test_R_gives_the_same_test(cases, of_r):
    found = logrank(cases["time"], cases["event"], cases["group"])
    assert [found.chi2, found.freedom, found.p] == pytest.approx(of_r["logrank"], rel=1e-10)
    assert found.expected == pytest.approx(of_r["logrank_expected"], rel=1e-12)
    assert (found.cases, found.observed) == ((25, 32, 33), (8, 24, 25))


def test_statsmodels_gives_the_same_test_of_two_groups(cases):
    old = cases["risk"] > 0
    found = logrank(cases["time"], cases["event"], old)
    assert (found.chi2, found.p) == pytest.approx(survdiff(cases["time"], cases["event"], old), rel=1e-10)


def test_a_group_that_left_before_any_event_counts_for_nothing():
    two = logrank([2, 3, 4, 5], [1, 1, 1, 0], list("aabb"))
    three = logrank([1, 2, 3, 4, 5], [0, 1, 1, 1, 0], list("caabb"))
    assert (three.chi2, three.freedom) == pytest.approx((two.chi2, two.freedom))


@pytest.mark.parametrize(
    ("times", "events", "groups", "says"),
    [
        ([1, 2], [1, 1], ["a", "a"], "two groups"),
        ([1, 2], [0, 0], ["a", "b"], "at least one event"),
        ([1, 2], [0, 1], ["a", "b"], "Only one group"),
    ],
)
def test_what_can_t_be_compared_is_refused(times, events, groups, says):
    with pytest.raises(ValueError, match=says):
        logrank(times, events, groups)
