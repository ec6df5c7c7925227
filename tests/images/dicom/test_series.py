"""A DICOM series is the volume that SimpleITK makes of it, wherever that is a sound one."""

import numpy as np
import pydicom
import pytest
import SimpleITK
from pydicom.dataset import Dataset
from pydicom.uid import (
    EnhancedCTImageStorage,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEGLSLossless,
    RLELossless,
    generate_uid,
)

from radaudit.images.read import read_volume
from tests.images.dicom.made import ORIENTATIONS, ORIGIN, SPACING, axes, picture, to_mm, write, write_series


def by_simpleitk(folder):
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    return reader.Execute()


def assert_the_same(volume, image):
    voxels = SimpleITK.GetArrayFromImage(image)
    assert volume.voxels.dtype == voxels.dtype
    assert (volume.voxels == voxels).all()
    assert volume.spacing == pytest.approx(image.GetSpacing(), rel=1e-9)
    assert volume.origin == pytest.approx(image.GetOrigin(), abs=1e-9)
    assert volume.direction == pytest.approx(image.GetDirection(), abs=1e-9)


@pytest.mark.parametrize("orientation", ORIENTATIONS.values(), ids=ORIENTATIONS)
def test_a_series_is_sorted_by_position_and_keeps_its_geometry(tmp_path, orientation):
    voxels = picture()
    volume = read_volume(write_series(tmp_path / "ct", voxels, orientation))
    assert (volume.voxels == voxels.astype(int) - 1024).all()
    assert volume.voxels.dtype == np.int16
    assert volume.spacing == pytest.approx(SPACING)
    assert volume.origin == pytest.approx(ORIGIN)
    assert np.reshape(volume.direction, (3, 3)) == pytest.approx(axes(orientation).T)
    assert_the_same(volume, by_simpleitk(tmp_path / "ct"))


RESCALES = [
    (None, None, 12, "uint16"),
    (1, 0, 16, "uint16"),
    (1, 0, 16, "int16"),
    (1, 0, 12, "int16"),
    (1, -1024, 12, "uint16"),
    (1, -1024, 16, "uint16"),
    (1, -1024, 16, "int16"),
    (2, 0, 16, "uint16"),
    (1, 0, 8, "uint8"),
    (1, -5, 8, "uint8"),
    (-1, 0, 12, "uint16"),
    (0, 0, 12, "uint16"),
    (1.5, 0, 12, "uint16"),
    (0.01, -0.5, 16, "int16"),
    (100000, 0, 16, "uint16"),
]


@pytest.mark.parametrize(("slope", "intercept", "stored", "kind"), RESCALES)
def test_values_and_pixel_type_are_those_of_itk(tmp_path, slope, intercept, stored, kind):
    def change(own, z):
        own.BitsStored, own.HighBit = stored, stored - 1
        if slope is None:
            del own.RescaleSlope, own.RescaleIntercept
        else:
            own.RescaleSlope, own.RescaleIntercept = slope, intercept

    least = 0 if kind.startswith("u") else -(2 ** (stored - 1))
    random = np.random.default_rng(1).integers(least, least + 2**stored, (3, 5, 4))
    folder = write_series(tmp_path / "ct", random.astype(kind), change=change)
    assert_the_same(read_volume(folder), by_simpleitk(folder))


def test_each_slice_has_its_own_slope(tmp_path):
    """As in PET; ITK applies them too, as long as the first slice's pixel type holds the others' values."""
    slopes = [0.5, 0.25, 3.0, 1.75]

    def change(own, z):
        own.RescaleSlope, own.RescaleIntercept = slopes[z], 0

    folder = write_series(tmp_path / "pet", picture()[:4], change=change)
    volume = read_volume(folder)
    assert volume.voxels.dtype == np.float64
    assert (volume.voxels == picture()[:4] * np.array(slopes)[:, None, None]).all()
    assert_the_same(volume, by_simpleitk(folder))


