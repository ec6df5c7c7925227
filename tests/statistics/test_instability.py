import numpy as np
import pytest

from radaudit.statistics.instability import instability


def test_by_hand():
    found = instability([0.5, 0.2], [[0.6, 0.2], [0.3, 0.2], [0.9, 0.4], [0.5, 0.0]], threshold=0.4)
    assert found.mape == pytest.approx([(0.1 + 0.2 + 0.4) / 4, 0.4 / 4])
    assert found.mean_mape == pytest.approx((0.175 + 0.1) / 2)
    assert found.reclassified == pytest.approx([0.25, 0.25])
    assert (found.low[0], found.high[0]) == pytest.approx(np.quantile([0.6, 0.3, 0.9, 0.5], [0.025, 0.975]))
    assert instability([0.5], [[0.5]]).reclassified is None


def test_equal_models_are_stable():
    found = instability([0.1, 0.9], np.tile([0.1, 0.9], (5, 1)), 0.5)
    assert found.mape.tolist() == found.reclassified.tolist() == [0, 0]
    assert (found.low == found.high).all()


@pytest.mark.parametrize(
    ("original", "refitted", "says"),
    [([0.5], [[0.5, 0.6]], "refits by 1 cases"), ([0.5], [[np.nan]], "missing"), ([0.5], np.empty((0, 1)), "refits")],
)
def test_what_does_not_fit_is_refused(original, refitted, says):
    with pytest.raises(ValueError, match=says):
        instability(original, refitted)
