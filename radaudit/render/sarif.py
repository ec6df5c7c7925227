"""The report as SARIF 2.1.0, for code scanning: every failure at its file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

from radaudit.core.finding import Finding, Location, Outcome, Severity, Tier
from radaudit.core.identity import identity
from radaudit.core.registry import plugin
from radaudit.core.report import Report, Result
from radaudit.render import grouping
from radaudit.render.text import shortened, visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning", Severity.NOTE: "note"}
_MOST_PLACES = 100  # as many as code scanning shows
_LONGEST = 1000


@plugin("renderer", "sarif")
def render_sarif(report: Report) -> str:
    """All checks as rules, so that what was mended is closed; failures as results; what could not be told as
    notifications."""
    places = {result.check: n for n, result in enumerate(report.results)}
    run = {
        "tool": {"driver": _driver(report)},
        "automationDetails": {"id": "radaudit/"},
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": quote(path)}, "hashes": {"sha-256": digest.removeprefix("sha256:")}}
            for path, digest in report.provenance.files.items()
        ],
        "invocations": [
            {
                "executionSuccessful": not report.verdict.counts.get("error"),
                "exitCode": report.verdict.exit_code,
                "toolExecutionNotifications": list(_notifications(report, places)),
            }
        ],
        "results": list(_results(report, places)),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _driver(report: Report) -> dict[str, object]:
    return {"name": "radaudit", "version": report.provenance.radaudit, "rules": [_rule(own) for own in report.results]}


def _rule(result: Result) -> dict[str, object]:
    sources = "\n".join(f"Source: {reference}" for reference in result.references)
    return {
        "id": result.check,
        "name": result.check.replace("/", " ").replace("-", " ").title().replace(" ", ""),
        "shortDescription": {"text": visible(result.title)},
        "fullDescription": {"text": visible(result.rationale or result.title)},
        "help": {"text": visible("\n\n".join(filter(None, [result.remedy, sources])) or result.title)},
        "defaultConfiguration": {"level": _LEVELS[result.severity]},
        "properties": {"tags": [result.family]},
    }


def _results(report: Report, places: dict[str, int]) -> Iterator[dict[str, object]]:
    for result in report.results:
        for finding in grouping.findings(result):
            if finding.outcome is Outcome.FAIL:
                yield _result(report, result, finding, places[result.check])


def _result(report: Report, result: Result, finding: Finding, rule: int) -> dict[str, object]:
    severity = finding.severity or result.severity
    level = _LEVELS[severity]
    made: dict[str, object] = {
        "ruleId": result.check,
        "ruleIndex": rule,
        "kind": "fail",
        "level": "warning" if finding.tier is Tier.HEURISTIC and level == "error" else level,
        "message": {"text": shortened(visible(finding.message), _LONGEST)},
        "locations": [_location(own) for own in finding.where[:_MOST_PLACES]] or [_location(_manifest(report))],
        "partialFingerprints": {"radaudit/v1": identity(result.check, finding).digest},
        "properties": {"code": finding.code, "tier": finding.tier.value, "severity": severity.value},
    }
    if finding.known:
        made["baselineState"] = "unchanged"
    if result.waived:
        made["suppressions"] = [{"kind": "external", "justification": visible(result.waived)}]
    return made


def _manifest(report: Report) -> Location:
    return Location(str(report.study.get("manifest", "radaudit.yaml")), 1)


def _location(place: Location) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(place.path)}}
    if place.line:
        physical["region"] = {"startLine": place.line}
    made: dict[str, object] = {"physicalLocation": physical}
    if place.pointer:
        made["logicalLocations"] = [{"fullyQualifiedName": visible(place.pointer)}]
    return made


def _notifications(report: Report, places: dict[str, int]) -> Iterator[dict[str, object]]:
    """What broke, and what can't be told: neither is a pass."""
    levels = {Outcome.ERROR: "error", Outcome.UNKNOWN: "note"}
    for result in report.results:
        for finding in result.findings:
            if finding.outcome in levels:
                yield {
                    "level": levels[finding.outcome],
                    "message": {"text": shortened(visible(f"{result.check}: {finding.message}"), _LONGEST)},
                    "associatedRule": {"id": result.check, "index": places[result.check]},
                }
