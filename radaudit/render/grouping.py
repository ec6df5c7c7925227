"""The results of a report in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from radaudit.core.finding import Finding, Location, Outcome, Severity
from radaudit.core.report import Report, Result

_MOST_RANGES = 12


@dataclass(frozen=True)
class Place:
    """Lines of one file, as read: ``18-44, 60``, or none."""

    path: str
    lines: str
    pointer: str = ""


def failures(report: Report) -> list[tuple[Severity, list[Result]]]:
    """Failed checks that are not waived, the gravest severity first."""
    failed = [result for result in report.results if result.outcome is Outcome.FAIL and not result.waived]
    groups = [(severity, [r for r in failed if r.severity is severity]) for severity in reversed(Severity)]
    return [(severity, members) for severity, members in groups if members]


def waived(report: Report) -> list[Result]:
    """Failed checks that the auditor lets pass."""
    return [result for result in report.results if result.outcome is Outcome.FAIL and result.waived]


def having(report: Report, outcome: Outcome) -> list[Result]:
    """Checks of this outcome, waived or not."""
    return [result for result in report.results if result.outcome is outcome]


def families(report: Report) -> dict[str, list[Result]]:
    """Checks by family, in the order of the report."""
    found: dict[str, list[Result]] = {}
    for result in report.results:
        found.setdefault(result.family, []).append(result)
    return found


def tally(results: Iterable[Result]) -> dict[str, int]:
    """How many checks of each outcome; waived failures under "waived"."""
    counts = dict.fromkeys([*Outcome, "waived"], 0)
    for result in results:
        counts["waived" if result.waived and result.outcome is Outcome.FAIL else result.outcome] += 1
    return counts


def findings(result: Result) -> list[Finding]:
    """A check's findings, the gravest first."""

    def gravity(finding: Finding) -> tuple[int, int]:
        return finding.outcome.rank, (finding.severity or result.severity).rank

    return sorted(result.findings, key=gravity, reverse=True)


def headline(result: Result) -> str:
    """What a list says of a check: what went wrong, or its title where nothing did."""
    said = findings(result)
    return said[0].message if said and result.outcome is Outcome.FAIL else result.title


def places(locations: Iterable[Location]) -> list[Place]:
    """Places with the lines of a file together; a place with a pointer stands alone."""
    lines: dict[tuple[str, str], list[int]] = {}
    for location in locations:
        lines.setdefault((location.path, location.pointer), []).extend([location.line] if location.line else [])
    return [Place(path, _ranges(sorted(set(numbers))), pointer) for (path, pointer), numbers in lines.items()]


def anchor(check: str) -> str:
    """The id of a check's details in the HTML report: ``check-family-slug``."""
    return "check-" + re.sub(r"[^a-z0-9]+", "-", check.lower()).strip("-")


def _ranges(lines: list[int]) -> str:
    runs: list[list[int]] = []
    for number in lines:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs[:_MOST_RANGES]]
    more = [f"and {len(runs) - _MOST_RANGES} more"] if len(runs) > _MOST_RANGES else []
    return ", ".join([*shown, *more])
