"""Steps on values, against what is worked out by hand (MONAI's: test_against_monai)."""

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.deep.intensity import altered
from radaudit.study.input_steps import EightBit, MinMax, Percentile, Scale, Standardise, Window, Windows, ZScore

VALUES = np.array([-200.0, 0, 0, 100, 300, 600]).reshape(1, 1, 2, 3)
INSIDE = np.array([0, 1, 0, 1, 1, 0], bool).reshape(1, 2, 3)


def values_after(step, values=VALUES, inside=INSIDE):
    found = altered(values, inside, step)
    assert found.dtype == np.float32
    return found.ravel().tolist()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Window(-100, 300), [0, 0.25, 0.25, 0.5, 1, 1]),
        (Window(-100, 300, (-1, 1), clip=False), [-1.5, -0.5, -0.5, 0, 1, 2.5]),
        (Scale(200, 400), [0, 0.5, 0.5, 0.75, 1.25, 2]),
        (Scale(200, 400, (0, 1)), [0, 0.5, 0.5, 0.75, 1, 1]),
        (MinMax(), [0, 0.25, 0.25, 0.375, 0.625, 1]),
        (MinMax("roi"), [-2 / 3, 0, 0, 1 / 3, 1, 2]),
        (Percentile(20, 80), [0, 0, 0, 1 / 3, 1, 1]),
        (ZScore("nonzero"), [(own - 200) / np.sqrt(85000) if own else 0 for own in VALUES.ravel()]),
        (ZScore("roi"), ((VALUES.ravel() - 400 / 3) / np.std([0, 100, 300])).tolist()),
    ],
)
def test_values(step, expected):
    assert values_after(step) == pytest.approx(expected, abs=1e-6)


def test_a_constant_image_stays_finite():
    flat = np.full((1, 1, 2, 3), 7.0)
    for step in (ZScore(), MinMax(), Percentile()):
        assert values_after(step, flat) == [0.0] * 6


def test_eight_bits_are_256_levels():
    grey = np.linspace(0, 1, 2000).reshape(1, 1, 2, 1000)
    found = altered(grey, None, EightBit())
    assert len(np.unique(found)) == 256
    assert (grey - found).max() < 1 / 255 + 1e-6
    assert (grey >= found - 1e-6).all()
    assert np.abs(altered(grey, None, EightBit("nearest")) - grey).max() < 0.5 / 255 + 1e-6


def test_channels_by_window_and_their_own_means():
    found = altered(VALUES, None, Windows(((-200, 600), (0, 100))))
    assert found.shape == (2, 1, 2, 3)
    assert found[1].ravel().tolist() == [0, 0, 0, 1, 1, 1]
    centred = altered(found, None, Standardise((0.0, 0.5), (1.0, 0.25)))
    assert np.array_equal(centred[0], found[0])
    assert centred[1].ravel().tolist() == [-2, -2, -2, 2, 2, 2]
    with pytest.raises(JobFailed, match="3 means for 2 channels"):
        altered(found, None, Standardise((0.0,) * 3, (1.0,) * 3))


def test_without_a_mask_nothing_is_scaled_by_the_roi():
    with pytest.raises(JobFailed, match="the case has no mask"):
        altered(VALUES, None, ZScore("roi"))
    with pytest.raises(JobFailed, match="no voxel to scale"):
        altered(np.zeros((1, 1, 2, 3)), None, ZScore("nonzero"))
