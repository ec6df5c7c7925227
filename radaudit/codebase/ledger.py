"""What happened on the way through the code: splits, evaluations, choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from radaudit.codebase.rows import Part, Rows
from radaudit.codebase.source import Place
from radaudit.codebase.values import Mark


@dataclass(frozen=True)
class Split:
    """Rows are parted.

    Attributes
    ----------
    site
        What its parts are called.
    grouped
        Whether rows of a patient are kept together.
    ordered
        Whether it cuts the table as it stands, without shuffling or stratifying.
    one_per_patient, by_outcome
        What is known of the table: one row a patient; sorted by the outcome.
    variants
        Where changed copies of its cases were made; None if there are none.
    """

    place: Place
    site: tuple
    method: str
    grouped: bool
    ordered: bool
    one_per_patient: bool
    by_outcome: bool
    variants: Place | None = None


@dataclass(frozen=True)
class Evaluation:
    """A figure of performance is computed, or a prediction made for rows.

    Attributes
    ----------
    order
        When, as a running number.
    rows
        The rows that are evaluated.
    marks
        What the prediction depends on.
    folds
        Whether the rows are the left-out folds of a cross-validation by one call.
    """

    order: int
    place: Place
    rows: Rows
    marks: frozenset[Mark]
    folds: bool = False


@dataclass(frozen=True)
class Choice:
    """The best of several scores is taken.

    Attributes
    ----------
    kind
        "tuning", "stopping", "seed-picking", "cut" or "search".
    rows
        The rows that were scored.
    text
        What the best of is taken, as it is written; where the lowest of it is taken as well, it is a range.
    reported
        Where the best score of a search is read.
    """

    order: int
    place: Place
    rows: Rows
    kind: str
    text: str = ""
    reported: Place | None = None


@dataclass(frozen=True)
class Upon:
    """A step is fitted on what an earlier step made.

    Attributes
    ----------
    kind, place
        The later step.
    earlier, made
        The earlier one, and where it was fitted.
    """

    kind: str
    place: Place
    earlier: str
    made: Place


@dataclass
class Ledger:
    """Everything of interest, in the order in which it was met.

    `nested`: a search was itself run within the folds of an outer loop. `upon`: steps that build on others, each pair
    of lines once.
    """

    splits: dict[tuple, Split] = field(default_factory=dict)
    evaluations: list[Evaluation] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    notes: set[tuple[str, str, str]] = field(default_factory=set)
    upon: dict[Upon, None] = field(default_factory=dict)
    nested: bool = False
    order: int = 0

    def next(self) -> int:
        self.order += 1
        return self.order

    def split(self, split: Split) -> None:
        self.splits.setdefault(split.site, split)

    def evaluated(self, place: Place, rows: Rows, marks: frozenset[Mark], folds: bool = False) -> None:
        if rows:
            self.evaluations.append(Evaluation(self.next(), place, rows, marks, folds))

    def chosen(self, place: Place, rows: Rows, kind: str, text: str = "", reported: Place | None = None) -> None:
        self.choices.append(Choice(self.next(), place, rows, kind, text, reported))

    def fitted_upon(self, kind: str, place: Place, marks: Iterable[Mark]) -> None:
        """A step is fitted on values that carry these marks."""
        for mark in marks:
            self.upon.setdefault(Upon(kind, place, mark.kind, mark.place))

    def sides(self) -> set[Part]:
        """Every side of a split that was evaluated."""
        return {part for own in self.evaluations for atom in own.rows for part in atom.parts}
