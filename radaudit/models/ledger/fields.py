"""One line of a ledger; each field is asked for with its kind and bounds, as a stranger may have written it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from radaudit.models.ledger.book import BITS

LONGEST = 300


class BrokenLedger(ValueError):
    """The ledger can't be used; the message says why, without a full stop."""


@dataclass(frozen=True, order=True)
class Line:
    """A line of the study's code."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Fields:
    """One line; each field is asked for with its kind and bounds."""

    def __init__(self, line: bytes, order: int) -> None:
        self.order = order
        try:
            self.said = json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise BrokenLedger(f"line {order + 1} of the record is no JSON") from fault
        if not isinstance(self.said, dict):
            raise self.wrong("object")

    def wrong(self, name: str) -> BrokenLedger:
        return BrokenLedger(f"line {self.order + 1} of the record: {name} is not as radaudit writes it")

    def number(self, name: str, below: int, least: int = 0) -> int:
        return self._whole(name, self.said.get(name), below, least)

    def _whole(self, name: str, value: object, below: int, least: int = 0) -> int:
        if type(value) is not int or not least <= value < below:
            raise self.wrong(name)
        return value

    def numbers(self, name: str, below: int) -> tuple[int, ...]:
        return tuple(self._whole(name, value, below) for value in self.list(name, self.said.get(name)))

    def text(self, name: str) -> str:
        value = self.said.get(name)
        if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
            raise self.wrong(name)
        return value

    def flag(self, name: str, value: object = None) -> bool:
        value = self.said.get(name) if value is None else value
        if not isinstance(value, bool):
            raise self.wrong(name)
        return value

    def list(self, name: str, value: object) -> list[Any]:
        if not isinstance(value, list):
            raise self.wrong(name)
        return value

    def place(self, files: list[str], name: str = "at") -> Line:
        at = self.numbers(name, 2**20)
        if len(at) != 2 or at[0] >= len(files):
            raise self.wrong(name)
        return Line(files[at[0]], at[1])

    def marks(self, below: int) -> dict[int, bool]:
        found: dict[int, bool] = {}
        for pair in self.list("marks", self.said.get("marks")):
            if not isinstance(pair, list) or len(pair) != 2:
                raise self.wrong("marks")
            found[self._whole("marks", pair[0], below)] = self.flag("marks", pair[1])
        return found

    def rows(self, left: int) -> np.ndarray:
        parts = [own for part in self.list("parts", self.said.get("parts")) for own in self._part(part, left)]
        rows = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
        if len(rows) > left or (np.diff(rows) <= 0).any():
            raise self.wrong("parts")
        return rows

    def _part(self, part: object, left: int) -> Iterator[np.ndarray]:
        table, runs = self.list("parts", part) if isinstance(part, list) and len(part) == 2 else (None, None)
        start = self._whole("parts", table, 2**20) << BITS
        for run in self.list("parts", runs):
            first, last = self.list("parts", run) if isinstance(run, list) and len(run) == 2 else (None, None)
            first, last = self._whole("parts", first, 2**31), self._whole("parts", last, 2**31)
            if not 0 <= last - first < left:
                raise self.wrong("parts")
            yield start + np.arange(first, last + 1, dtype=np.int64)
