import pytest

from radaudit.checks.features.acquired_alike import acquired_alike
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity
from radaudit.features.settings import Settings
from tests.made_evidence import an_acquisition, only, told

ALIKE = {"in_plane": [0.7, 0.7, 0.7], "between": [2.5, 2.5, 2.5]}
APART = {"in_plane": [0.5, 0.9, 0.7], "between": [2.5, 2.5, 2.5]}


def judged(settings=None, sites=None, headers=None, ratio=1.1, **values):
    given = None if settings is None else Settings({"setting": settings}, "params.yaml", 1)
    return list(acquired_alike(an_acquisition(sites, headers=headers, **values), given, None, ratio=ratio))


def test_alike():
    finding = only(judged({}, headers=[True, True, False], **ALIKE), "pass")
    assert finding.message == "Voxel sizes are alike. 2 of 3 images have a header that tells how they were acquired."
    assert finding.rows[0]["pixel spacing, mm"] == "0.7"


def test_voxel_sizes_that_nothing_evens_out():
    finding = only(judged({"binWidth": 25}, **APART))
    assert (finding.code, finding.severity) == ("voxel-sizes-differ", None)
    assert "pixel spacing 0.5 to 0.9 (median 0.7) mm)" in finding.message
    assert finding.where[0].path == "params.yaml"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"resampledPixelSpacing": [1, 1, 1]}, ""),
        ({"resampledPixelSpacing": [1, 1, 0]}, ""),
        ({"resampledPixelSpacing": [0, 0, 3]}, "voxel-sizes-differ"),
        ({"resampledPixelSpacing": [1, 1, 1], "interpolator": None}, "voxel-sizes-differ"),
        ({"force2D": True}, "voxel-sizes-differ"),
    ],
)
def test_resampling_counts_by_axis(settings, code):
    assert judged(settings, **APART)[0].code == code


def test_slices_do_not_count_where_features_are_two_dimensional():
    thick = ALIKE | {"between": [2.5, 5.0, 2.5]}
    assert judged({}, **thick)[0].code == "voxel-sizes-differ"
    assert told(judged({"force2D": True}, **thick)) == [("pass", "")]


def test_the_ratio_is_an_option():
    assert told(judged({}, ratio=2.0, **APART)) == [("pass", "")]


def test_without_parameters_nobody_knows():
    assert only(judged(**APART), "unknown").code == "resampling-unknown"
    assert told(judged(**ALIKE)) == [("pass", "")]


def test_protocols_that_no_site_accounts_for():
    finding = only(judged({}, kernel=["B30", "B70", None], **ALIKE))
    assert (finding.code, finding.severity) == ("protocols-differ", Severity.MINOR)
    assert "kernel B30 1, B70 1" in finding.message
    told_by_site = only(judged({}, sites=["x", "y", "y"], kernel=["B30", "B70", None], **ALIKE), "pass")
    assert "that the cohort table names, these differ: kernel." in told_by_site.message
    assert judged({}, sites=["x", "y", "y"], slice_thickness=[1.0, 1.0, 5.0], **ALIKE)[0].code == "protocols-differ"


def test_no_image_could_be_read():
    with pytest.raises(Unavailable, match="No image could be read"):
        judged({}, scanner=["a", "a"])
