"""Contours become the voxels whose centres they enclose."""

import numpy as np
import pytest
import SimpleITK
from pydicom.uid import generate_uid

from radaudit.images.read import read_mask, read_pair, read_volume
from tests.images.dicom.made import AXIAL, ORIENTATIONS, PLACES, picture, to_mm, write_rtstruct, write_series

CENTRE, OUTER, INNER = (4, 9.3, 11.8), (3.3, 7.1, 8.6), (1.8, 3.2, 4.4)  # z, y, x in voxels


def ball(radii):
    """Where in the made picture an ellipsoid is, and no voxel centre near its surface."""
    away = sum(((place - middle) / radius) ** 2 for place, middle, radius in zip(PLACES, CENTRE, radii, strict=True))
    assert np.abs(away - 1).min() > 1e-4
    return away < 1


def rings(radii, corners=720):
    """The ellipsoid's outline on each slice, in voxels x, y, z."""
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    for z in range(len(picture())):
        left = 1 - ((z - CENTRE[0]) / radii[0]) ** 2
        if left > 0:
            x = CENTRE[2] + radii[2] * np.sqrt(left) * np.cos(angles)
            y = CENTRE[1] + radii[1] * np.sqrt(left) * np.sin(angles)
            yield np.stack([x, y, np.full(corners, z)], axis=1)


def outline(*corners, z=3.0):
    return np.array([[x, y, z] for x, y in corners])


def box(left, top, right, bottom, z=3.0):
    return outline((left, top), (right, top), (right, bottom), (left, bottom), z=z)


@pytest.fixture
def draw(tmp_path):
    """The image and what is marked on it, for contours in voxels."""

    def draw(contours, asked="GTV", orientation=AXIAL, rois=None, **options):
        folder = write_series(tmp_path / "ct", picture(), orientation)
        rois = rois or {"GTV": [to_mm(corners, orientation) for corners in contours]}
        return read_pair(folder, write_rtstruct(tmp_path / "rs", rois, **options), asked)

    return draw


def marked(pair, z=3):
    """Rows and columns that are marked on a slice, as text."""
    part = pair.mask.voxels[z]
    return [(int(y), int(x)) for y, x in np.argwhere(part)]


@pytest.mark.parametrize("orientation", ORIENTATIONS.values(), ids=ORIENTATIONS)
def test_an_ellipsoid_with_a_hole(draw, orientation):
    known = ball(OUTER) & ~ball(INNER)
    pair = draw([*rings(INNER), *rings(OUTER)], orientation=orientation)
    assert (pair.mask.voxels == known).all()
    assert known.sum() > 700
    assert (pair.roi, pair.notes) == ("GTV", ())
    for part in ("spacing", "origin", "direction"):
        assert getattr(pair.mask, part) == getattr(pair.image, part)


def test_the_same_on_the_image_saved_as_nifti(tmp_path):
    """Without a frame of reference to compare, the coordinates decide."""
    write_series(tmp_path / "ct", picture(), ORIENTATIONS["oblique"])
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(tmp_path / "ct")))
    SimpleITK.WriteImage(reader.Execute(), str(tmp_path / "ct.nii.gz"))
    rois = {"GTV": [to_mm(ring, ORIENTATIONS["oblique"]) for ring in rings(OUTER)]}
    path = write_rtstruct(tmp_path / "rs.dcm", rois)
    assert (read_pair(tmp_path / "ct.nii.gz", path).mask.voxels == ball(OUTER)).all()


def test_a_hole_by_a_keyhole(draw):
    """One outline: round the outside, through a channel, round the hole the other way, and back."""
    ring = outline((2, 2), (10.5, 2), (10.5, 5), (8.2, 5), (8.2, 3.5), (4.7, 3.5), (4.7, 7.5), (8.2, 7.5))
    rest = outline((8.2, 5), (10.5, 5), (10.5, 9.5), (2, 9.5))
    pair = draw([np.concatenate([ring, rest])])
    expected = np.zeros((20, 24), bool)
    expected[2:10, 2:11] = True
    expected[4:8, 5:9] = False
    assert (pair.mask.voxels[3] == expected).all()


def test_an_island_in_a_hole_and_parts_apart(draw):
    pair = draw([box(6.5, 6.5, 8.5, 8.5), box(1.5, 1.5, 13.5, 13.5), box(4.5, 4.5, 10.5, 10.5), box(16.5, 1, 18.5, 3)])
    expected = np.zeros((20, 24), bool)
    expected[2:14, 2:14] = True
    expected[5:11, 5:11] = False
    expected[7:9, 7:9] = True
    expected[1:3, 17:19] = True
    assert (pair.mask.voxels[3] == expected).all()
    assert pair.mask.voxels.sum() == expected.sum()


def test_parts_that_overlap_are_joined(draw):
    pair = draw([box(1.5, 1.5, 6.5, 6.5), box(4.5, 4.5, 9.5, 9.5)])
    assert pair.mask.voxels.sum() == 25 + 25 - 4
    assert pair.notes == ("1 contours overlap another one in part; what they share is counted as inside",)


