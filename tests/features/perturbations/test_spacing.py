import pytest

from radaudit.features.perturbations.spacing import spacing
from radaudit.features.settings import Settings

STEPS = (0.5, 1.0, 4.0)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({}, [0.6, 1.2, 4.8]),
        ({"resampledPixelSpacing": [2, 2, 2]}, [2.4, 2.4, 2.4]),
        ({"resampledPixelSpacing": [1, 1, 0], "interpolator": None}, [1.2, 1.2, 4.8]),
    ],
)
def test_voxels_are_larger_along_every_axis_and_are_resampled_to(setting, expected):
    given = {"setting": {"binWidth": 5, **setting}}
    changed = Settings(spacing(given, STEPS, 1.2), "", 1)
    assert changed.given["resampledPixelSpacing"] == pytest.approx(expected)
    assert changed.given.get("interpolator", "unset") is not None
    assert given["setting"].get("resampledPixelSpacing") == setting.get("resampledPixelSpacing")
