"""The result of an audit: frozen, plain, the only thing a renderer sees.

Its JSON form (schema ``radaudit-report/1``) is a contract with gates and other tools: keys may be added,
none may change its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from radaudit.core.agreement import Agreement
from radaudit.core.finding import Finding, Outcome, Severity
from radaudit.core.picture import Picture
from radaudit.core.plain import readable_json

SCHEMA = "radaudit-report/1"


@dataclass(frozen=True)
class Result:
    """What one check answered.

    Attributes
    ----------
    check
        ``family/slug``.
    outcome
        The worst of its findings.
    severity
        Of the worst failing finding; of the check itself where nothing failed.
    title, rationale, remedy, references
        The check's own text; the title is true when the check passes.
    options
        With what options it ran, thresholds among them.
    seconds
        Wall time; differs from run to run.
    waived
        The auditor's reason for not letting it fail the gate; empty if not waived.
    """

    check: str
    outcome: Outcome
    severity: Severity
    title: str
    rationale: str
    remedy: str
    references: tuple[str, ...]
    findings: tuple[Finding, ...]
    options: Mapping[str, object] = field(default_factory=dict)
    seconds: float = 0.0
    waived: str = ""

    @property
    def family(self) -> str:
        return self.check.partition("/")[0]


Basis = Literal["supported", "declared", "contradicted", "unknown"]


@dataclass(frozen=True)
class Answer:
    """One item of a checklist, claimed beside supported.

    Attributes
    ----------
    item, label
        Number and our short words.
    claimed
        Points that the authors claim; None if they claim nothing.
    points
        Points that the evidence supports; None while that is open.
    lowest, highest
        What the item can still give, whatever turns out.
    basis
        What the points rest on: evidence, the authors' word with a pointer, nothing because
        evidence speaks against it, or nothing because nothing is known.
    evidence
        Sentences: what decided, or what to hand in to settle it.
    checks
        Names of the checks that spoke.
    pointer
        Where the authors say it is written.
    domain
        The part of the instrument that it belongs to.
    applies
        Whether it counts: False if a condition, the claimed level or the authors' "not applicable" takes it out.
    essential
        False: shown, but in no total.
    ends
        Least and most that the instrument gives for it.
    chosen
        Names of the claimed options, "na" for an item that is left out; empty where it is unanswered, no box is ticked,
        or points are claimed that several sets of boxes give.
    said
        What the authors claim, in words; empty if they left it out.
    statement
        What they state for it, in their words.
    """

    item: str
    label: str
    claimed: float | None
    points: float | None
    lowest: float
    highest: float
    basis: Basis
    evidence: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    pointer: str = ""
    domain: str = ""
    applies: bool = True
    essential: bool = True
    ends: tuple[float, float] = (0.0, 0.0)
    chosen: tuple[str, ...] = ()
    said: str = ""
    statement: str = ""


@dataclass(frozen=True)
class Gain:
    """One thing that would raise the supported score.

    Attributes
    ----------
    item, label
        Of the checklist.
    points
        By how much, in the unit of the score.
    effort
        From 1 (a pointer or a statement in the answers file) to 3 (work on the study itself).
    advice
        What to do, as a sentence.
    """

    item: str
    label: str
    points: float
    effort: int
    advice: str


@dataclass(frozen=True)
class Score:
    """A checklist's score three ways, and the range of what is open.

    Attributes
    ----------
    claimed
        Sum of what the authors claim; None if they claim nothing.
    supported
        Sum of what evidence, or the authors' word with a pointer, supports. An item that nothing
        supports counts its worst value.
    not_contradicted
        What the authors claim less what evidence contradicts; None if they claim nothing.
    lowest, highest
        Ends of the range that the open items leave.
    minimum, maximum
        Of the instrument.
    percent, claimed_percent
        By the instrument's own rule, of `supported` and of `claimed`.
    band, claimed_band
        What the instrument calls these percentages; empty if it has no names for them.
    evidenced, declared
        What the items give that rest on evidence, and those that rest on the authors' word with a pointer.
    unit
        Of all these numbers: points, items, or "%" where the instrument's score is a percentage.
    unanswered
        How many items that apply the authors left out.
    conditions
        What the instrument's conditions rest on; they hold no points.
    gains
        What would raise `supported`, the cheapest first.
    caution
        Why the instrument is not to be relied on yet; empty if it is.
    agreement
        How far a second rater agrees; None if there is none.
    """

    checklist: str
    title: str
    reference: str
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
    answers: tuple[Answer, ...] = ()
    claimed_band: str = ""
    evidenced: float = 0.0
    declared: float = 0.0
    unit: str = "points"
    unanswered: int = 0
    conditions: tuple[Answer, ...] = ()
    gains: tuple[Gain, ...] = ()
    caution: str = ""
    agreement: Agreement | None = None


@dataclass(frozen=True)
class Verdict:
    """The first thing a reader sees.

    Attributes
    ----------
    level
        "holds" (nothing failed), "concerns" (failures below the gate), "fails" (a failure at or above
        the gate), "incomplete" (something broke, or nothing could be assessed, so that nothing can be promised).
    sentence
        The audit in one sentence.
    counts
        Checks by outcome; waived failures are counted under "waived".
    failures
        Failed checks by severity, waived ones left out.
    fail_on
        From which severity on a failure fails the gate; "never" for none.
    """

    level: Literal["holds", "concerns", "fails", "incomplete"]
    sentence: str
    counts: Mapping[str, int]
    failures: Mapping[str, int]
    fail_on: str
    exit_code: int


@dataclass(frozen=True)
class Provenance:
    """With what, on what, when.

    Attributes
    ----------
    files
        Digest ("sha256:...") of every file that was read, by path relative to the study.
    seeds
        Seeds used, by what they were used for.
    policy
        The auditor's policy as it was applied.
    run
        What differs from run to run: times, durations, how many jobs were done and how many were found
        done. Everything else of a report is the same for the same study, policy and versions.
    products
        What the study made and an audit tries to make again: in words, by path relative to the study.
    """

    radaudit: str
    libraries: Mapping[str, str]
    files: Mapping[str, str]
    seeds: Mapping[str, int]
    machine: Mapping[str, str]
    policy: Mapping[str, object]
    command: str = ""
    run: Mapping[str, object] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """One audit of one study.

    Attributes
    ----------
    pictures
        Slices with outlines of ROIs, where the auditor asked for them; patient data.
    """

    study: Mapping[str, object]
    verdict: Verdict
    results: tuple[Result, ...]
    scores: tuple[Score, ...]
    provenance: Provenance
    schema: str = SCHEMA
    pictures: tuple[Picture, ...] = ()

    def to_json(self, indent: int | None = 1) -> str:
        """The report as JSON text; numbers that JSON doesn't know (nan, inf) become null."""
        return readable_json(_adapter().dump_json(self, indent=indent).decode())

    @classmethod
    def from_json(cls, text: str | bytes) -> Report:
        """Read a report back.

        Raises
        ------
        pydantic.ValidationError
            If the text is not a report of this schema.
        """
        return _adapter().validate_json(text)

    @classmethod
    def json_schema(cls) -> dict[str, object]:
        """JSON Schema (2020-12) of what `to_json` writes."""
        made = _adapter().json_schema()
        made["properties"]["schema"] = {"const": SCHEMA}
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "radaudit report", **made}


@cache
def _adapter():
    from pydantic import TypeAdapter

    return TypeAdapter(Report)
