import re

import numpy as np
import pytest

from radaudit.evidence.timed import timed
from radaudit.models.metrics import METRICS_BY_TASK

SCORES = np.array([[3.0, 0.1, 0.2, 0.3], [4.0, 0.4, 0.5, 0.6]])
HORIZONS = (6.0, 12.0, 24.0)


def ask(name, horizon=None, scores=SCORES, horizons=HORIZONS, **more):
    return timed(METRICS_BY_TASK["survival"][name], scores, horizons, horizon, **more)


@pytest.mark.parametrize(
    ("name", "horizon", "prediction", "options"),
    [
        ("c_index", None, [3.0, 4.0], {}),
        ("uno_c", 12.0, [3.0, 4.0], {"horizon": 12.0}),
        ("auc", 12.0, [0.2, 0.5], {"horizon": 12.0}),
        ("auc", 18.0, [3.0, 4.0], {"horizon": 18.0}),
        ("brier", 6.0, [0.1, 0.4], {"horizon": 6.0}),
        ("calibration_slope", None, [0.3, 0.6], {}),
        ("calibration_slope", 6.0, [0.1, 0.4], {"horizon": 6.0}),
        ("ibs", None, SCORES[:, 1:].tolist(), {"horizons": [6.0, 12.0, 24.0]}),
        ("ibs", 12.0, SCORES[:, 1:3].tolist(), {"horizons": [6.0, 12.0]}),
    ],
)
def test_each_measure_has_its_scores(name, horizon, prediction, options):
    found = ask(name, horizon)
    assert (found.prediction.tolist(), found.options, found.reason) == (prediction, options, "")


@pytest.mark.parametrize(
    ("name", "horizon", "changes", "said"),
    [
        ("auc", None, {}, "add 'horizon' to the claim"),
        ("calibration_intercept", None, {}, "needs a time"),
        ("brier", 7.0, {}, "no probability by 7 is declared .*there is 6, 12, 24"),
        ("ibs", 6.0, {}, "two times or more"),
        ("ibs", None, {"scores": SCORES[:, :1], "horizons": ()}, "risks only: add 'models"),
        ("brier", 6.0, {"scores": SCORES[:, :1], "horizons": (), "unanswered": "it has no curves"}, "it has no curves"),
    ],
)
def test_what_can_t_be_taken_says_why(name, horizon, changes, said):
    assert re.search(said, ask(name, horizon, **changes).reason)
