"""The report as workflow commands that a forge turns into annotations: print them in a step of the workflow."""

from __future__ import annotations

from collections.abc import Iterator

from radaudit.core.finding import Finding, Outcome, Severity, Tier
from radaudit.core.registry import plugin
from radaudit.core.report import Report, Result
from radaudit.render import grouping
from radaudit.render.text import one_line, shortened

MOST = 9  # of each level; from the eleventh on nothing is shown, and nobody is told
_LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.NOTE: "notice"}
_LONGEST = 400


@plugin("renderer", "github")
def render_annotations(report: Report) -> str:
    """The gravest failures of each level at their lines; how many more there are."""
    found: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
    for level, line in _lines(report):
        found[level].append(line)
    shown = []
    for level, lines in found.items():
        more = len(lines) - MOST
        shown += lines[:MOST]
        if more > 0:
            shown.append(f"::{level} title=radaudit::{more} more in the report")
    return "".join(f"{line}\n" for line in shown)


def _lines(report: Report) -> Iterator[tuple[str, str]]:
    for _, results in grouping.failures(report):
        for result in results:
            for finding in grouping.findings(result):
                if finding.outcome is Outcome.FAIL and not finding.known:
                    level = _level(result, finding)
                    yield level, _command(level, result, finding)


def _level(result: Result, finding: Finding) -> str:
    level = _LEVELS[finding.severity or result.severity]
    return "warning" if finding.tier is Tier.HEURISTIC and level == "error" else level


def _command(level: str, result: Result, finding: Finding) -> str:
    details = {"title": result.check}
    if finding.where:
        place = finding.where[0]
        details = {"file": place.path, **({"line": str(place.line)} if place.line else {})} | details
    told = ",".join(f"{name}={_property(value)}" for name, value in details.items())
    return f"::{level} {told}::{_escaped(shortened(one_line(finding.message), _LONGEST))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(one_line(text)).replace(":", "%3A").replace(",", "%2C")
