"""A broken or hostile image is refused with a sentence, quickly, and never read as something that it is not."""

import contextlib
import gzip
import re
import struct
import zlib

import numpy as np
import pytest
import SimpleITK

from radaudit.core.errors import JobFailed
from radaudit.images import itk, packed
from radaudit.images.read import read_volume

ENDINGS = (".nrrd", ".nii", ".nii.gz", ".mha")


@pytest.fixture
def refusal(tmp_path, capfd):
    """The sentence with which a file is refused; nothing of this machine may stand in it or on stderr."""

    def refusal(name, data=None):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(JobFailed) as caught:
            read_volume(path)
        message = str(caught.value)
        assert message.startswith(f"{name} ")
        assert str(tmp_path) not in message
        assert "0x" not in message
        assert re.fullmatch(r"[ -~]+", message), "one line of plain text"
        assert capfd.readouterr() == ("", "")
        return message

    return refusal


def test_an_ending_that_no_reader_knows(refusal):
    known = "known are .dcm, .mha, .nii, .nii.gz, .nrrd"
    assert refusal("a.png", b"x") == f"a.png has an ending that is not known; {known}"
    assert refusal("nrrd", b"x") == f"nrrd has an ending that is not known; {known}"
    assert refusal("a.nhdr", b"NRRD0004\n") == f"a.nhdr has an ending that is not known; {known}"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("data", [b"", b"\n\n", b"hello", bytes(range(256)) * 20, b"\0" * 4000, b"\x1f\x8b\x08" * 99])
def test_a_file_that_is_no_image(refusal, ending, data):
    assert re.search("is not a .* file, or is damaged|is damaged", refusal(f"a{ending}", data))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("compress", [False, True])
