"""What a survey holds of each single study: its entry, its scores, its items, its checks.

Nothing in it is about one patient or case: of findings it holds codes, not sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from radaudit.core.agreement import Agreement
from radaudit.core.finding import Outcome, Severity
from radaudit.core.report import Basis

Stage = Literal["included", "duplicate", "not retrieved", "excluded"]


@dataclass(frozen=True)
class Entry:
    """One study that was found, or one report of a study that is elsewhere.

    Attributes
    ----------
    name
        Its path in the surveyed folder.
    stage
        How far it came in the flow of PRISMA 2020.
    origin
        "audited" just now, or the "report" of an earlier audit; empty where there was neither.
    why
        Why it is not included, as a flow diagram says it: equal reasons are counted together.
    told
        The same in full, with the place where it can be mended.
    level, sentence, counts, failures
        Of the report's verdict.
    fails
        Whether it fails the survey's gate.
    version
        Of the radaudit that made the report.
    link
        Where its report is, relative to the survey's own folder; empty if none was written.
    """

    name: str
    stage: Stage
    origin: Literal["audited", "report", ""] = ""
    why: str = ""
    told: str = ""
    title: str = ""
    doi: str = ""
    level: str = ""
    sentence: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)
    fails: bool = False
    version: str = ""
    link: str = ""


@dataclass(frozen=True)
class StudyScore:
    """A checklist's score of one study; the fields are those of `radaudit.core.report.Score`.

    Attributes
    ----------
    checklist
        Its id, with "(lenient)" after it if it was read so.
    agreement
        How far a second rater agrees; None if there is none.
    """

    study: str
    checklist: str
    title: str
    reference: str
    unit: str
    claimed: float | None
    supported: float
    not_contradicted: float | None
    lowest: float
    highest: float
    minimum: float
    maximum: float
    percent: float
    claimed_percent: float | None
    band: str = ""
    claimed_band: str = ""
    caution: str = ""
    agreement: Agreement | None = None


@dataclass(frozen=True)
class StudyItem:
    """One item of a checklist in one study.

    Attributes
    ----------
    claimed, supported
        Points; None where nothing is claimed, or where it is open what is supported.
    least, most
        That the instrument gives for it.
    reason
        What the points rest on, in words of ours.
    evidence
        The checks that spoke, each with its outcome and the codes of its findings.
    pointer
        Where the authors say it is written.
    """

    study: str
    checklist: str
    item: str
    label: str
    domain: str
    applies: bool
    essential: bool
    claimed: float | None
    supported: float | None
    lowest: float
    highest: float
    least: float
    most: float
    basis: Basis
    reason: str = ""
    evidence: tuple[str, ...] = ()
    pointer: str = ""

    @property
    def points(self) -> float:
        """Supported points; what is open counts its worst, as in the score."""
        return self.least if self.supported is None else self.supported


@dataclass(frozen=True)
class StudyCheck:
    """What one check answered of one study.

    Attributes
    ----------
    codes
        Of the findings that decided.
    """

    study: str
    check: str
    title: str
    outcome: Outcome
    severity: Severity
    waived: bool = False
    codes: tuple[str, ...] = ()
