"""Zip files of strangers: bombs, two archives in one file, two files of one name."""

import io
import struct
import zipfile

import pytest

from radaudit.deep.zip_file import DAMAGE, is_within_bounds, rewritten


def packed(*members, way=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", way) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def two_in_one(shown, hidden):
    """A file in which a reader who goes by the directory's place sees one archive, and who goes by its offset another.

    Both need directories of one length.
    """

    def parts(content):
        end = content.rfind(b"PK\x05\x06")
        start = struct.unpack("<I", content[end + 16 : end + 20])[0]
        return content[:start], content[start:end], content[end:]

    (body, directory, end), (inner, secret, _) = parts(shown), parts(hidden)
    filled = body + bytes(len(inner) - len(body))
    return inner + secret + filled + directory + end[:16] + struct.pack("<I", len(inner)) + end[20:]


def names_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {own: archive.read(own) for own in archive.namelist()}


def test_what_is_unpacked_is_bounded_before_it_is():
    bomb = packed(("n/data.pkl", bytes(10**6)), way=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 2000
    assert is_within_bounds(bomb)
    assert not is_within_bounds(bomb, 10**5)
    assert not is_within_bounds(b"PK\x03\x04 damaged")
    assert is_within_bounds(b"no zip file")


def test_one_of_two_archives_is_left():
    content = two_in_one(packed(("n/code.py", b"safe")), packed(("n/code.py", b"harmful")))
    assert content.startswith(packed(("n/code.py", b"harmful"))[:40])
    made = rewritten(content)
    assert names_in(made) == {"n/code.py": b"safe"}
    assert b"harmful" not in made


def test_members_can_be_left_out():
    content = packed(("n/code.py", b"x"), ("n/extra/image", b"y"), ("n/traced_inputs/0", b"z"))
    assert list(names_in(rewritten(content, ("traced_inputs", "extra/")))) == ["n/code.py"]


@pytest.mark.parametrize("second", ["n/code.py", "m/code.py"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_or_folder_are_refused(second):
    with pytest.raises(DAMAGE, match="two files of one name, or more than one folder"):
        rewritten(packed(("n/code.py", b"x"), (second, b"y")))
