"""What a check answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from radaudit.core.plain import Scalar, scalar, text
from radaudit.core.plot import Plot


class Ranked(StrEnum):
    """Words in an order: the later in the class, the greater."""

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank < type(self)(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= type(self)(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > type(self)(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= type(self)(other).rank


class Outcome(Ranked):
    """How a question was answered. The worst of a check's findings is the check's own."""

    NOT_APPLICABLE = "not_applicable"
    PASS = "pass"
    UNKNOWN = "unknown"
    FAIL = "fail"
    ERROR = "error"


class Severity(Ranked):
    """How much a failure matters for what the study concludes."""

    NOTE = "note"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Tier(Ranked):
    """How sure a finding is: only tested and proved findings can fail a gate."""

    HEURISTIC = "heuristic"
    TESTED = "tested"
    PROVED = "proved"


@dataclass(frozen=True)
class Location:
    """A place in a file of the study.

    Attributes
    ----------
    path
        Relative to the study's folder.
    line
        Counted from 1; None for the whole file or a file without lines.
    pointer
        A place inside a structured file, such as ``claims/0/value`` in the manifest; its line is
        looked up once, when the report is made.
    """

    path: str
    line: int | None = None
    pointer: str = ""


@dataclass(frozen=True)
class Finding:
    """One answer, with its evidence.

    Attributes
    ----------
    outcome
        What was found.
    message
        One or two sentences for the reader.
    code
        A short name of the kind of finding, stable across releases.
    tier
        Proved (algebra, equality of bits), tested (a statistic with a null), or heuristic.
    where
        Places in the study's files.
    values
        The figures that decided, by name.
    rows
        The evidence table, one mapping a row; plain scalars.
    benign
        Innocent explanations of the same observation.
    plots
        Plain data of plots; the renderers draw them.
    severity
        Set where one finding of a check weighs less than the check as a whole.
    known
        Whether the auditor's baseline names it: it is shown, and doesn't fail the gate.
    """

    outcome: Outcome
    message: str
    code: str = ""
    tier: Tier = Tier.PROVED
    where: tuple[Location, ...] = ()
    values: Mapping[str, Scalar] = field(default_factory=dict)
    rows: tuple[Mapping[str, Scalar], ...] = ()
    benign: tuple[str, ...] = ()
    plots: tuple[Plot, ...] = ()
    severity: Severity | None = None
    known: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", text(self.message))
        object.__setattr__(self, "values", {name: scalar(value) for name, value in self.values.items()})
        rows = tuple({text(name): scalar(value) for name, value in row.items()} for row in self.rows)
        object.__setattr__(self, "rows", rows)

    def at(self, *places: Location) -> Finding:
        """The same finding with these places added."""
        return replace(self, where=self.where + places)


def passed(message: str, **details: object) -> Finding:
    """The title of the check is true. Details as in `Finding`; other keywords become values."""
    return _finding(Outcome.PASS, message, details)


def failed(message: str, code: str, **details: object) -> Finding:
    """The title of the check is false. Details as in `Finding`; other keywords become values."""
    return _finding(Outcome.FAIL, message, {"code": code, **details})


def unknown(message: str, **details: object) -> Finding:
    """It can't be told from what the study gives. Details as in `Finding`; others become values."""
    return _finding(Outcome.UNKNOWN, message, details)


def not_applicable(message: str, **details: object) -> Finding:
    """The question makes no sense here. Details as in `Finding`; other keywords become values."""
    return _finding(Outcome.NOT_APPLICABLE, message, details)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that decides.

    Raises
    ------
    ValueError
        If there is none: silence is an error, not a pass.
    """
    return max(outcomes, key=lambda outcome: outcome.rank)


_FIELDS = ("code", "tier", "where", "rows", "benign", "plots", "severity")


def _finding(outcome: Outcome, message: str, details: Mapping[str, object]) -> Finding:
    fields = {name: details[name] for name in _FIELDS if name in details}
    values = {name: value for name, value in details.items() if name not in _FIELDS}
    for name in ("where", "rows", "benign", "plots"):
        if name in fields:
            fields[name] = tuple(fields[name])
    return Finding(outcome, message, values=values, **fields)
