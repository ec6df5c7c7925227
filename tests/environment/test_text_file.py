"""Text in the encodings of editors and shells."""

import pytest

from radaudit.core.errors import DataError
from radaudit.environment.text_file import line_of, read_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_file_is_read_in_whatever_encoding(tmp_path, encoding):
    (tmp_path / "r.txt").write_bytes("numpy==1.0  # für später\r\n".encode(encoding))
    assert read_text(tmp_path, "r.txt") == "numpy==1.0  # für später\n"


def test_what_is_no_text_or_too_large_is_refused(tmp_path):
    (tmp_path / "r.txt").write_bytes(b"a\0b")
    (tmp_path / "large.txt").write_bytes(b"a" * (2**22 + 1))
    for name, words in (("r.txt", "no text"), ("large.txt", "larger than"), ("../r.txt", "leads out")):
        with pytest.raises(DataError, match=words):
            read_text(tmp_path, name)


def test_the_line_of_a_word():
    assert line_of("a\nb\na", "a", 2) == 3
    assert line_of("a", "b") is None
