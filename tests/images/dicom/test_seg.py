"""Frames of a DICOM segmentation become voxels of the image."""

import numpy as np
import pydicom
import pytest
from pydicom.uid import RLELossless, generate_uid

from radaudit.images.read import read_pair
from tests.images.dicom.made import AXIAL, ORIENTATIONS, ORIGIN, picture, to_mm, write_seg, write_series


def masks(count=2):
    random = np.random.default_rng(4)
    found = {f"Lesion {n}": random.random(picture().shape) < 0.3 for n in range(1, count + 1)}
    for mask in found.values():
        mask[2] = mask[5] = False  # highdicom leaves out empty frames
    return found


@pytest.fixture
def series(tmp_path):
    return write_series(tmp_path / "ct", picture())


@pytest.mark.parametrize("orientation", ORIENTATIONS.values(), ids=ORIENTATIONS)
def test_segments_lie_where_they_were_drawn(tmp_path, orientation):
    series = write_series(tmp_path / "ct", picture(), orientation)
    path = write_seg(tmp_path / "seg.dcm", series, masks())
    assert pydicom.dcmread(path).NumberOfFrames == 12
    for name, known in masks().items():
        pair = read_pair(series, path, name)
        assert (pair.mask.voxels == known).all()
        assert (pair.roi, pair.notes) == (name, ())
        assert pair.mask.origin == pair.image.origin


def test_rows_that_are_no_whole_bytes(tmp_path):
    """Bits of one frame go on in the byte where those of the frame before it end."""
    series = write_series(tmp_path / "ct", picture()[:, :7, :9])
    known = {"GTV": masks(1)["Lesion 1"][:, :7, :9]}
    assert (read_pair(series, write_seg(tmp_path / "s", series, known)).mask.voxels == known["GTV"]).all()


def test_frames_in_any_order(tmp_path, series):
    path = write_seg(tmp_path / "seg.dcm", series, masks(1))
    own = pydicom.dcmread(path)
    order = [3, 0, 5, 2, 1, 4]
    frames = own.pixel_array[order]
    own.PixelData = np.packbits(frames.ravel(), bitorder="little").tobytes()
    own.PerFrameFunctionalGroupsSequence = [own.PerFrameFunctionalGroupsSequence[n] for n in order]
    own.save_as(path)
    assert (read_pair(series, path).mask.voxels == masks(1)["Lesion 1"]).all()


@pytest.mark.parametrize("kind", ["FRACTIONAL", "LABELMAP"])
@pytest.mark.parametrize("packed", [False, True])
def test_other_kinds_of_segmentation(tmp_path, series, kind, packed):
    known = masks(1)["Lesion 1"]
    stored = np.where(known, 0.6, 0.4) if kind == "FRACTIONAL" else known
    options = {"max_fractional_value": 200} if kind == "FRACTIONAL" else {}
    options |= {"transfer_syntax_uid": RLELossless} if packed else {}
    path = write_seg(tmp_path / "seg.dcm", series, {"GTV": stored}, kind, **options)
    assert (read_pair(series, path).mask.voxels == known).all()


def test_half_of_the_greatest_fraction_counts(tmp_path, series):
    fractions = np.zeros(picture().shape)
    fractions[3, 4, 5:8] = 0.49, 0.5, 0.51
    options = {"max_fractional_value": 100}
    path = write_seg(tmp_path / "seg.dcm", series, {"GTV": fractions}, "FRACTIONAL", **options)
    assert np.argwhere(read_pair(series, path).mask.voxels).tolist() == [[3, 4, 6], [3, 4, 7]]