@pytest.mark.parametrize(("slopes", "kind"), [((1, 0.5), "float64"), ((0.5, 1), "float64"), ((1, 40), "uint32")])
def test_slopes_of_different_kinds_lose_nothing(tmp_path, slopes, kind):
    """ITK would cut the second slice to the first one's pixel type."""

    def change(own, z):
        own.RescaleSlope, own.RescaleIntercept = slopes[z], 0

    volume = read_volume(write_series(tmp_path / "pet", picture()[:2], change=change))
    assert volume.voxels.dtype == kind
    assert (volume.voxels == picture()[:2] * np.array(slopes)[:, None, None]).all()


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, RLELossless, JPEGLSLossless, ExplicitVRBigEndian])
@pytest.mark.parametrize("kind", ["uint16", "int16", "uint8"])
def test_every_way_to_store_gives_the_same_voxels(tmp_path, syntax, kind):
    voxels = picture()[:3].astype("int32") % 200
    voxels = (voxels - 100 if kind == "int16" else voxels).astype(kind)
    folder = write_series(tmp_path / "ct", voxels)
    for path in folder.glob("*.dcm"):
        own = pydicom.dcmread(path)
        if syntax.is_compressed:
            own.compress(syntax, generate_instance_uid=False)
            own.save_as(path)
        else:
            if syntax == ExplicitVRBigEndian and kind != "uint8":
                own.PixelData = np.frombuffer(own.PixelData, kind).byteswap().tobytes()
            own.file_meta.TransferSyntaxUID = syntax
            pydicom.dcmwrite(
                path,
                own,
                implicit_vr=syntax == ImplicitVRLittleEndian,
                little_endian=syntax != ExplicitVRBigEndian,
                force_encoding=True,
            )
    assert (read_volume(folder).voxels == voxels.astype(int) - 1024).all()


def test_jpeg_2000(tmp_path):
    folder = write_series(tmp_path / "ct", picture()[:2])
    for path in folder.glob("*.dcm"):
        own = pydicom.dcmread(path)
        packed = _by_itk_as_jpeg2000(own, tmp_path / "packed.dcm")
        own.PixelData, own.file_meta.TransferSyntaxUID = packed.PixelData, packed.file_meta.TransferSyntaxUID
        own["PixelData"].VR, own["PixelData"].is_undefined_length = "OB", True
        own.save_as(path)
    assert (read_volume(folder).voxels == picture()[:2].astype(int) - 1024).all()


def _by_itk_as_jpeg2000(own, path):
    image = SimpleITK.GetImageFromArray(np.frombuffer(own.PixelData, "uint16").reshape(1, own.Rows, own.Columns))
    writer = SimpleITK.ImageFileWriter()
    writer.SetImageIO("GDCMImageIO")
    writer.SetCompressor("JPEG2000")
    writer.UseCompressionOn()
    writer.SetFileName(str(path))
    writer.Execute(image)
    packed = pydicom.dcmread(path)
    assert "JPEG 2000" in packed.file_meta.TransferSyntaxUID.name
    return packed


def test_bits_above_the_stored_ones_are_no_part_of_the_value(tmp_path):
    """Old scanners keep an overlay there."""
    voxels = picture()[:2]
    folder = write_series(tmp_path / "ct", voxels | 0x8000)
    assert (read_volume(folder).voxels == voxels.astype(int) - 1024).all()


