import json
from pathlib import Path

import numpy as np
import pytest

from radaudit.statistics.decision_curve import decision_curve
from radaudit.statistics.survival.decision_curve import survival_decision_curve

FIXTURE = Path(__file__).parents[1] / "fixtures/dcurves_survival.json"


def test_dcurves_gives_the_same(cases):
    said = json.loads(FIXTURE.read_text(encoding="utf-8"))
    found = survival_decision_curve(cases["days"], cases["event"], cases["by12"], 12, said["thresholds"], resamples=50)
    assert found.benefit == pytest.approx(said["by12"], rel=1e-9)
    assert found.treat_all == pytest.approx(said["all"], rel=1e-9)
    assert found.gain == pytest.approx(np.array(said["by12"]) - np.maximum(said["all"], 0))
    assert (found.gain_low < found.gain_high).all()


def test_without_censoring_it_is_the_binary_one(cases):
    own = survival_decision_curve(cases["days"], np.ones(90), cases["by12"], 12, [0.2, 0.5, 0.99])
    other = decision_curve(cases["by12"], cases["days"] <= 12, [0.2, 0.5, 0.99])
    assert own.benefit == pytest.approx(other.benefit)
    assert own.gain_low == pytest.approx(other.gain_low, abs=0.02)
    assert own.gain_high == pytest.approx(other.gain_high, abs=0.02)


def test_patients_are_drawn_whole(cases):
    times, events, risks = (np.tile(cases[name], 3) for name in ("days", "event", "by12"))
    once = survival_decision_curve(cases["days"], cases["event"], cases["by12"], 12, [0.3])
    copied = survival_decision_curve(times, events, risks, 12, [0.3], groups=np.tile(np.arange(90), 3))
    assert copied.benefit == pytest.approx(once.benefit)
    assert copied.gain_high - copied.gain_low == pytest.approx(once.gain_high - once.gain_low, rel=0.15)
    assert "patients" in copied.method


@pytest.mark.parametrize(
    ("risk", "threshold", "says"), [(1.2, 0.5, "outside 0 to 1"), (0.2, 1.0, "above 0 and below 1")]
)
def test_what_can_t_be_used_is_refused(risk, threshold, says):
    with pytest.raises(ValueError, match=says):
        survival_decision_curve([1, 3], [1, 0], [risk, 0.5], 2, [threshold])
