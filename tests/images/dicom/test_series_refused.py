"""A stack of slices that makes no sound volume is refused with a sentence that says why."""

import numpy as np
import pydicom
import pytest
from pydicom.uid import JPEG2000Lossless, generate_uid

from radaudit.images.read import read_volume
from radaudit.images.readers.dicom import read_dicom
from tests.images.dicom.made import SAGITTAL, picture, set_pixels, write_series


@pytest.fixture
def refused(tmp_path, refusal):
    """The sentence about a series of eight slices, spoilt by ``change(slice, z)``."""

    def refused(change, voxels=None, **options):
        folder = write_series(tmp_path / "ct", picture() if voxels is None else voxels, change=change, **options)
        return refusal(read_volume, folder)

    return refused


def moved(z, offset):
    def change(own, at):
        if at == z:
            own.ImagePositionPatient = list(np.add(own.ImagePositionPatient, offset))

    return change


@pytest.mark.parametrize("lost", [1, 3, 6])
def test_a_missing_slice(refused, lost):
    said = refused(lambda own, z: z != lost)
    assert said == (
        f"slices are missing: between slice {lost} and {lost + 1} of 7 lie 5 mm, elsewhere 2.5 mm; 1 more make it whole"
    )


def test_several_missing_slices(refused):
    assert "lie 10 mm, elsewhere 2.5 mm; 3 more make it whole" in refused(lambda own, z: z not in (2, 3, 4))


def test_uneven_slices(refused):
    said = refused(moved(4, (0, 0, 0.8)))
    assert said.startswith("its slices are not evenly spaced: 1.7 to 3.3 mm apart, and a slice lies up to 0.32 slice")


def test_how_uneven_is_an_option(tmp_path):
    folder = write_series(tmp_path / "ct", picture(), change=moved(4, (0, 0, 0.8)))
    assert read_dicom(folder, uneven=0.4).size == (24, 20, 8)


def test_two_slices_at_one_place(refused):
    assert refused(moved(4, (0, 0, -2.5))).startswith("1 of its 8 slices lie where another one lies (several phases")


def test_every_slice_twice(tmp_path, refusal):
    folder = write_series(tmp_path / "ct", picture())
    for path in list(folder.iterdir()):
        own = pydicom.dcmread(path)
        own.SOPInstanceUID = own.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        own.save_as(folder / f"again{path.name}")
    assert refusal(read_volume, folder).startswith("8 of its 16 slices lie where another one lies")


def test_the_same_instance_with_other_voxels(tmp_path, refusal):
    folder = write_series(tmp_path / "ct", picture())
    own = pydicom.dcmread(folder / "IM003.dcm")
    set_pixels(own, picture(seed=1)[0])
    own.save_as(folder / "IM903.dcm")
    assert refusal(read_volume, folder) == (
        "IM003.dcm and IM903.dcm say they are the same slice (SOP Instance UID) and differ; remove the wrong one"
    )


def test_a_gantry_tilt(refused):
    def tilt(own, z):
        own.ImagePositionPatient = list(np.add(own.ImagePositionPatient, (0, 0.7 * z, 0)))

    assert "gantry tilt of 15.6 degrees" in refused(tilt)


def test_a_localizer_among_the_slices(refused):
    def turn(own, z):
        if z == 5:
            own.ImageOrientationPatient = list(SAGITTAL)

    assert refused(turn).startswith("its slices are turned against each other: 1 of 8 have another orientation")


def test_slices_of_two_sizes(refused):
    def cut(own, z):
        if z == 2:
            set_pixels(own, picture()[0][:10])

    assert "its slices differ in size (24 x 10, 24 x 20 voxels)" in refused(cut)


def test_slices_of_two_spacings(refused):
    def change(own, z):
        own.PixelSpacing = [0.9, 0.7 + 0.1 * (z == 3)]

    assert "its slices differ in pixel spacing (0.7 x 0.9 and 0.8 x 0.9 mm)" in refused(change)