def enhanced(path, voxels, orientation, order, change=lambda own: None):
    """An enhanced multi-frame image whose frames stand in this order."""
    write_series(path.parent / "classic", voxels, orientation)
    own = pydicom.dcmread(next((path.parent / "classic").glob("*.dcm")))
    for keyword in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "RescaleSlope"):
        delattr(own, keyword)
    own.SOPClassUID, own.NumberOfFrames = EnhancedCTImageStorage, len(voxels)
    own.PixelData = voxels[list(order)].tobytes()
    shared, measures, turned = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = [SPACING[1], SPACING[0]], SPACING[2]
    turned.ImageOrientationPatient = list(orientation)
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [turned]
    own.SharedFunctionalGroupsSequence, own.PerFrameFunctionalGroupsSequence = [shared], []
    for z in order:
        frame, plane, scaled = Dataset(), Dataset(), Dataset()
        plane.ImagePositionPatient = [round(float(x), 6) for x in to_mm([0, 0, z], orientation)]
        scaled.RescaleSlope, scaled.RescaleIntercept = z + 1, -10
        frame.PlanePositionSequence, frame.PixelValueTransformationSequence = [plane], [scaled]
        own.PerFrameFunctionalGroupsSequence.append(frame)
    change(own)
    return write(own, path)


@pytest.mark.parametrize("orientation", ORIENTATIONS.values(), ids=ORIENTATIONS)
def test_frames_of_an_enhanced_image_are_placed_by_position(tmp_path, orientation):
    voxels = picture()
    volume = read_volume(enhanced(tmp_path / "one", voxels, orientation, (3, 0, 7, 5, 1, 2, 6, 4)))
    assert (volume.voxels == voxels.astype(int) * np.arange(1, 9)[:, None, None] - 10).all()
    assert volume.spacing == pytest.approx(SPACING)
    assert volume.origin == pytest.approx(ORIGIN)
    assert np.reshape(volume.direction, (3, 3)) == pytest.approx(axes(orientation).T)


def test_an_enhanced_image_that_contradicts_itself(tmp_path, refusal):
    def cut(own):
        own.PerFrameFunctionalGroupsSequence = own.PerFrameFunctionalGroupsSequence[:5]

    path = enhanced(tmp_path / "one.dcm", picture(), ORIENTATIONS["axial"], range(8), cut)
    assert refusal(read_volume, path) == "one.dcm can't be read: it claims 8 frames and describes 5"


def test_one_slice_is_a_volume_of_one_slice(tmp_path):
    folder = write_series(tmp_path / "ct", picture()[:1])
    volume = read_volume(folder)
    assert volume.size == (24, 20, 1)
    assert volume.spacing == pytest.approx(SPACING)
    assert (read_volume(next(folder.iterdir())).voxels == volume.voxels).all()


def test_an_image_without_a_place(tmp_path):
    def change(own, z):
        del own.ImagePositionPatient, own.ImageOrientationPatient, own.PixelSpacing
        own.ImagerPixelSpacing = [0.2, 0.1]

    volume = read_volume(write_series(tmp_path / "dx", picture()[:1], change=change))
    assert (volume.spacing[:2], volume.origin) == ((0.1, 0.2), (0.0, 0.0, 0.0))


def test_a_file_that_lies_there_twice_counts_once(tmp_path):
    folder = write_series(tmp_path / "ct", picture())
    (folder / "copy.dcm").write_bytes((folder / "IM004.dcm").read_bytes())
    assert (read_volume(folder).voxels == picture().astype(int) - 1024).all()


def test_positions_with_one_decimal_are_even_enough(tmp_path):
    def change(own, z):
        own.ImagePositionPatient = [0, 0, round(1.25 * z + 0.003, 1)]

    folder = write_series(tmp_path / "ct", picture(), spacing=(1, 1, 1.25), change=change)
    assert read_volume(folder).spacing[2] == pytest.approx(1.25, abs=0.02)
    assert_the_same(read_volume(folder), by_simpleitk(folder))


def test_other_files_in_the_folder_are_passed_over(tmp_path):
    folder = write_series(tmp_path / "case" / "ct", picture()).parent
    (folder / "notes.txt").write_text("x")
    (folder / ".hidden.dcm").write_bytes(b"")
    (folder / "DICOMDIR").write_bytes(b"")
    (folder / "ct" / "Thumbs.db").write_bytes(b"\0" * 500)
    report = Dataset()
    report.SOPClassUID, report.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.88.11", generate_uid()
    write(report, folder / "report.dcm")
    assert read_volume(folder).size == (24, 20, 8)