def test_contours_that_exclude_what_they_share(draw):
    pair = draw([box(1.5, 1.5, 6.5, 6.5), box(4.5, 4.5, 9.5, 9.5)], kind="CLOSEDPLANAR_XOR")
    assert pair.mask.voxels.sum() == 25 + 25 - 8


def test_a_contour_that_is_there_twice_cuts_no_hole(draw):
    pair = draw([box(1.5, 1.5, 6.5, 6.5), box(1.5, 1.5, 6.5, 6.5)])
    assert pair.mask.voxels.sum() == 25
    assert pair.notes == ("1 contours are there twice; each counts once",)


def test_a_centre_on_the_outline_belongs_to_the_left_and_upper_side(draw):
    assert marked(draw([box(4, 5, 6, 7)])) == [(5, 4), (5, 5), (6, 4), (6, 5)]


def test_neighbours_share_no_voxel_and_leave_none_out(tmp_path):
    image = read_volume(write_series(tmp_path / "ct", picture(), ORIENTATIONS["oblique"]))
    corners = [(2, 2), (15, 3), (17, 14), (3, 16)]
    fans = {
        str(n): [to_mm(outline((9, 8), corners[n], corners[(n + 1) % 4]), ORIENTATIONS["oblique"])] for n in range(4)
    }
    path = write_rtstruct(tmp_path / "rs.dcm", fans | {"all": [to_mm(outline(*corners), ORIENTATIONS["oblique"])]})
    parts = sum(read_mask(path, image, str(n)).inside.astype(int) for n in range(4))
    assert (parts == read_mask(path, image, "all").inside).all()


def test_the_direction_of_an_outline_and_its_first_corner_play_no_part(draw):
    corners = outline((2.3, 3.1), (14.7, 2.2), (17.9, 11.4), (9.2, 7.7), (3.3, 15.6))
    first = draw([corners]).mask.voxels
    assert first.sum() > 50
    for other in (corners[::-1], np.roll(corners, 2, axis=0), np.concatenate([corners, corners[:1]])):
        assert (draw([other]).mask.voxels == first).all()


def test_contours_between_slices_count_for_the_nearest(draw):
    pair = draw([box(1.5, 1.5, 6.5, 6.5, z=2.7), box(1.5, 1.5, 3.5, 3.5, z=5.04)])
    assert pair.mask.voxels.sum(axis=(1, 2)).tolist() == [0, 0, 0, 25, 0, 4, 0, 0]
    assert pair.notes == (
        "1 of 2 contours lie between slices, up to 0.30 of the slice spacing off; each counts for the nearest slice",
    )


def test_what_lies_outside_the_slice_is_cut_off_and_said(draw):
    pair = draw([box(-7, -3, 2.5, 1.5), box(20.5, 17.5, 40, 40)])
    assert pair.mask.voxels.sum() == 6 + 6
    assert pair.notes[0].startswith("2 contours reach out of the image's slices sideways")


REFUSED = [
    ([box(1, 1, 6, 6, z=8.6)], "1 of its 1 contours lie beyond the image's slices"),
    ([box(1, 1, 6, 6, z=-0.6), box(1, 1, 6, 6)], "1 of its 2 contours lie beyond the image's slices"),
    ([np.array([[2, 2, 1], [9, 2, 1], [9, 9, 4], [2, 9, 4.0]])], "its contours are oblique to the image's slices"),
    ([box(4.1, 4.1, 4.8, 4.8)], "its contours enclose no voxel centre of the image"),
    ([box(40, 4, 44, 8)], "its contours enclose no voxel centre of the image"),
]


@pytest.mark.parametrize(("contours", "said"), REFUSED)
def test_contours_that_cannot_be_placed(draw, refusal, contours, said):
    message = refusal(draw, contours)
    assert message.startswith("the ROI 'GTV' in rs can't be placed on the image: ")
    assert said in message


def test_points_and_lines_enclose_nothing(draw, refusal):
    assert refusal(draw, [box(1, 1, 6, 6)], kind="POINT") == (
        "the ROI 'GTV' in rs has no closed contour; it has 1 of other kinds or with less than 3 corners"
    )
    assert refusal(draw, []) == "the ROI 'GTV' in rs has no closed contour"
    pair = draw([box(1.5, 1.5, 3.5, 3.5), box(1.5, 1.5, 3.5, 3.5, z=4)[:2]])
    assert pair.notes == ("1 contours enclose nothing (points, open lines) and are left out",)


THREE = {"GTV-1": [to_mm(box(1.5, 1.5, 3.5, 3.5))], "Lung  L": [to_mm(box(5, 5, 9, 9))], "gtv-2": []}


@pytest.mark.parametrize(
    ("asked", "name", "notes"),
    [
        ("GTV-1", "GTV-1", ()),
        ("gtv-1", "GTV-1", ("the ROI 'gtv-1' is called 'GTV-1' in rs",)),
        ("lung l", "Lung  L", ("the ROI 'lung l' is called 'Lung  L' in rs",)),
        ("1", "GTV-1", ()),
    ],
)
def test_the_roi_by_its_name(draw, asked, name, notes):
    pair = draw(None, asked, rois=THREE)
    assert (pair.roi, pair.notes) == (name, notes)


