"""Two reports of one study: what got better, what got worse, and what was changed in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radaudit.baseline import failures, ids_of
from radaudit.core.errors import UsageError
from radaudit.core.finding import Finding, Outcome, Severity
from radaudit.core.identity import identity
from radaudit.core.report import Report, Result


@dataclass(frozen=True)
class Change:
    """A failure that came or went.

    Attributes
    ----------
    check, code, severity, message
        Of the finding, in the report that has it.
    about
        What it is about that the other report doesn't name; empty where the whole finding came or went.
    """

    check: str
    code: str
    severity: Severity
    message: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """Something that has another value now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """What is different.

    Attributes
    ----------
    worse, better
        Failures that only the newer report has, or only the older.
    outcomes
        Checks with another answer.
    scores
        Supported scores that moved.
    causes
        Inputs, versions and policy that differ.
    """

    worse: tuple[Change, ...]
    better: tuple[Change, ...]
    outcomes: tuple[Moved, ...]
    scores: tuple[Moved, ...]
    causes: tuple[Moved, ...]


def compare(old: Report, new: Report) -> Difference:
    """Compare two reports of one study.

    Raises
    ------
    UsageError
        If one names cases as the study does and the other numbers them.
    """
    if ids_of(old) != ids_of(new):
        raise UsageError("one report was made with --show-ids, the other without; make both alike")
    return Difference(
        worse=tuple(_only_in(new, old)),
        better=tuple(_only_in(old, new)),
        outcomes=_moved(_outcomes(old), _outcomes(new)),
        scores=_moved(_scores(old), _scores(new)),
        causes=_moved(_inputs(old), _inputs(new)),
    )


def _only_in(one: Report, other: Report) -> list[Change]:
    """Failures of one report of which the other has no such kind, or not all that they are about."""
    known: dict[tuple[str, str], set[str]] = {}
    for own in failures(other.results):
        known.setdefault((own.check, own.code), set()).update(own.about)
    found = []
    for result in one.results:
        for finding in result.findings:
            own = identity(result.check, finding)
            there = known.get((own.check, own.code))
            more = tuple(about for about in own.about if there is not None and about not in there)
            if finding.outcome is Outcome.FAIL and (there is None or more):
                found.append(_change(result, finding, more))
    return sorted(found, key=lambda change: (-change.severity.rank, change.check, change.code))


def _change(result: Result, finding: Finding, about: tuple[str, ...]) -> Change:
    return Change(result.check, finding.code, finding.severity or result.severity, finding.message, about)


def _moved(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Moved, ...]:
    names = dict.fromkeys([*before, *after])
    pairs = [Moved(name, before.get(name, "none"), after.get(name, "none")) for name in names]
    return tuple(pair for pair in pairs if pair.before != pair.after)


def _outcomes(report: Report) -> dict[str, str]:
    return {own.check: "waived" if own.waived else own.outcome.value for own in report.results}


def _scores(report: Report) -> dict[str, str]:
    return {own.checklist: f"{own.supported:g}" for own in report.scores}


def _inputs(report: Report) -> dict[str, str]:
    made = report.provenance
    files = {name: digest.removeprefix("sha256:")[:12] for name, digest in made.files.items()}
    policy = {f"policy: {key}": str(value) for key, value in made.policy.items()}
    return {"radaudit": made.radaudit, **made.libraries, **files, **policy}
