"""A predicted mask against its reference, from files."""

import numpy as np
import pytest
import SimpleITK

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.images.overlap import HEADERLESS, Overlap, diagonal, measured

CUBE = np.zeros((6, 8, 10), np.uint8)
CUBE[1:5, 2:6, 2:6] = 1
MOVED = np.roll(CUBE, 1, axis=2)


@pytest.fixture
def overlap(write):
    """Writes two masks and compares them: the first structure, and the whole result."""

    def compare(reference, predicted, labels=(1,), ending=".nii.gz", **predicted_as):
        files = [
            FileRef.of(write(f"reference{ending}", reference)),
            FileRef.of(write(f"predicted{ending}", predicted, **predicted_as)),
        ]
        result = Overlap("a", *files, labels).run()
        return result["structures"][0], result

    return compare


def test_a_cube_that_was_moved_by_a_quarter(overlap):
    found, whole = overlap(CUBE, MOVED)
    assert [found[part] for part in ("reference", "predicted", "common")] == [64, 64, 48]
    measures = {metric: next(iter(own.values())) for metric, own in found["measures"].items()}
    assert measures["dice"] == measures["sensitivity"] == measures["ppv"] == 0.75
    assert (measures["iou"], measures["volume_error"]) == (0.6, 0.0)
    assert found["measures"]["hd"]["borders"] == pytest.approx(0.5)  # mm along x
    assert found["voxel_mm3"] == pytest.approx(0.5 * 0.7 * 2.0)
    assert found["reference_shape"] == found["predicted_shape"]  # wherever it lies
    assert whole["notes"] == []
    assert whole["diagonal"] == pytest.approx(diagonal((10, 8, 6), (0.5, 0.7, 2.0)))


def test_the_same_as_itk(overlap):
    random = np.random.default_rng(5)
    masks = [(random.random((6, 8, 10)) < share).astype(np.uint8) for share in (0.4, 0.5)]
    found, _ = overlap(*masks)
    itk = SimpleITK.LabelOverlapMeasuresImageFilter()
    itk.Execute(*(SimpleITK.GetImageFromArray(mask) for mask in reversed(masks)))  # predicted first
    own = {metric: values.get(metric) for metric, values in found["measures"].items()}
    assert own["dice"] == pytest.approx(itk.GetDiceCoefficient())
    assert own["iou"] == pytest.approx(itk.GetJaccardCoefficient())
    assert own["sensitivity"] == pytest.approx(1 - itk.GetFalseNegativeError())
    assert found["measures"]["volume_error"]["volume dissimilarity"] == pytest.approx(abs(itk.GetVolumeSimilarity()))


@pytest.mark.parametrize(
    ("reference", "predicted", "defined"),
    [
        (1, 0, {"dice": 0.0, "iou": 0.0, "sensitivity": 0.0, "volume_error": 1.0}),
        (0, 1, {"dice": 0.0, "iou": 0.0, "ppv": 0.0}),
        (0, 0, {}),
    ],
)
def test_an_empty_mask_leaves_measures_undefined(reference, predicted, defined):
    found = measured(CUBE * reference == 1, MOVED * predicted == 1, (1.0, 1.0, 1.0))
    assert {metric: own[metric] for metric, own in found["measures"].items()} == defined
    assert (found["reference_shape"] == "", found["predicted_shape"] == "") == (not reference, not predicted)


def test_each_structure_has_its_label(overlap):
    both = CUBE + 2 * (np.roll(CUBE, 4, axis=2) * (CUBE == 0))
    _, whole = overlap(both, CUBE, labels=(1, 2, 3))
    organ, other, absent = whole["structures"]
    assert organ["measures"]["dice"]["dice"] == 1.0
    assert (other["reference"] > 0, other["predicted"]) == (True, 0)
    assert absent["measures"] == {}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"origin": (1.0 + 1e-6, -2.0, 3.5)}, []),
        ({"spacing": (1.0, 1.0, 1.0), "origin": (0.0, 0.0, 0.0)}, [HEADERLESS]),
    ],
)
def test_headers_that_round_or_say_nothing(overlap, written, said):
    found, whole = overlap(CUBE, MOVED, **written)
    assert found["measures"]["dice"]["dice"] == 0.75
    assert found["measures"]["hd"]["borders"] == pytest.approx(0.5)  # in the reference's mm
    assert whole["notes"] == said


def test_another_grid_is_taken_by_place(overlap):
    cut = MOVED[:, 1:, 2:]
    found, whole = overlap(CUBE, cut, ending=".nrrd", origin=(1.0 + 2 * 0.5, -2.0 + 0.7, 3.5))
    assert found["measures"]["dice"]["dice"] == 0.75
    assert "a grid of its own" in whole["notes"][0]


def test_what_can_not_be_compared(overlap):
    with pytest.raises(JobFailed, match=r"16 of the 64 predicted voxels lie outside"):
        overlap(CUBE, CUBE, ending=".nrrd", origin=(1.0 + 5 * 0.5, -2.0, 3.5))
    with pytest.raises(JobFailed, match="predicted mask: it holds fractions, such as probabilities"):
        overlap(CUBE, CUBE * 0.7)
    with pytest.raises(JobFailed, match="predicted mask: the label 1 is not in it, but 2, 255; say in 'images'"):
        overlap(CUBE, CUBE * 255 - (CUBE > 0) * 253 * (np.indices(CUBE.shape)[2] > 3))
    with pytest.raises(JobFailed, match="differ in dimensions: reference 3, predicted 2"):
        overlap(CUBE, CUBE[3], ending=".nrrd")


def test_whole_numbers_may_be_stored_as_fractions(overlap):
    assert overlap(CUBE, MOVED.astype(np.float32))[0]["common"] == 48
