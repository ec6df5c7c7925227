"""Every reader gives exactly the voxels and the geometry that were written."""

import gzip
import struct

import numpy as np
import pytest
import SimpleITK

from radaudit.images.itk import from_itk, to_itk
from radaudit.images.read import read_volume, readers
from radaudit.images.readers import metaimage, nifti, nrrd
from tests.images.conftest import FLIPPED, TILTED

ENDINGS = (".nrrd", ".nii", ".nii.gz", ".mha")


def test_the_readers_are_those_of_the_folder():
    assert tuple(readers()) == (".dcm", ".mha", ".nii", ".nii.gz", ".nrrd")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("kind", ["int16", "uint8", "float32", "float64", "uint16", "int32"])
def test_voxels_keep_their_values_and_their_type(write, ramp, ending, kind):
    voxels = (np.abs(ramp) if kind.startswith("u") else ramp).astype(kind)
    if kind.startswith("float"):
        voxels = voxels / np.array(3, dtype=kind)
    volume = read_volume(write(f"a{ending}", voxels))
    assert volume.voxels.dtype == kind
    assert volume.voxels.tobytes() == voxels.tobytes()
    assert volume.size == (6, 5, 4)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("direction", [None, TILTED, FLIPPED])
def test_geometry_is_what_simpleitk_reads(write, ramp, ending, direction):
    path = write(f"a{ending}", ramp, spacing=(0.1, 0.7, 2.5), origin=(-100.25, 1 / 3, 7.0), direction=direction)
    volume, image = read_volume(path), SimpleITK.ReadImage(str(path))
    assert volume.spacing == image.GetSpacing()
    assert volume.origin == image.GetOrigin()
    assert volume.direction == image.GetDirection()
    assert volume.spacing == pytest.approx((0.1, 0.7, 2.5))
    assert volume.direction == pytest.approx(direction or (1, 0, 0, 0, 1, 0, 0, 0, 1), abs=1e-6)


@pytest.mark.parametrize("ending", [".nrrd", ".mha"])
@pytest.mark.parametrize("direction", [TILTED, FLIPPED])
def test_formats_that_write_numbers_as_text_keep_geometry_bit_for_bit(write, ramp, ending, direction):
    volume = read_volume(write(f"a{ending}", ramp, spacing=(0.1, 0.7, 2.5), origin=(0.1, 0.2, 0.3), direction=FLIPPED))
    assert (volume.spacing, volume.origin, volume.direction) == ((0.1, 0.7, 2.5), (0.1, 0.2, 0.3), FLIPPED)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("compress", [False, True])
def test_compression_makes_no_difference(write, ramp, ending, compress):
    assert (read_volume(write(f"a{ending}", ramp, compress=compress)).voxels == ramp).all()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_slice_is_a_2d_image(write, ramp, ending):
    volume = read_volume(write(f"a{ending}", ramp[0]))
    assert volume.size == (6, 5)
    assert volume.spacing == pytest.approx((0.5, 0.7))
    assert len(volume.direction) == 4


def test_endings_in_capitals_and_names_with_points(write, ramp, tmp_path):
    write("a.nii.gz", ramp).rename(tmp_path / "p.1.NII.GZ")
    assert (read_volume(tmp_path / "p.1.NII.GZ").voxels == ramp).all()


def test_a_plain_file_with_the_ending_of_a_compressed_one(write, ramp, tmp_path):
    write("a.nii", ramp).rename(tmp_path / "b.nii.gz")
    assert (read_volume(tmp_path / "b.nii.gz").voxels == ramp).all()


def test_big_endian_voxels(ramp, tmp_path):
    header = b"NRRD0004\ntype: int16\ndimension: 3\nsizes: 6 5 4\nendian: big\nencoding: raw\n\n"
    (tmp_path / "a.nrrd").write_bytes(header + ramp.astype(">i2").tobytes())
    assert (read_volume(tmp_path / "a.nrrd").voxels == ramp).all()


def test_a_scaled_nifti_gives_the_scaled_values(ramp, tmp_path):
    import nibabel

    image = nibabel.Nifti1Image(ramp.transpose(2, 1, 0), np.eye(4))
    image.header.set_slope_inter(2, 10)
    nibabel.save(image, tmp_path / "a.nii.gz")
    assert np.allclose(read_volume(tmp_path / "a.nii.gz").voxels, ramp * 2.0 + 10)


@pytest.mark.parametrize("kind", ["int16", "uint8", "float32", "float64", "uint32", "int64"])
@pytest.mark.parametrize("direction", [TILTED, FLIPPED])
def test_to_simpleitk_and_back_changes_nothing(ramp, kind, direction):
    image = SimpleITK.GetImageFromArray(np.abs(ramp).astype(kind))
    image.SetSpacing((0.1, 1 / 3, 2.5))
    image.SetOrigin((0.1, -1e-7, 1e5))
    image.SetDirection(direction)
    first = from_itk(image)
    again = from_itk(to_itk(first))
    assert again.voxels.dtype == first.voxels.dtype == kind
    assert again.voxels.tobytes() == first.voxels.tobytes()
    assert (again.spacing, again.origin, again.direction) == (first.spacing, first.origin, first.direction)
    assert again.spacing == (0.1, 1 / 3, 2.5)


def test_every_reader_sets_itks_own_tolerance_back(write, ramp):
    SimpleITK.ProcessObject.SetGlobalDefaultCoordinateTolerance(100)
    read_volume(write("a.nrrd", ramp))
    assert SimpleITK.ProcessObject.GetGlobalDefaultCoordinateTolerance() == 1e-6


@pytest.mark.parametrize(
    "twins", [("a.nii", "a.nii.gz"), ("a.nii.gz", "a.nii"), ("a.img", "a.nii"), ("a.hdr", "a.nii.gz")]
)
def test_a_file_is_not_mixed_with_one_of_nearly_the_same_name(write, ramp, twins, tmp_path):
    """SimpleITK alone takes the header of a.nii.gz and the voxels of the a.nii beside it."""
    other, own = twins
    write("other.nii", np.full((4, 5, 6), 9, np.float32)).rename(tmp_path / other)
    volume = read_volume(write(own, ramp))
    assert volume.voxels.dtype == np.int16
    assert (volume.voxels == ramp).all()


@pytest.mark.parametrize("ending", [".nrrd", ".nii.gz", ".mha"])
@pytest.mark.parametrize("kind", ["int16", "float64"])
def test_whole_compressed_voxels_are_unpacked_once(write, ramp, ending, kind, monkeypatch):
    def again(*_):
        raise AssertionError("unpacked twice")

    path = write(f"a{ending}", ramp.astype(kind), compress=True)
    for reader, second in ((nrrd, "unpacked_length"), (metaimage, "unpacked_length"), (nifti, "_refuse_short_files")):
        monkeypatch.setattr(reader, second, again)
    assert (read_volume(path).voxels == ramp).all()


def test_a_compressed_nifti_with_a_slope_is_checked_and_read(write, ramp):
    """The values are not those that were packed, so their checksum says nothing."""
    data = bytearray(gzip.decompress(write("a.nii.gz", ramp, compress=True).read_bytes()))
    struct.pack_into("<2f", data, 112, 2.0, 1.0)
    path = write("b.nii.gz", ramp)
    path.write_bytes(gzip.compress(bytes(data)))
    assert (read_volume(path).voxels == ramp * 2.0 + 1).all()
