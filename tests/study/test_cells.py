import gzip

import numpy as np
import pytest

from radaudit.study.cells import Altered, Dealt, Written, altered
from radaudit.study.table import read_table

PLAIN = "case,label,f\na,1,0.50\nb,0,1e-3\n\nc,1,007\n"
FLIPPED = Dealt(np.array([0, 1]), np.array([1]), np.array([[1], [0]]))


def change(text, *changes, separator=",", path="t.csv"):
    raw = text if isinstance(text, bytes) else text.encode()
    return altered(raw, Altered(path, separator, changes))


@pytest.mark.parametrize(
    ("text", "separator", "wanted"),
    [
        (PLAIN, ",", "case,label,f\na,0,0.50\nb,1,1e-3\n\nc,1,007\n"),
        ("case;label\r\n a ;1\r\nb;\"0\"", ";", "case;label\r\n a ;\"0\"\r\nb;1"),  # quotes go with the cell
        ('c,l,"a\nb"\n"x,y",1,"q""q"\nz,0,"two\nlines"\n', ",", 'c,l,"a\nb"\n"x,y",0,"q""q"\nz,1,"two\nlines"\n'),
        ("c\tl\nä\t1\nb\t\n", "\t", "c\tl\nä\t\nb\t1\n"),
        ("c,l\rx,1\ry,0\r", ",", "c,l\rx,0\ry,1\r"),
        ("c,l,n\nx,1,lone\rreturn\ny,0,\n", ",", "c,l,n\nx,0,lone\rreturn\ny,1,\n"),
    ],
)  # fmt: skip
def test_cells_change_places_and_every_other_byte_stays(text, separator, wanted, tmp_path):
    assert change(text, FLIPPED, separator=separator).decode() == wanted
    (tmp_path / "t.csv").write_bytes(wanted.encode())
    assert len(read_table(tmp_path / "t.csv", "t.csv").rows) >= 2


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_stay(encoding):
    text = "fälle,label\nä,1\nb,0\n"
    changed = change(text.encode(encoding), FLIPPED)
    assert changed == "fälle,label\nä,0\nb,1\n".encode(encoding)
    assert change(text.encode(encoding)) == text.encode(encoding)


def test_a_packed_table_stays_packed():
    changed = change(gzip.compress(PLAIN.encode()), FLIPPED, path="t.csv.gz")
    assert gzip.decompress(changed) == change(PLAIN, FLIPPED)


def test_changes_are_made_one_after_the_other():
    rows = np.array([0, 1, 2])
    both = Dealt(rows, np.array([1, 2]), np.array([[1, 2], [2, 0], [0, 1]]))
    written = Written(2, np.array([2]), ("9.5",))
    assert change(PLAIN, both, written, FLIPPED).decode() == "case,label,f\na,1,007\nb,0,0.50\n\nc,1,9.5\n"


def test_a_cell_that_is_not_there():
    for wrong in (Written(3, np.array([1]), ("1",)), Dealt(np.array([0]), np.array([7]), np.array([[0]]))):
        with pytest.raises(ValueError, match="doesn't have"):
            change(PLAIN, wrong)
