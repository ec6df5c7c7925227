"""The report as the data of a badge (shields.io endpoint): what failed, and how much could be asked at all."""

from __future__ import annotations

import json

from radaudit.core.registry import plugin
from radaudit.core.report import Report

_COLOURS = {"holds": "brightgreen", "concerns": "yellow", "fails": "red", "incomplete": "lightgrey"}


@plugin("renderer", "badge")
def render_badge(report: Report) -> str:
    """No grade: failures by severity, and the checks that were answered of those that apply."""
    counts, failures = report.verdict.counts, report.verdict.failures
    applicable = sum(counts.values()) - counts.get("not_applicable", 0)
    answered = applicable - counts.get("unknown", 0) - counts.get("error", 0)
    grave = ", ".join(f"{failures[name]} {name}" for name in ("critical", "major") if failures.get(name))
    message = f"{grave or report.verdict.level} · {answered}/{applicable} answered"
    colour = _COLOURS[report.verdict.level]
    made = {"schemaVersion": 1, "label": "radaudit", "message": message, "color": colour}
    return json.dumps(made, ensure_ascii=False) + "\n"
