"""What the study's process writes down: one JSON object a line, with sets of rows named once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

MOST_EVENTS = 100_000
MOST_BYTES = 2**25
BITS = 32
"""A row's number is its table's, shifted by so many bits, and its position in the table."""


def ranges(rows: np.ndarray) -> list[list[int]]:
    """Sorted, distinct numbers as first and last of each run."""
    if not len(rows):
        return []
    ends = np.flatnonzero(np.diff(rows) != 1)
    first, last = np.r_[rows[0], rows[ends + 1]], np.r_[rows[ends], rows[-1]]
    return [[int(a), int(b)] for a, b in zip(first, last, strict=True)]


class Book:
    """An open ledger.

    Attributes
    ----------
    complete
        False once it was too long to be kept whole.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.file = path.open("w", encoding="utf-8")
        self.root = root
        self.events = self.bytes = 0
        self.complete = True
        self._rows: dict[bytes, int] = {}
        self._files: list[str] = []

    def file_number(self, path: str) -> int:
        """A file of the study's code, by number."""
        if path not in self._files:
            self._files.append(path)
            self.write(event="file", id=len(self._files) - 1, path=path)
        return self._files.index(path)

    def rows(self, rows: np.ndarray) -> int:
        """The number of a set of rows; negative rows, of which nothing is known, are left out."""
        own = np.unique(rows[rows >= 0])
        key = own.tobytes()
        if key not in self._rows:
            self._rows[key] = len(self._rows)
            tables = own >> BITS
            parts = [
                [int(table), ranges(own[tables == table] - (int(table) << BITS))]
                for table in np.unique(tables).tolist()
            ]
            self.write(event="rows", id=self._rows[key], parts=parts)
        return self._rows[key]

    def write(self, **event: object) -> None:
        """One line, unless the ledger is full."""
        line = json.dumps(event, separators=(",", ":")) + "\n"
        if self.events >= MOST_EVENTS or self.bytes + len(line) > MOST_BYTES:
            self.complete = False
            return
        self.events += 1
        self.bytes += len(line)
        self.file.write(line)

    def close(self, **said: object) -> None:
        """The last line says that nothing is missing; it is written even where the ledger is full."""
        line = {"event": "end", "complete": self.complete, "events": self.events, **said}
        self.file.write(json.dumps(line, separators=(",", ":")) + "\n")
        self.file.close()


def at(site: int) -> Sequence[int]:
    """File and line of a place in the code."""
    return [site >> 20, site & 0xFFFFF]