def test_a_name_that_is_not_there_or_not_given(draw, refusal):
    listed = "'GTV-1' (1), 'Lung  L' (2), 'gtv-2' (3)"
    assert refusal(draw, None, "CTV", rois=THREE) == f"rs holds no ROI 'CTV'; it holds {listed}"
    assert refusal(draw, None, None, rois=THREE) == f"rs holds 3 ROIs; say which with 'images.roi': {listed}"
    assert refusal(draw, None, "gtv-2", rois=THREE) == "the ROI 'gtv-2' in rs has no closed contour"
    both = {"GTV": [], "gtv": [], "other": []}
    assert "rs holds 2 ROIs called 'Gtv': 'GTV' (1), 'gtv' (2)" in refusal(draw, None, "Gtv", rois=both)
    assert draw([box(1.5, 1.5, 3.5, 3.5)], None).roi == "GTV"


def test_a_name_with_signs_that_a_terminal_obeys(draw, refusal):
    assert "'a?[31m'" in refusal(draw, None, "b", rois={"a\x1b[31m": []})


def test_another_frame_of_reference(draw, refusal):
    def other(own):
        for roi in own.StructureSetROISequence:
            roi.ReferencedFrameOfReferenceUID = generate_uid()

    said = refusal(draw, [box(1, 1, 6, 6)], name="b", change=other)
    assert said.startswith("rs and the image have different frames of reference, and it refers to another series")
    assert draw([box(1.5, 1.5, 6.5, 6.5)], name="a", change=other).mask.voxels.sum() == 25
    assert draw([box(1.5, 1.5, 6.5, 6.5)], name="b").mask.voxels.sum() == 25


@pytest.mark.parametrize("data", [["1", "2"], ["a", "b", "c"] * 3, ["nan", "1", "2"] * 3, ["1e999", "1", "2"] * 3])
def test_coordinates_that_cannot_be(draw, refusal, data):
    from pydicom.dataelem import RawDataElement
    from pydicom.tag import Tag

    def spoil(own):
        raw = "\\".join(data).encode()
        contour = own.ROIContourSequence[0].ContourSequence[0]
        contour._dict[Tag("ContourData")] = RawDataElement(Tag("ContourData"), "DS", len(raw), raw, 0, False, True)

    assert refusal(draw, [box(1, 1, 6, 6)], change=spoil)


def test_a_structure_set_without_anything(draw, refusal):
    def strip(own):
        for keyword in ("StructureSetROISequence", "ROIContourSequence", "ReferencedFrameOfReferenceSequence"):
            delattr(own, keyword)

    assert refusal(draw, [box(1, 1, 6, 6)], change=strip) == "rs holds no ROI"


def test_a_structure_set_that_is_cut_short_anywhere(tmp_path):
    from radaudit.core.errors import JobFailed

    folder = write_series(tmp_path / "ct", picture())
    path = write_rtstruct(tmp_path / "rs.dcm", {"GTV": [to_mm(box(1.5, 1.5, 6.5, 6.5))]})
    data, said = path.read_bytes(), []
    for length in range(0, len(data) - 60, 29):
        path.write_bytes(data[:length])
        try:
            assert read_pair(folder, path).mask.voxels.sum() < 25
        except JobFailed as fault:
            said.append(str(fault))
    assert len(said) > 10
    assert str(tmp_path) not in "".join(said)


def test_a_structure_set_that_is_too_large(draw, refusal, monkeypatch):
    from radaudit.images.dicom import file

    monkeypatch.setattr(file, "LARGEST_STRUCTURE", 1000)
    assert "no larger structure set is read" in refusal(draw, [box(1, 1, 6, 6)])


@pytest.mark.filterwarnings("ignore:The value for the data element")  # more than 64 kB: stored as unknown (UN)
def test_thousands_of_corners(draw):
    rough = np.random.default_rng(2).normal(1, 0.02, (20000, 1))
    angles = np.linspace(0, 2 * np.pi, 20000, endpoint=False)
    corners = np.concatenate([(6 * rough * np.stack([np.cos(angles), np.sin(angles)], 1)) + 9, 3 + 0 * rough], axis=1)
    assert draw([corners] * 3).mask.voxels.sum() > 80


def test_the_mark_is_the_label_that_is_asked_for(tmp_path):
    folder = write_series(tmp_path / "ct", picture())
    path = write_rtstruct(tmp_path / "rs.dcm", {"GTV": [to_mm(box(1.5, 1.5, 6.5, 6.5))]})
    for label, kind in ((1, "uint8"), (255, "uint8"), (300, "uint16")):
        mask = read_pair(folder, path, "GTV", label).mask.voxels
        assert (mask.dtype, sorted(set(mask.ravel().tolist()))) == (kind, [0, label])


def test_a_mask_with_a_grid_of_its_own_has_no_names(tmp_path):
    folder = write_series(tmp_path / "ct", picture())
    assert read_mask(folder, read_volume(folder)) is None
