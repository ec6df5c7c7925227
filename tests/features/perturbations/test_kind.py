import numpy as np
import pytest

from radaudit.features.perturbations.kind import as_stored


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [("int16", [3, -3, 32767, -32768]), ("uint8", [3, 0, 255, 0]), ("float32", [2.6, -2.6, 1e6, -1e6])],
)
def test_gray_values_are_kept_as_the_file_would_hold_them(dtype, expected):
    found = as_stored(np.array([2.6, -2.6, 1e6, -1e6]), np.dtype(dtype))
    assert found.dtype == dtype
    assert found == pytest.approx(np.array(expected, dtype))
