"""The ledger as the auditor reads it: the study's process wrote it, so nothing in it is believed to be well formed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.codebase.vocabulary import words
from radaudit.models.ledger.book import MOST_BYTES, MOST_EVENTS
from radaudit.models.ledger.fields import BrokenLedger, Fields, Line

MOST_ROWS = 20_000_000
"""Of all sets together."""
KINDS = words(
    "scaling imputation selection filtering correlation statistic decomposition harmonisation "
    "harmonisation-with-outcome oversampling encoding fit score tuning threshold early-stopping"
)


@dataclass(frozen=True)
class Table:
    """A table that was read (``file``, relative to the study's folder) or made."""

    place: Line
    file: str
    rows: int


@dataclass(frozen=True)
class Step:
    """Something learnt from rows.

    Attributes
    ----------
    rows
        The number of the set.
    exact
        Whether these were followed exactly.
    through
        The line that called the function in which it stands; None outside of functions.
    """

    kind: str
    place: Line
    what: str
    rows: int
    exact: bool
    through: Line | None = None


@dataclass(frozen=True)
class Split:
    """Rows were parted."""

    place: Line
    what: str
    train: int
    test: int


@dataclass(frozen=True)
class Evaluation:
    """Rows were predicted or scored.

    Attributes
    ----------
    marks
        Numbers of the steps it depends on, and whether the way from each was followed without doubt.
    folds
        Whether models were fitted fold by fold in this one call.
    score
        Number of the step that is its score; -1 if there is none.
    order
        When, as a running number.
    """

    place: Line
    what: str
    rows: int
    exact: bool
    marks: Mapping[int, bool]
    folds: bool
    score: int
    order: int


@dataclass(frozen=True)
class Choice:
    """The highest or lowest of several scores was taken."""

    place: Line
    lowest: bool
    scores: tuple[int, ...]
    order: int


@dataclass(frozen=True)
class Search:
    """The best score of a search was read."""

    place: Line
    step: int


@dataclass
class Ledger:
    """What was recorded.

    Attributes
    ----------
    sets
        Sets of rows: sorted numbers, a table's shifted by `book.BITS` and the position in it.
    complete
        Whether nothing had to be left out.
    unplaced
        Evaluations of rows that could not be followed.
    counted
        Rows of all sets together.
    """

    files: list[str] = field(default_factory=list)
    tables: dict[int, Table] = field(default_factory=dict)
    sets: list[np.ndarray] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    complete: bool = True
    unplaced: int = 0
    counted: int = 0

    def with_rows(self, names: np.ndarray, cases: np.ndarray) -> Ledger:
        """The same with rows called otherwise; those that are not among ``names``, sorted, are set apart."""
        return replace(self, sets=[_renamed(rows, names, cases) for rows in self.sets])


APART = 1 << 60


def _renamed(rows: np.ndarray, names: np.ndarray, cases: np.ndarray) -> np.ndarray:
    if not len(names):
        return rows + APART
    at = np.minimum(np.searchsorted(names, rows), len(names) - 1)
    return np.unique(np.where(names[at] == rows, cases[at], rows + APART))


def read_ledger(content: bytes) -> Ledger:
    """Read what the study's process wrote.

    Raises
    ------
    BrokenLedger
        If it is too long, cut off, or anything in it is not as it should be.
    """
    if len(content) > MOST_BYTES + 4096:
        raise BrokenLedger("the record is longer than radaudit writes it")
    ledger, ended = Ledger(), False
    for order, line in enumerate(content.split(b"\n")[:-1]):
        if ended or order > MOST_EVENTS:
            raise BrokenLedger("the record goes on after its end")
        ended = _entry(ledger, Fields(line, order))
    if not ended:
        raise BrokenLedger("the record has no end: the script ended before its time, or stopped the recording")
    return ledger


def _entry(ledger: Ledger, own: Fields) -> bool:
    """Add one line; True if it is the last."""
    event = own.said.get("event")
    if event == "end":
        ledger.complete, ledger.unplaced = own.flag("complete"), own.number("unplaced", 2**31)
        return True
    if not isinstance(event, str) or event not in _READERS:
        raise own.wrong("event")
    _READERS[event](ledger, own)
    return False


def _file(ledger: Ledger, own: Fields) -> None:
    path = own.text("path")
    if path.startswith("/") or ".." in path.split("/"):
        raise own.wrong("path")
    ledger.files.append(path)


def _table(ledger: Ledger, own: Fields) -> None:
    ledger.tables[own.number("id", 2**20)] = Table(own.place(ledger.files), own.text("file"), own.number("rows", 2**31))


def _rows(ledger: Ledger, own: Fields) -> None:
    rows = own.rows(MOST_ROWS - ledger.counted)
    ledger.counted += len(rows)
    ledger.sets.append(rows)


def _step(ledger: Ledger, own: Fields) -> None:
    kind = own.text("kind")
    if kind not in KINDS:
        raise own.wrong("kind")
    rows = own.number("rows", len(ledger.sets))
    through = own.place(ledger.files, "through")
    ledger.steps.append(
        Step(
            kind,
            own.place(ledger.files),
            own.text("what"),
            rows,
            own.flag("exact"),
            through if through.line else None,
        )
    )


def _split(ledger: Ledger, own: Fields) -> None:
    sides = (own.number(side, len(ledger.sets)) for side in ("train", "test"))
    ledger.splits.append(Split(own.place(ledger.files), own.text("what"), *sides))


def _evaluation(ledger: Ledger, own: Fields) -> None:
    ledger.evaluations.append(
        Evaluation(
            own.place(ledger.files),
            own.text("what"),
            own.number("rows", len(ledger.sets)),
            own.flag("exact"),
            own.marks(len(ledger.steps)),
            own.flag("folds"),
            own.number("score", len(ledger.steps), least=-1),
            own.order,
        )
    )


def _choice(ledger: Ledger, own: Fields) -> None:
    scores = own.numbers("scores", len(ledger.steps))
    ledger.choices.append(Choice(own.place(ledger.files), own.text("how") == "lowest", scores, own.order))


def _search(ledger: Ledger, own: Fields) -> None:
    ledger.searches.append(Search(own.place(ledger.files), own.number("step", len(ledger.steps))))


_READERS: dict[str, Callable[[Ledger, Fields], None]] = {
    "file": _file,
    "table": _table,
    "rows": _rows,
    "step": _step,
    "split": _split,
    "evaluation": _evaluation,
    "choice": _choice,
    "search": _search,
}
