"""Which files of a folder make the image; hostile files and folders."""

import struct
import tracemalloc
import zlib

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import RTDoseStorage, generate_uid

from radaudit.compute import digest
from radaudit.compute.digest import FileRef, FolderRef
from radaudit.images.dicom import file
from radaudit.images.read import read_pair, read_volume
from tests.images.dicom.made import picture, to_mm, write, write_rtstruct, write_series

SQUARE = to_mm([[5, 5, 3], [12, 5, 3], [12, 9, 3], [5, 9, 3]])


@pytest.fixture
def two(tmp_path):
    """A folder with two series in folders of their own."""
    write_series(tmp_path / "case/first", picture(), name="a")
    write_series(tmp_path / "case/second", picture(seed=1)[:6], name="b")
    return tmp_path / "case"


def test_several_series_are_named(two, refusal):
    assert refusal(read_volume, two) == (
        "case holds 2 image series: CT 3 series a (8 slices) in first; CT 3 series b (6 slices) in second; "
        "give each a folder, and name one"
    )
    assert read_volume(two / "second").size == (24, 20, 6)


@pytest.mark.parametrize(("name", "depth"), [("a", 8), ("b", 6)])
def test_the_series_that_the_mask_was_drawn_on(two, name, depth):
    write_rtstruct(two / "rs.dcm", {"GTV": [SQUARE]}, name=name)
    assert read_pair(two, two, "GTV").image.size == (24, 20, depth)


def test_a_mask_that_was_drawn_on_neither(two, refusal):
    write_rtstruct(two / "rs.dcm", {"GTV": [SQUARE]}, name="c")
    assert refusal(read_pair, two, two / "rs.dcm", "GTV").endswith("name one (the mask refers to none of them)")


def test_the_mask_refers_to_the_slices_only(two):
    def change(own):
        study = own.ReferencedFrameOfReferenceSequence[0].RTReferencedStudySequence[0]
        series, image = study.RTReferencedSeriesSequence[0], Dataset()
        del series.SeriesInstanceUID
        image.ReferencedSOPInstanceUID = pydicom.dcmread(two / "second/IM002.dcm").SOPInstanceUID
        series.ContourImageSequence = [image]

    write_rtstruct(two / "rs.dcm", {"GTV": [SQUARE]}, change=change)
    assert read_pair(two, two, "GTV").image.size == (24, 20, 6)


def test_localizers_and_doses_are_no_images(tmp_path):
    def scout(own, z):
        own.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]

    def dose(own, z):
        own.SOPClassUID, own.Modality = RTDoseStorage, "RTDOSE"

    folder = write_series(tmp_path / "case", picture())
    write_series(folder / "scout", picture()[:1], name="b", change=scout)
    write_series(folder / "dose", picture()[:1], name="c", change=dose)
    assert read_volume(folder).size == (24, 20, 8)
    assert read_volume(folder / "scout").size == (24, 20, 1)


def test_a_folder_without_images(tmp_path, refusal):
    (tmp_path / "case").mkdir()
    assert refusal(read_volume, tmp_path / "case") == "case holds no DICOM image"
    write_rtstruct(tmp_path / "case/rs.dcm", {"GTV": [SQUARE]})
    assert refusal(read_volume, tmp_path / "case") == "case holds no DICOM image"
    assert refusal(read_volume, tmp_path / "case/rs.dcm") == "rs.dcm holds no DICOM image"


def test_two_structure_sets_in_a_folder(two, refusal):
    write_rtstruct(two / "rs1.dcm", {"GTV": [SQUARE]})
    write_rtstruct(two / "rs2.dcm", {"GTV": [SQUARE]})
    said = refusal(read_pair, two, two, "GTV")
    assert said == "case holds 2 structure sets or segmentations; name one of them: rs1.dcm, rs2.dcm"


@pytest.mark.parametrize(("data", "said"), [(b"", "is empty"), (b"hello" * 99, "is not a DICOM file")])
def test_a_slice_that_is_no_dicom_file(tmp_path, refusal, data, said):
    folder = write_series(tmp_path / "ct", picture())
    (folder / "IM001.dcm").write_bytes(data)
    assert refusal(read_volume, folder) == f"IM001.dcm {said}"
    assert refusal(read_volume, folder / "IM001.dcm") == f"IM001.dcm {said}"


def test_a_slice_that_is_cut_short_anywhere(tmp_path, refusal):
    folder = write_series(tmp_path / "ct", picture()[:3])
    path = folder / "IM002.dcm"
    whole = path.read_bytes()
    for length in [*range(1, len(whole) - 960, 37), len(whole) - 959, len(whole) - 1]:
        path.write_bytes(whole[:length])
        assert refusal(read_volume, folder)


def test_bytes_that_are_changed_anywhere_never_crash(tmp_path):
    import numpy as np

    from radaudit.core.errors import JobFailed

    folder = write_series(tmp_path / "ct", picture()[:1])
    path = next(folder.iterdir())
    whole, random = path.read_bytes(), np.random.default_rng(5)
    said = []
    for _ in range(250):
        spoilt = bytearray(whole)
        for at in random.integers(132, len(whole) - 960, 4):
            spoilt[at] = random.integers(256)
        path.write_bytes(bytes(spoilt))
        try:
            read_volume(folder)
        except JobFailed as fault:
            said.append(str(fault))
    assert len(said) > 20
    assert str(tmp_path) not in "".join(said)


