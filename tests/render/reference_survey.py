"""A survey with everything in it, and one whose every text is an attack."""

from __future__ import annotations

from dataclasses import replace

from attacks import HOSTILE, SCRIPT, hostile_report
from reference import reference_report

from radaudit.core.agreement import Agreement
from radaudit.core.survey import Survey
from radaudit.core.surveyed import Entry
from radaudit.surveying.make import make

STAGES = (
    Entry("late", "not retrieved", why="no report of an audit", told="There is no report of it."),
    Entry("torn", "excluded", why="the audit broke", told="radaudit.yaml:3: is not valid YAML"),
)


def reference_survey() -> Survey:
    """Two studies and a copy of one, one without a report, one that broke."""
    report = reference_report()
    two = Agreement("second.yaml", 16, 12, 0.61, 0.2, 0.9, True, 15.0, 12.0)
    report = replace(report, scores=(replace(report.scores[0], agreement=two), *report.scores[1:]))
    reports = {}
    for name in ("alpha", "beta", "copy of beta"):
        files = {"radaudit.yaml": f"sha256:{name[-4:]}"}
        reports[name] = replace(report, provenance=replace(report.provenance, files=files))
    entries = [_entry(name, reports[name]) for name in reports]
    return make("review", [*entries, *STAGES], reports, 5, "radaudit survey review", ["A link was not followed."])


def hostile_survey() -> Survey:
    """Names, titles, reasons and pointers that try to be markup or formulas."""
    report = hostile_report()
    entries = [
        replace(_entry("javascript:alert(1)", report), link="studies/javascript:alert(1)\"'<b>/report.html"),
        Entry(SCRIPT, "excluded", why="=1+1", told=" ".join(HOSTILE)),
    ]
    return make(SCRIPT, entries, {entries[0].name: report}, 2, SCRIPT, HOSTILE)


def _entry(name: str, report) -> Entry:
    own = report.verdict
    return Entry(
        name,
        "included",
        "report",
        title=str(report.study.get("title")),
        doi=str(report.study.get("doi") or ""),
        level=own.level,
        sentence=own.sentence,
        counts=own.counts,
        failures=own.failures,
        version=report.provenance.radaudit,
        link=f"studies/{name}/report.html",
    )