def test_a_segment_by_name_or_number(tmp_path, series, refusal):
    path = write_seg(tmp_path / "seg.dcm", series, masks(3))
    assert read_pair(series, path, "2").roi == "Lesion 2"
    pair = read_pair(series, path, "LESION 3")
    assert (pair.roi, pair.notes) == ("Lesion 3", ("the ROI 'LESION 3' is called 'Lesion 3' in seg.dcm",))
    listed = "'Lesion 1' (1), 'Lesion 2' (2), 'Lesion 3' (3)"
    assert refusal(read_pair, series, path) == f"seg.dcm holds 3 ROIs; say which with 'images.roi': {listed}"
    assert refusal(read_pair, series, path, "Liver") == f"seg.dcm holds no ROI 'Liver'; it holds {listed}"


def test_an_empty_segment(tmp_path, series, refusal):
    empty = {"GTV": masks(1)["Lesion 1"], "none": np.zeros(picture().shape, bool)}
    path = write_seg(tmp_path / "seg.dcm", series, empty, omit_empty_frames=True)
    assert refusal(read_pair, series, path, "none") == "the segment 'none' in seg.dcm is empty"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"spacing": (1.4, 1.8, 2.5)}, "lies on other voxels than the image: a voxel of it is 0.5 x 0.5 voxels"),
        ({"origin": to_mm([0.5, 0, 0])}, "up to 0.50 voxels off; resample it to the image's grid"),
        ({"origin": to_mm([0, 0, 3])}, "marks voxels beyond the image"),
        ({"orientation": ORIENTATIONS["oblique"]}, "lies on other voxels than the image"),
    ],
)
def test_a_segmentation_of_another_grid(tmp_path, series, refusal, options, said):
    path = write_seg(tmp_path / "seg.dcm", series, masks(1))
    other = write_series(tmp_path / "other", picture(), **({"orientation": AXIAL, "origin": ORIGIN} | options))
    assert said in refusal(read_pair, other, path)


def test_a_grid_turned_by_whole_axes_is_the_same_grid(tmp_path):
    """Columns run the other way in the image; every voxel has its partner."""
    series = write_series(tmp_path / "ct", picture())
    path = write_seg(tmp_path / "seg.dcm", series, masks(1))
    turned = write_series(tmp_path / "turned", picture(), (-1, 0, 0, 0, 1, 0), origin=to_mm([23, 0, 7]), name="b")
    assert (read_pair(turned, path).mask.voxels == masks(1)["Lesion 1"][::-1, :, ::-1]).all()


def test_another_frame_of_reference(tmp_path, series, refusal):
    path = write_seg(tmp_path / "seg.dcm", series, masks(1))
    own = pydicom.dcmread(path)
    own.FrameOfReferenceUID = generate_uid()
    own.save_as(path)
    assert read_pair(series, path).roi == "Lesion 1"
    other = write_series(tmp_path / "other", picture(), name="b")
    assert "have different frames of reference" in refusal(read_pair, other, path)


def test_a_segmentation_beside_its_series(tmp_path, series):
    write_seg(series / "seg.dcm", series, masks(1))
    write_series(series / "second", picture(seed=1), name="b")
    pair = read_pair(series, series, "Lesion 1")
    assert (pair.image.voxels == picture().astype(int) - 1024).all()


@pytest.mark.parametrize("lost", ["PlanePositionSequence", "SegmentIdentificationSequence", "PixelData"])
def test_a_segmentation_that_says_too_little(tmp_path, series, refusal, lost):
    path = write_seg(tmp_path / "seg.dcm", series, masks(1))
    own = pydicom.dcmread(path)
    for place in [own, *own.SharedFunctionalGroupsSequence, *own.PerFrameFunctionalGroupsSequence]:
        if lost in place:
            delattr(place, lost)
    own.save_as(path)
    assert refusal(read_pair, series, path).startswith("seg.dcm ")


def test_a_segmentation_that_is_cut_short_anywhere(tmp_path, series, refusal):
    path = write_seg(tmp_path / "seg.dcm", series, masks(1))
    data = path.read_bytes()
    for length in [*range(0, len(data) - 400, 997), len(data) - 50]:
        path.write_bytes(data[:length])
        assert refusal(read_pair, series, path)
