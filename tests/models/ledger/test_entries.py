import json

import numpy as np
import pytest

from radaudit.models.ledger.book import BITS, MOST_BYTES, Book, ranges
from radaudit.models.ledger.entries import APART, read_ledger
from radaudit.models.ledger.fields import BrokenLedger
from tests.made_ledger import evaluation, rows, split, step, written

GOOD = (rows((0, 3)), rows((4, 5)), step("scaling", 3, 0), split(4, 0, 1), evaluation(5, 1, 0))


def test_a_ledger_is_read():
    own = read_ledger(written(*GOOD))
    assert [rows.tolist() for rows in own.sets] == [[0, 1, 2, 3], [4, 5]]
    assert (own.steps[0].kind, str(own.steps[0].place), own.steps[0].through) == ("scaling", "code.py:3", None)
    assert (own.splits[0].test, own.evaluations[0].marks, own.complete) == (1, {0: True}, True)


def test_what_the_book_writes_is_read_back(tmp_path):
    book = Book(tmp_path / "l", tmp_path)
    assert book.file_number("a.py") == 0
    wanted = np.array([7, 1, 2, 3, 3, -1, 9]) + (1 << BITS)
    wanted[-2] = -1
    assert book.rows(wanted) == book.rows(wanted[::-1]) == 0
    book.close(unplaced=2, tables=2)
    own = read_ledger((tmp_path / "l").read_bytes())
    assert (own.sets[0] - (1 << BITS)).tolist() == [1, 2, 3, 7, 9]
    assert own.unplaced == 2


def test_a_book_that_is_full_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("radaudit.models.ledger.book.MOST_EVENTS", 1)
    book = Book(tmp_path / "l", tmp_path)
    book.file_number("a.py")
    book.file_number("b.py")
    book.close(unplaced=0, tables=0)
    own = read_ledger((tmp_path / "l").read_bytes())
    assert (own.files, own.complete) == (["a.py"], False)


@pytest.mark.parametrize(("values", "found"), [([], []), ([4], [[4, 4]]), ([1, 2, 3, 7], [[1, 3], [7, 7]])])
def test_ranges(values, found):
    assert ranges(np.array(values, dtype=np.int64)) == found


FORGED = {
    "no rows": evaluation(5, 7),
    "no step": evaluation(5, 1, 9),
    "a step that is no number": GOOD[4] | {"marks": [["0", True]]},
    "a word for a flag": GOOD[4] | {"folds": "yes"},
    "half a mark": GOOD[4] | {"marks": [[0]]},
    "another kind": step("forgery", 3, 0),
    "a list for a kind": GOOD[2] | {"kind": ["scaling"]},
    "another file": GOOD[2] | {"at": [3, 1]},
    "a line below nought": GOOD[2] | {"at": [0, -1]},
    "markup": GOOD[2] | {"what": "a\nb\x1b[2J"},
    "a long word": GOOD[2] | {"what": "x" * 400},
    "rows without end": rows((0, 2**31 - 1)),
    "rows backwards": rows((5, 2)),
    "rows out of order": rows((5, 6), (1, 2)),
    "a table beyond all": {"event": "rows", "id": 0, "parts": [[2**40, [[0, 1]]]]},
    "a truth for a number": {"event": "rows", "id": 0, "parts": [[True, [[0, 1]]]]},
    "a path out": {"event": "file", "id": 1, "path": "../secret.py"},
    "an unknown event": {"event": "exec", "code": "print()"},
    "an event that is none": {"event": {"a": 1}},
}


@pytest.mark.parametrize("event", FORGED.values(), ids=FORGED.keys())
def test_what_a_script_forges_is_refused(event):
    with pytest.raises(BrokenLedger, match="line 7 of the record"):
        read_ledger(written(*GOOD, event))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        written(*GOOD)[:-40],
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        written() + written(),
        b"x" * (MOST_BYTES + 5000),
        json.dumps([1]).encode() + b"\n",
    ],
    ids=["nothing", "cut off", "no text", "nested", "two ends", "too long", "a list"],
)
def test_what_is_broken_is_refused(content):
    with pytest.raises(BrokenLedger):
        read_ledger(content)


def test_rows_become_cases():
    own = read_ledger(written(*GOOD)).with_rows(np.array([1, 2, 4]), np.array([8, 8, 0]))
    assert own.sets[0].tolist() == [8, APART, APART + 3]
    assert own.sets[1].tolist() == [0, APART + 5]
