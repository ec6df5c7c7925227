"""The report as JSON: the form that other tools read."""

from __future__ import annotations

from radaudit.core.registry import plugin
from radaudit.core.report import Report


@plugin("renderer", "json")
def render_json(report: Report) -> str:
    """The whole report, schema ``radaudit-report/1``."""
    return report.to_json() + "\n"
