"""Many studies side by side: frozen, plain, the only thing that a renderer of a survey sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radaudit.core.finding import Severity
from radaudit.core.surveyed import Entry, StudyCheck, StudyItem, StudyScore


@dataclass(frozen=True)
class Spread:
    """A figure over the studies.

    Attributes
    ----------
    lower, upper
        Quartiles, by linear interpolation.
    deviation
        Standard deviation of the sample; None of a single study.
    """

    count: int
    median: float
    lower: float
    upper: float
    least: float
    most: float
    mean: float
    deviation: float | None


@dataclass(frozen=True)
class ItemSummary:
    """One item over the studies.

    Attributes
    ----------
    applies
        In how many studies it counts.
    claimed, supported
        In how many of them more than zero points are claimed, or supported.
    contradicted, declared
        In how many of them evidence speaks against the claim; in how many points rest on the authors' word.
    mean, ideal
        Supported points on the average, and the most that there can be.
    """

    item: str
    label: str
    domain: str
    essential: bool
    applies: int
    claimed: int
    supported: int
    contradicted: int
    declared: int
    mean: float | None
    ideal: float | None

    @property
    def percent_of_ideal(self) -> float | None:
        return max(0.0, self.mean) / self.ideal * 100 if self.ideal else None


@dataclass(frozen=True)
class DomainSummary:
    """One part of an instrument, or all of it, over the studies.

    Attributes
    ----------
    items
        How many it has.
    claimed, supported
        Points a study; claimed over the studies that claim something.
    percent, claimed_percent
        Of the most that the study can have, with 0 as the floor.
    ideal
        Mean of that most.
    met, asked
        Items with more than zero supported points over all studies, of those that apply: basic adherence.
    """

    domain: str
    items: int
    claimed: Spread | None
    supported: Spread
    percent: Spread | None
    claimed_percent: Spread | None
    ideal: float
    met: int
    asked: int

    @property
    def percent_of_ideal(self) -> float | None:
        """The mean over the ideal, with 0 as its floor, as reviews print it."""
        return max(0.0, self.supported.mean) / self.ideal * 100 if self.ideal > 0 else None


@dataclass(frozen=True)
class RaterSummary:
    """Two raters over the studies that both of them rated.

    Attributes
    ----------
    compared, agreed
        Items that both answered, and those of them that they answer alike.
    kappa
        Cohen's kappa, a figure for each study where it says something.
    totals, low, high
        ICC(2,1) of their totals with its interval; None with fewer than two studies, or where all totals are one.
    """

    studies: int
    compared: int
    agreed: int
    kappa: Spread | None
    totals: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class InstrumentSummary:
    """One checklist over the studies that answer it.

    Attributes
    ----------
    whole
        All of it, by its own scores.
    bands
        For each of its bands how many studies claim it, and how many the evidence puts there.
    raters
        How far second raters agree; None where no study has one.
    """

    checklist: str
    title: str
    reference: str
    unit: str
    caution: str
    studies: int
    whole: DomainSummary
    domains: tuple[DomainSummary, ...]
    items: tuple[ItemSummary, ...]
    bands: Mapping[str, tuple[int, int]]
    raters: RaterSummary | None = None


@dataclass(frozen=True)
class CheckSummary:
    """One check over the studies: how many of each outcome; waived failures are failures."""

    check: str
    title: str
    severity: Severity
    outcomes: Mapping[str, int]


@dataclass(frozen=True)
class Flow:
    """Counts for the flow diagram of PRISMA 2020 (doi:10.1136/bmj.n71), from this folder on.

    Attributes
    ----------
    folders, reports
        Studies found as folders, and reports of studies that are elsewhere.
    not_retrieved, excluded
        How many for each reason.
    """

    folders: int
    reports: int
    duplicates: int
    sought: int
    not_retrieved: Mapping[str, int]
    assessed: int
    excluded: Mapping[str, int]
    included: int


@dataclass(frozen=True)
class Survey:
    """Many studies, audited alike or read from their reports.

    Attributes
    ----------
    folder
        The name of what was surveyed.
    remarks
        What a reader must know before comparing: reports made in different ways, and the like.
    exit_code
        0; 1 if a study fails the gate that was asked for; 3 if one could not be read, or its audit is incomplete.
    """

    folder: str
    radaudit: str
    command: str
    entries: tuple[Entry, ...]
    flow: Flow
    instruments: tuple[InstrumentSummary, ...]
    failing: tuple[CheckSummary, ...]
    scores: tuple[StudyScore, ...]
    items: tuple[StudyItem, ...]
    checks: tuple[StudyCheck, ...]
    remarks: tuple[str, ...] = ()
    exit_code: int = 0

    @property
    def included(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.stage == "included")
