"""Steps, by number: what was fitted, tested or scored, where, and on which rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from radaudit.models.ledger.book import Book, at
from radaudit.models.ledger.tracked import NOTHING

MOST_MARKS = 50_000


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    kind
        A kind of `codebase.kinds`, or "fit" (a model), "score", "tuning", "threshold", "early-stopping".
    site
        File and line, as one number.
    what
        The name of what was called.
    rows
        The number of the set of rows, in the ledger.
    seen
        The rows themselves, sorted.
    exact
        Whether the rows were followed exactly.
    """

    kind: str
    site: int
    what: str
    rows: int
    seen: np.ndarray
    exact: bool


class Marks:
    """Steps by number. A mark is twice the number, plus one where the way it came is not sure.

    Attributes
    ----------
    through
        The line that called the study's function in which we are.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.steps: list[Step] = []
        self.through = 0
        self._numbers: dict[tuple, int] = {}

    def make(
        self, kind: str, site: int, what: str, rows: np.ndarray | None, exact: bool, number: int = 0
    ) -> frozenset[int]:
        """The mark of a step; none where its rows are not known. Steps that are alike are one, but for ``number``."""
        if rows is None or len(self.steps) >= MOST_MARKS:
            self.book.complete &= rows is None or kind == "score" or len(self.steps) < MOST_MARKS
            return NOTHING
        key = (kind, site, what, self.book.rows(rows), exact, number, self.through)
        if key not in self._numbers:
            self._numbers[key] = len(self.steps)
            self.steps.append(Step(kind, site, what, key[3], np.unique(rows[rows >= 0]), exact))
            said = {"kind": kind, "at": at(site), "what": what, "rows": key[3], "exact": exact}
            self.book.write(event="step", id=len(self.steps) - 1, **said, through=at(self.through))
        return frozenset([self._numbers[key] * 2])

    def of(self, marks: frozenset[int], *kinds: str) -> frozenset[int]:
        """Those of these kinds."""
        return frozenset(mark for mark in marks if self.steps[mark >> 1].kind in kinds)

    def without(self, marks: frozenset[int], *kinds: str) -> frozenset[int]:
        return frozenset(mark for mark in marks if self.steps[mark >> 1].kind not in kinds)

    def turned(self, marks: frozenset[int], kind: str, which: Callable[[Step], bool]) -> frozenset[int]:
        """The same steps seen as another kind, for those that ``which`` names; the others as they are."""
        made: set[int] = set()
        for mark in marks:
            step = self.steps[mark >> 1]
            if which(step):
                twin = self.make(kind, step.site, step.what, step.seen, step.exact)
                made |= {own | (mark & 1) for own in twin}
            else:
                made.add(mark)
        return frozenset(made)


def unsure(marks: frozenset[int]) -> frozenset[int]:
    return frozenset(mark | 1 for mark in marks)
