"""What the study writes in the end is an evaluation too: whoever reads the file scores it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from radaudit.models.ledger import scoring

if TYPE_CHECKING:
    from radaudit.models.ledger.watching import Watch

LARGEST = 2**24
MOST_DIGITS = 12


def note_written(watch: Watch, path: Path) -> None:
    """Find the columns of a file among the vectors that the study made, and note them as evaluated.

    A vector is the one that was written if it has as many entries and all of them agree to the digits that are printed;
    of several the last is taken.
    """
    if not path.is_file() or path.stat().st_size > LARGEST:
        return
    for values, digits in _columns(path):
        for vector, info, site in reversed(watch.vectors):
            own = _floats(vector)
            if own is not None and len(own) == len(values) and _equal(own, values, digits):
                scoring.evaluated(watch, site, "written", (info.rows, info.exact), info.all_marks)
                break


def _columns(path: Path) -> Iterator[tuple[np.ndarray, int]]:
    """Columns of fractions, with the number of digits behind the point."""
    with path.open(newline="", encoding="utf-8", errors="replace") as stream:
        head = stream.read(4096)
        stream.seek(0)
        separator = max(",;\t", key=head.count)
        rows = list(csv.reader(stream, delimiter=separator))[1:]
    for column in zip(*(row for row in rows if row), strict=False):
        try:
            values = np.array([float(text) for text in column])
        except ValueError:
            continue
        digits = max(len(text.partition(".")[2]) for text in column)
        if digits and len(np.unique(values)) > 2:
            yield values, min(digits, MOST_DIGITS)


def _floats(vector: object) -> np.ndarray | None:
    try:
        return np.asarray(vector, dtype=float)
    except (TypeError, ValueError):
        return None


def _equal(own: np.ndarray, values: np.ndarray, digits: int) -> bool:
    return bool((np.abs(own - values) <= 0.51 * 10.0**-digits + 1e-9 * np.abs(values)).all())