@pytest.mark.parametrize(
    ("keyword", "value", "said"),
    [
        ("ImagePositionPatient", None, "8 of its 8 slices say nothing of where they lie"),
        ("ImageOrientationPatient", None, "8 of its 8 slices say nothing of where they lie"),
        ("PixelSpacing", None, "its slices have no pixel spacing"),
        ("PixelSpacing", [0, 1], "its pixel spacing is not above zero"),
        ("PixelSpacing", [1, 1, 1], "the DICOM element PixelSpacing holds 1, 1, 1, which can't be"),
        ("ImageOrientationPatient", [1, 0, 0, 1, 0, 0], "rows and columns are not at right angles"),
        ("ImageOrientationPatient", [0, 0, 0, 0, 0, 0], "rows and columns are not at right angles"),
        ("SamplesPerPixel", 3, "it holds colours (MONOCHROME2, 3 values per voxel); a scalar image is needed"),
        ("PhotometricInterpretation", "PALETTE COLOR", "it holds colours"),
        ("BitsAllocated", 64, "it stores 12 of 64 bits per voxel, which can't be read"),
        ("BitsStored", 17, "it stores 17 of 16 bits per voxel, which can't be read"),
        ("Rows", 0, "it holds no image (24 x 0 voxels, 1 frames)"),
        ("Columns", None, "the DICOM element Columns is missing"),
        ("NumberOfFrames", 7, "its 7 frames say nothing of where they lie"),
        ("NumberOfFrames", 2**31 - 1, "bytes of voxels; at most"),
        ("PixelData", None, "holds no pixel data"),
        ("PixelData", b"\0" * 100, "is cut short: it holds 100 of 960 bytes of voxels"),
    ],
)
def test_headers_that_cannot_be(refused, keyword, value, said):
    def change(own, z):
        if value is None:
            delattr(own, keyword)
        else:
            setattr(own, keyword, value)

    assert said in refused(change)


def test_a_number_that_is_no_number(tmp_path, refusal):
    folder = write_series(tmp_path / "ct", picture()[:1])
    path = next(folder.iterdir())
    data = path.read_bytes()
    assert data.count(b"-100.25") == 1
    path.write_bytes(data.replace(b"-100.25", b"1e99999"))
    assert "ImagePositionPatient holds -11, 21.5, inf, which can't be" in refusal(read_volume, folder)
    path.write_bytes(data.replace(b"-100.25", b"hundred"))
    assert "are damaged or cut short" in refusal(read_volume, folder)


def test_compressed_voxels_that_are_damaged_or_of_another_size(tmp_path, refusal):
    from pydicom.encaps import encapsulate

    jpeg = b"\xff\xd8\xff\xc3\x00\x0b\x08" + (60000).to_bytes(2, "big") * 2 + b"\x01\x11\x00" + b"\0" * 50
    jpeg2000 = b"\xff\x4f\xff\x51\x00\x29\0\0" + (2**31).to_bytes(4, "big") * 2 + bytes(8) + b"\0" * 50
    for packed, said in (
        (jpeg, "its compressed data 60000 x 60000 voxels"),
        (jpeg2000, "its compressed data 2147483648 x 2147483648 voxels"),
        (b"\xff\xd8\xff\xd9" + b"\0" * 20, "its compressed data no size"),
        (b"nonsense" * 10, "can't be unpacked: it is damaged, or JPEG 2000"),
    ):

        def change(own, z, packed=packed):
            own.PixelData = encapsulate([packed])
            own["PixelData"].VR, own["PixelData"].is_undefined_length = "OB", True

        folder = write_series(tmp_path / "ct", picture()[:1], change=change, syntax=JPEG2000Lossless)
        assert said in refusal(read_volume, folder)


def test_a_way_to_compress_that_is_not_known_here(refused):
    from pydicom.encaps import encapsulate
    from pydicom.uid import HEVCMP51

    def change(own, z):
        own.PixelData = encapsulate([b"\0\0\1film" * 10])
        own["PixelData"].VR, own["PixelData"].is_undefined_length = "OB", True

    assert "HEVC/H.265" in refused(change, syntax=HEVCMP51)


def test_slices_that_lie_where_no_slice_can(refused):
    assert "lie where another one lies" in refused(lambda own, z: setattr(own, "ImagePositionPatient", [0, 0, 0]))
