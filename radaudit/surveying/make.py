"""From entries and reports to a survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import radaudit
from radaudit.core.report import Report
from radaudit.core.survey import Survey
from radaudit.core.surveyed import Entry
from radaudit.surveying import rows
from radaudit.surveying.flow import flow, without_copies
from radaudit.surveying.summary import failing, instruments


def make(
    folder: str,
    entries: Sequence[Entry],
    reports: Mapping[str, Report],
    folders: int,
    command: str = "",
    remarks: Sequence[str] = (),
    gated: bool = False,
) -> Survey:
    """Put studies side by side.

    Parameters
    ----------
    folder
        Name of what was surveyed.
    entries
        All that was found; of copies the first one counts. They are told in the order of their names.
    reports
        Of the included entries, by their names.
    folders
        How many entries are folders with a study.
    gated
        Whether a study that fails the gate ends the command with status 1.
    """
    files = {name: report.provenance.files for name, report in reports.items()}
    entries = tuple(sorted(without_copies(entries, files), key=lambda entry: entry.name))
    included = [(entry.name, reports[entry.name]) for entry in entries if entry.stage == "included"]
    scores = tuple(row for name, report in included for row in rows.scores(name, report))
    items = tuple(row for name, report in included for row in rows.items(name, report))
    checks = tuple(row for name, report in included for row in rows.checks(name, report))
    return Survey(
        folder=folder,
        radaudit=radaudit.__version__,
        command=command,
        entries=entries,
        flow=flow(entries, folders),
        instruments=instruments(scores, items),
        failing=failing(checks),
        scores=scores,
        items=items,
        checks=checks,
        remarks=(*remarks, *_differences([report for _, report in included])),
        exit_code=_exit_code(entries, gated),
    )


def _exit_code(entries: Sequence[Entry], gated: bool) -> int:
    """3 goes before 1, as in an audit: where something is missing, nothing can be promised."""
    unread = any(entry.stage in ("not retrieved", "excluded") for entry in entries)
    if unread or any(entry.level == "incomplete" for entry in entries if entry.stage == "included"):
        return 3
    return int(gated and any(entry.fails for entry in entries if entry.stage == "included"))


def _differences(reports: Sequence[Report]) -> Iterator[str]:
    """In what the reports were made differently, so that their figures are not quite of one kind."""
    for what, values in (
        ("different versions of radaudit", [report.provenance.radaudit for report in reports]),
        ("different policies", [str(sorted(report.provenance.policy.items())) for report in reports]),
        ("different options", [_options(report) for report in reports]),
    ):
        counts = Counter(values)
        if len(counts) > 1:
            shown = ", ".join(f"{value or 'none'} ({many})" for value, many in sorted(counts.items()))
            details = "" if what == "different policies" else f": {shown}"
            yield f"The reports were made with {what}{details}. Audit all of them alike before you compare."


def _options(report: Report) -> str:
    """Of the command that made it, without the study's name."""
    return " ".join(report.provenance.command.split()[3:])
