import numpy as np
import pytest

from radaudit.statistics.survival.followup import followed, until, within


def test_what_is_sound_comes_back_as_arrays():
    times, events, risks = followed([1, 2], [1, 0], [0.5, 1])
    assert (times.dtype, events.dtype, risks.dtype) == (float, bool, float)
    assert events.tolist() == [True, False]


@pytest.mark.parametrize(
    ("times", "events", "risks", "says"),
    [
        ([], [], [], "one number a case"),
        ([1, 2], [1], [1, 2], "one number a case"),
        ([1, np.nan], [1, 0], [1, 2], "missing, infinite or negative"),
        ([1, -2], [1, 0], [1, 2], "negative"),
        ([1, 2], [1, 2], [1, 2], "true or false"),
        ([1, 2], [1, 0], [1], "one a case"),
        ([1, 2], [1, 0], [1, np.nan], "prediction is missing"),
    ],
)
def test_what_is_not_is_refused(times, events, risks, says):
    with pytest.raises(ValueError, match=says):
        followed(times, events, risks)


@pytest.mark.parametrize(
    ("horizon", "says"), [(0, "positive"), (np.nan, "positive"), (5, "Nobody was followed beyond 5")]
)
def test_a_horizon_lies_within_what_was_watched(horizon, says):
    assert within(4.9, np.array([1.0, 5.0])) == 4.9
    with pytest.raises(ValueError, match=says):
        within(horizon, np.array([1.0, 5.0]))


def test_nothing_is_known_after_the_horizon():
    times, events = until([1, 3, 5, 5], [1, 0, 1, 0], 4)
    assert (times.tolist(), events.tolist()) == ([1, 3, 4, 4], [True, False, False, False])
    times, events = until([1, 4, 5], [1, 1, 1], 4)
    assert (times.tolist(), events.tolist()) == ([1, 4, 4], [True, True, False])
