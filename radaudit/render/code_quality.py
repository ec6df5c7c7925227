"""The report as a code quality report, as merge requests of GitLab show it."""

from __future__ import annotations

import json

from radaudit.core.finding import Finding, Outcome, Severity, Tier
from radaudit.core.identity import identity
from radaudit.core.registry import plugin
from radaudit.core.report import Report, Result
from radaudit.render import grouping
from radaudit.render.text import one_line, shortened

_SEVERITIES = {
    Severity.CRITICAL: "blocker",
    Severity.MAJOR: "critical",
    Severity.MINOR: "major",
    Severity.NOTE: "info",
}


@plugin("renderer", "gitlab")
def render_code_quality(report: Report) -> str:
    """Failures that are not waived, each with a fingerprint of its own."""
    made: dict[str, dict] = {}
    for _, results in grouping.failures(report):
        for result in results:
            for finding in grouping.findings(result):
                if finding.outcome is Outcome.FAIL:
                    entry = _entry(report, result, finding)
                    made.setdefault(entry["fingerprint"], entry)
    return json.dumps(list(made.values()), indent=1, ensure_ascii=False) + "\n"


def _entry(report: Report, result: Result, finding: Finding) -> dict:
    severity = finding.severity or result.severity
    manifest = str(report.study.get("manifest", "radaudit.yaml"))
    path, line = (finding.where[0].path, finding.where[0].line) if finding.where else (manifest, None)
    heuristic = finding.tier is Tier.HEURISTIC
    return {
        "type": "issue",
        "check_name": result.check,
        "description": shortened(one_line(finding.message), 1000),
        "fingerprint": identity(result.check, finding).digest,
        "severity": "minor" if heuristic and severity > Severity.NOTE else _SEVERITIES[severity],
        "location": {"path": path, "lines": {"begin": line or 1}},
    }