def dicom(body, syntax=b"1.2.840.10008.1.2.1\0"):
    """A DICOM file with these bytes after its first group."""
    meta = struct.pack("<HH2sH", 2, 0x10, b"UI", len(syntax)) + syntax
    return b"\0" * 128 + b"DICM" + struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(meta)) + meta + body


def element(group, number, kind, value):
    return struct.pack("<HH2sHI", group, number, kind, 0, len(value)) + value


def hostile(tmp_path, refusal, body, **options):
    path = tmp_path / "ct" / "a.dcm"
    path.parent.mkdir(exist_ok=True)
    kind = struct.pack("<HH2sH", 8, 0x16, b"UI", 26) + b"1.2.840.10008.5.1.4.1.1.2\0"
    path.write_bytes(dicom(body if options else kind + body, **options))
    tracemalloc.start()
    said = refusal(read_volume, path.parent)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**27
    return said


def test_sequences_nested_deeply(tmp_path, refusal):
    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    nest = (struct.pack("<HH2sHI", 0x0008, 0x1115, b"SQ", 0, 0xFFFFFFFF) + item) * 20000
    assert hostile(tmp_path, refusal, nest) == "a.dcm can't be read: its sequences are nested too deeply"


def test_an_element_that_claims_four_gigabytes(tmp_path, refusal):
    claim = struct.pack("<HH2sHI", 0x0008, 0x0060, b"UT", 0, 0xFFFFFFF0) + b"CT"
    assert hostile(tmp_path, refusal, claim) == "a.dcm can't be read: the DICOM element Rows is missing"


def test_a_header_without_end(tmp_path, refusal, monkeypatch):
    monkeypatch.setattr(file, "MOST_READS", 5000)
    many = struct.pack("<HH2sH", 0x0009, 0x1001, b"LO", 0) * 6000
    assert hostile(tmp_path, refusal, many) == "a.dcm has a header that is too large to be one of an image"


def test_a_header_larger_than_an_image_has(tmp_path, refusal, monkeypatch):
    monkeypatch.setattr(file, "LARGEST_HEADER", 2**20)
    large = element(0x0008, 0x0070, b"UT", b"x" * 2**21)
    assert hostile(tmp_path, refusal, large) == "a.dcm has a header that is too large to be one of an image"


def test_a_deflated_file_is_not_inflated(tmp_path, refusal):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(bytes(2**28)) + packer.flush()
    said = hostile(tmp_path, refusal, bomb, syntax=b"1.2.840.10008.1.2.1.99")
    assert said == "a.dcm is stored deflated, which is not read; save it as Explicit VR Little Endian"


def test_a_huge_claimed_size(tmp_path, refusal):
    def claim(own, z):
        own.Rows = own.Columns = 65535
        own.NumberOfFrames = 2

    folder = write_series(tmp_path / "ct", picture()[:1], change=claim)
    assert "bytes of voxels; at most" in refusal(read_volume, folder)


def test_too_many_files(tmp_path, refusal, monkeypatch):
    monkeypatch.setattr(digest, "MOST_FILES", 5)
    folder = write_series(tmp_path / "ct", picture())
    assert refusal(read_volume, folder) == "ct holds more than 5 files; name a folder with one case"
    assert refusal(FolderRef.of, folder) == "ct holds more than 5 files; name a folder with one case"


def test_a_link_to_a_folder_is_not_followed(tmp_path, refusal):
    folder = write_series(tmp_path / "ct", picture())
    (folder / "round").symlink_to(folder)
    assert refusal(read_volume, folder) == "ct holds a link to a folder, round, which is not followed; copy it"


def test_a_folder_counts_by_the_contents_of_its_files(tmp_path):
    one, other = write_series(tmp_path / "one", picture()), write_series(tmp_path / "deeper/other", picture())
    (other / "IM001.dcm").rename(other / "another name")
    (other / ".DS_Store").write_bytes(b"x")
    assert digest.digest(FolderRef.of(one)) == digest.digest(FolderRef.of(other))
    assert (read_volume(one).voxels == read_volume(other).voxels).all()
    (other / "IM002.dcm").write_bytes((other / "IM003.dcm").read_bytes())
    assert FolderRef.of(one).sha256 != FolderRef.of(other).sha256
    assert digest.digest(FolderRef.of(one)) != digest.digest(FileRef(one, FolderRef.of(one).sha256))


def test_a_dicom_file_of_any_name(tmp_path):
    folder = write_series(tmp_path / "ct", picture()[:1])
    next(folder.iterdir()).rename(folder / "I0001")
    assert read_volume(folder / "I0001").size == (24, 20, 1)
    report = Dataset()
    report.SOPClassUID, report.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.88.11", generate_uid()
    write(report, folder / "SR0001")
    assert read_volume(folder).size == (24, 20, 1)