def test_an_image_that_is_cut_short_anywhere(refusal, write, ending, compress, tmp_path):
    voxels = np.random.default_rng(1).integers(0, 1000, (4, 5, 6)).astype(np.int16)
    whole = write(f"a{ending}", voxels, compress=compress).read_bytes()
    for length in {0, 3, 50, 200, len(whole) // 2, *range(max(len(whole) - 60, 0), len(whole))}:
        refusal(f"cut{ending}", whole[: min(length, len(whole) - 1)])


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_image_with_any_byte_changed_is_read_or_refused_but_never_crashes(write, ending, tmp_path):
    whole = write(f"a{ending}", np.arange(120, dtype=np.int16).reshape(4, 5, 6)).read_bytes()
    random = np.random.default_rng(0)
    for place in random.choice(len(whole), size=min(120, len(whole)), replace=False):
        data = bytearray(whole)
        data[place] ^= int(random.integers(1, 256))
        (tmp_path / f"b{ending}").write_bytes(data)
        with contextlib.suppress(JobFailed):
            assert read_volume(tmp_path / f"b{ending}").voxels.ndim in (2, 3)


@pytest.mark.parametrize("ending", [".nrrd", ".nii.gz", ".mha"])
def test_compressed_voxels_with_any_byte_changed_are_never_read_as_others(write, ending, tmp_path):
    voxels = np.random.default_rng(1).integers(0, 1000, (4, 5, 6)).astype(np.int16)
    whole = write(f"a{ending}", voxels, compress=True).read_bytes()
    start = {".nrrd": whole.find(b"\n\n") + 2, ".nii.gz": 0, ".mha": whole.find(b"LOCAL\n") + 6}[ending]
    for place in range(start, len(whole), 2):
        data = bytearray(whole)
        data[place] ^= 0x55
        (tmp_path / f"b{ending}").write_bytes(data)
        with contextlib.suppress(JobFailed):
            assert (read_volume(tmp_path / f"b{ending}").voxels == voxels).all()


@pytest.mark.parametrize("ending", ENDINGS)
def test_images_that_are_no_single_scalar_3d_image(refusal, ending, tmp_path):
    def write(image):
        SimpleITK.WriteImage(image, str(tmp_path / f"a{ending}"))
        return f"a{ending}"

    several = "has {} values per voxel; a scalar image is needed"
    assert several.format(3) in refusal(write(SimpleITK.Image([3, 3, 3], SimpleITK.sitkVectorFloat32, 3)))
    assert several.format(2) in refusal(write(SimpleITK.Image([3, 3, 3], SimpleITK.sitkComplexFloat32)))
    four = refusal(write(SimpleITK.Image([3, 3, 3, 2], SimpleITK.sitkInt16)))
    assert "is 4-dimensional (3 x 3 x 3 x 2); give one 3D image per case" in four


NRRD = b"NRRD0004\ntype: int16\ndimension: 3\nsizes: %s\nendian: little\nencoding: %s\n\n"
MHA = b"ObjectType = Image\nNDims = 3\nBinaryData = True\nDimSize = %s\nElementType = MET_SHORT\n"


@pytest.fixture
def nifti(write):
    """The bytes of a NIfTI file with some of them replaced."""
    whole = write("whole.nii", np.arange(120, dtype=np.int16).reshape(4, 5, 6)).read_bytes()

    def nifti(offset, form, *values):
        data = bytearray(whole)
        struct.pack_into(form, data, offset, *values)
        return bytes(data)

    return nifti


def test_a_header_that_claims_more_voxels_than_the_file_can_hold(refusal, nifti):
    dims = nifti(40, "<8h", 3, 1000, 1000, 1200, 1, 1, 1, 1)
    for name, data in (
        ("a.nrrd", NRRD % (b"1000 1000 1200", b"raw") + b"\0" * 100),
        ("b.nrrd", NRRD % (b"1000 1000 1200", b"gzip") + gzip.compress(b"\0" * 100, mtime=0)),
        ("a.mha", MHA % b"1000 1000 1200" + b"ElementDataFile = LOCAL\n\0\0"),
        ("a.nii", dims),
        ("a.nii.gz", gzip.compress(dims, mtime=0)),
    ):
        assert re.search("claims [0-9.e+]+ bytes of voxels", refusal(name, data))


def test_a_header_that_claims_an_impossible_size(refusal, nifti):
    huge = b"4000000000 4000000000 4000000000"
    assert "too large" in refusal("a.nrrd", NRRD % (huge, b"raw"))
    assert "claims 7.0e+13 bytes" in refusal("a.nii", nifti(40, "<8h", 3, 32767, 32767, 32767, 1, 1, 1, 1))
    assert "zero" in refusal("a.nrrd", NRRD % (b"0 3 3", b"raw"))
    refusal("a.mha", MHA % b"0 3 3" + b"ElementDataFile = LOCAL\n")
    for dims in ((3, 0, 5, 5, 1, 1, 1, 1), (3, -5, 5, 5, 1, 1, 1, 1), (9, 5, 5, 5, 1, 1, 1, 1)):
        assert "has a header that can't be: size [" in refusal("a.nii", nifti(40, "<8h", *dims))


def test_other_headers_that_cannot_be(refusal, nifti):
    assert "pixel type 9999" in refusal("a.nii", nifti(70, "<h", 9999))
    assert "start nan" in refusal("a.nii", nifti(108, "<f", float("nan")))
    assert "claims" in refusal("a.nii", nifti(108, "<f", 1e9))


def test_a_nifti_of_the_second_version(refusal, tmp_path):
    import nibabel

    nibabel.save(nibabel.Nifti2Image(np.zeros((3, 3, 3), np.int16), np.eye(4)), tmp_path / "a.nii")
    assert refusal("a.nii") == "a.nii is NIfTI-2, which SimpleITK does not read; save it as NIfTI-1"


def test_a_bomb_is_not_unpacked(refusal, nifti, monkeypatch):
    monkeypatch.setattr(itk, "LARGEST_IMAGE", 1000)
    monkeypatch.setattr(packed, "LARGEST_IMAGE", 1000)
    bomb = MHA % b"2 2 2" + b"CompressedData = True\nElementDataFile = LOCAL\n" + zlib.compress(b"\0" * 2000)
    assert "holds more than 1.0e+03 bytes" in refusal("a.mha", bomb)
    assert "at most 1.0e+03 are read" in refusal("a.nii.gz", gzip.compress(nifti(40, "<8h", 3, 10, 10, 10, 1, 1, 1, 1)))


SPACE = (
    b"NRRD0004\ntype: uchar\ndimension: 3\nspace: left-posterior-superior\nsizes: 2 2 2\n"
    b"space directions: %s\nspace origin: %s\nencoding: raw\n\n" + b"\1" * 8
)


@pytest.mark.parametrize(
    ("directions", "origin", "said"),
    [
        (b"(0,0,0) (0,1,0) (0,0,1)", b"(0,0,0)", "a spacing, origin or direction that is not a finite number"),
        (b"(1,0,0) (1,0,0) (0,0,1)", b"(0,0,0)", "its axes don't span a space"),
        (b"(1,0,0) (0,1,0) (0,0,1)", b"(0,0,1e999)", "can't be read"),
    ],
)
def test_a_geometry_that_cannot_be(refusal, directions, origin, said):
    assert said in refusal("a.nrrd", SPACE % (directions, origin))


def test_a_sheared_nifti(refusal, nifti):
    sheared = bytearray(nifti(252, "<2h", 0, 2))
    struct.pack_into("<12f", sheared, 280, 1, 0.5, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0)
    assert refusal("a.nii", bytes(sheared)) == "a.nii can't be read: its axes are not at right angles"


ELSEWHERE = "keeps its voxels in another file; save it with the voxels inside"


@pytest.mark.parametrize(
    "line",
    [
        b"data file: x.raw\n",
        b"datafile: x.raw\n",
        b"DATA FILE: x.raw\n",
        b"data file: x.raw\r\n",
        b"content: a\rdata file: x.raw\n",
    ],
)
def test_a_nrrd_with_its_voxels_elsewhere(refusal, tmp_path, line):
    (tmp_path / "x.raw").write_bytes(b"\1" * 8)
    header = b"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\n"
    assert refusal("a.nrrd", header + line + b"\n") == f"a.nrrd {ELSEWHERE}"


@pytest.mark.parametrize(
    "line",
    [
        b"ElementDataFile = x.raw\n",
        b"ElementDataFile: x.raw\n",
        b"ElementDataFile =: x.raw\n",
        b"  ElementDataFile=x.raw\n",
        b"Comment = a\rElementDataFile = x.raw\n",
        b"ElementDataFile = LIST\nx.raw\n",
        b"ElementDataFile = x%d.raw 1 2 1\n",
    ],
)
def test_a_metaimage_with_its_voxels_elsewhere(refusal, tmp_path, line):
    (tmp_path / "x.raw").write_bytes(b"\1" * 16)
    assert refusal("a.mha", MHA % b"2 2 2" + line) == f"a.mha {ELSEWHERE}"


@pytest.mark.parametrize("magic", [b"ni1\0", b"\0\0\0\0", b"abcd"])
def test_a_nifti_with_its_voxels_elsewhere(refusal, nifti, magic):
    assert refusal("a.nii", nifti(344, "4s", magic)) == f"a.nii {ELSEWHERE}"


def test_a_header_longer_than_is_looked_at_hides_nothing(refusal, tmp_path):
    (tmp_path / "x.raw").write_bytes(b"\1" * 16)
    long = b"# " + b"c" * 2**16 + b"\n"
    nrrd = b"NRRD0004\ntype: uchar\ndimension: 3\nsizes: 2 2 2\nencoding: raw\n" + long + b"data file: x.raw\n\n"
    assert "is not a NRRD file" in refusal("a.nrrd", nrrd)
    mha = MHA % b"2 2 2" + b"Comment = " + b"c" * 2**14 + b"\nElementDataFile = x.raw\n"
    assert "is not a MetaImage file" in refusal("a.mha", mha)


def test_too_little_memory_is_not_the_files_fault(write, ramp, monkeypatch):
    path = write("a.nrrd", ramp)

    class NoMemory(SimpleITK.ImageFileReader):
        def Execute(self):
            raise RuntimeError("ITK ERROR: Failed to allocate memory for image.")

    monkeypatch.setattr(SimpleITK, "ImageFileReader", NoMemory)
    with pytest.raises(MemoryError):
        read_volume(path)


def test_a_file_that_is_not_there_is_not_the_files_fault(tmp_path):
    for ending in ENDINGS:
        with pytest.raises(FileNotFoundError):
            read_volume(tmp_path / f"a{ending}")
