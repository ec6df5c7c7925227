import numpy as np
import pytest

from radaudit.statistics.survival import pseudo_values as module
from radaudit.statistics.survival.kaplan_meier import kaplan_meier
from radaudit.statistics.survival.pseudo_values import pseudo_values


def test_R_leaves_the_same_cases_out(cases, at_a_time, monkeypatch):
    monkeypatch.setattr(module, "_NUMBERS_AT_ONCE", 1000)  # in blocks
    found = pseudo_values(cases["days"], cases["event"], 12)
    assert found == pytest.approx(at_a_time["pseudo"], abs=1e-10)
    assert found.mean() == pytest.approx(1 - kaplan_meier(cases["days"], cases["event"]).at(12).estimate, abs=0.01)


def test_without_censoring_they_are_the_events(cases):
    found = pseudo_values(cases["days"], np.ones(90), 12)
    assert found == pytest.approx((cases["days"] <= 12).astype(float))


@pytest.mark.parametrize(("times", "says"), [([3], "Nobody was followed"), ([8], "two cases")])
def test_what_can_t_be_used_is_refused(times, says):
    with pytest.raises(ValueError, match=says):
        pseudo_values(times, [1], 5)
