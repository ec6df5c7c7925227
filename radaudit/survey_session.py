"""Many audits from the outside: finds the studies, audits or reads each of them, writes what they say together."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import radaudit
from radaudit.auditing import selected
from radaudit.compute.engine import Progress
from radaudit.core.errors import UsageError
from radaudit.core.report import Report
from radaudit.core.survey import Survey
from radaudit.core.surveyed import Entry
from radaudit.output import check_writable, read_report, renderers, write_file, write_reports
from radaudit.render.survey_csv import tables
from radaudit.render.survey_html import render_survey
from radaudit.session import Session, chosen_policy, opened
from radaudit.study.policy import Policy
from radaudit.surveying.current import is_current, is_of
from radaudit.surveying.find import find
from radaudit.surveying.make import make
from radaudit.verdict import verdict

STUDIES, REPORTS = "studies", "reports"  # folders in the survey's own: reports of studies found, and of those elsewhere

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What is surveyed and how.

    Attributes
    ----------
    folder
        That holds the studies.
    session
        How each of them is audited; its `study` is of no account.
    out
        Where the survey and the reports are written; None to write nothing.
    audit
        Whether studies without an up-to-date report are audited; otherwise they are left out.
    """

    folder: Path
    session: Session
    out: Path | None = None
    audit: bool = True

    @property
    def command(self) -> str:
        """What to type for the same survey, without a path of this machine."""
        name = self.folder.resolve().name
        options = shlex.split(replace(self.session, study=self.folder).command)[3:]
        return shlex.join(["radaudit", "survey", name, *["--no-audit"] * (not self.audit), *options])


@dataclass
class _Gathered:
    """Entries and reports, as they come."""

    entries: list[Entry] = field(default_factory=list)
    reports: dict[str, Report] = field(default_factory=dict)

    def add(self, entry: Entry, report: Report | None = None) -> None:
        self.entries.append(entry)
        if report is not None:
            self.reports[entry.name] = report


def surveyed(wanted: Wanted, progress: Progress | None = None, tell: Tell = lambda line: None) -> Survey:
    """Survey a folder, and write the results if there is a place for them.

    A study that can't be audited is told as such and stops no other. A report of an earlier audit is taken in place of
    a new one where it is of the same files, and was made by the same version, policy and options.

    Parameters
    ----------
    wanted
        What and how.
    progress
        Shown during each audit.
    tell
        Takes a line for each study that was to be audited.

    Raises
    ------
    UsageError
        If nothing is there to survey, the policy can't be used, options exclude each other, or the results can't be
        written.
    """
    policy = _policy(wanted)
    if wanted.out is not None:
        check_writable(wanted.out, "the survey")
    found = find(wanted.folder, wanted.out)
    if not found.studies and not found.reports:
        raise UsageError(
            f"{wanted.folder} holds no study and no report: no folder in it has a radaudit.yaml, no report.json is of "
            "radaudit"
        )
    root, gathered = wanted.folder.resolve(), _Gathered()
    stored = _stored(root, found.reports)
    earlier = [*stored.values(), *_own_reports(wanted)]
    known = [report for report in earlier if isinstance(report, Report)]
    for index, folder in enumerate(found.studies, 1):
        name = _name(root, folder)
        entry, report = _study(wanted, policy, folder, name, known, progress)
        gathered.add(*_kept(wanted, entry, report, f"{STUDIES}/{name}"))
        if wanted.audit:
            tell(f"{index} of {len(found.studies)}, {name}: {entry.sentence or entry.told}")
    for entry, report in _elsewhere(wanted, stored, found.studies):
        gathered.add(*_kept(wanted, entry, report, f"{REPORTS}/{Path(entry.name).parent.as_posix()}"))
    remarks = [f"{_name(root, link)} is a link to a folder and was not followed." for link in found.links]
    made = make(
        root.name,
        gathered.entries,
        gathered.reports,
        len(found.studies),
        wanted.command,
        remarks,
        wanted.session.fail_on is not None,
    )
    if wanted.out is not None:
        write_survey(made, wanted.out)
    return made


def _policy(wanted: Wanted) -> Policy:
    """The policy for all studies; a mistake in it is the same one for each of them, so it ends the survey."""
    policy, session = chosen_policy(wanted.session), wanted.session
    if wanted.audit:
        selected(policy)
        return policy
    given = {"--policy": session.policy, "--select": session.select, "--trust": session.trust, "--quick": session.quick}
    useless = [name for name, value in given.items() if value]
    if useless:
        raise UsageError(f"--no-audit reads reports as they are, so {' and '.join(useless)} would change nothing")
    return policy


def write_survey(made: Survey, out: Path) -> list[Path]:
    """Write the page and the tables."""
    texts = {"survey.html": render_survey(made), **tables(made)}
    return [write_file(out / name, text) for name, text in texts.items()]


def _name(root: Path, place: Path) -> str:
    inner = place.relative_to(root).as_posix()
    return root.name if inner == "." else inner


def _stored(root: Path, paths: Iterable[Path]) -> dict[str, Report | str]:
    """Each report by its path in the folder; in place of one that can't be read, why."""
    told: dict[str, Report | str] = {}
    for path in paths:
        try:
            told[_name(root, path)] = read_report(path)
        except UsageError as fault:
            told[_name(root, path)] = _without_paths(fault, root)
    return told


def _own_reports(wanted: Wanted) -> Iterator[Report]:
    """Of an earlier survey into the same folder."""
    place = wanted.out / STUDIES if wanted.out else None
    if place is None or not place.is_dir():
        return
    yield from (report for report in _stored(place, find(place).reports).values() if isinstance(report, Report))


def _study(
    wanted: Wanted, policy: Policy, folder: Path, name: str, known: Iterable[Report], progress: Progress | None
) -> tuple[Entry, Report | None]:
    """The entry of a study that was found, with its report."""
    session = replace(wanted.session, study=folder)
    named = [report for report in known if is_of(report, folder)]
    alike = [report for report in named if not wanted.audit or _made_so(report, session, policy)]
    current = [report for report in sorted(alike, key=_started, reverse=True) if is_current(report, folder)]
    if current:
        return _included(name, "report", current[0], session.fail_on), current[0]
    if not wanted.audit:
        if named:
            return Entry(name, "excluded", why="changed since its report", told=_OUT_OF_DATE), None
        return Entry(name, "not retrieved", why="no report of an audit", told=_NO_REPORT), None
    try:
        report = opened(session, progress)
    except UsageError as fault:
        told = _without_paths(fault, folder)
        return Entry(name, "excluded", why="manifest, tables or answers can't be used", told=told), None
    except Exception as bug:  # one study must not take the others with it
        told = f"The audit broke ({type(bug).__name__}). Audit this study alone to see where."
        return Entry(name, "excluded", why="the audit broke", told=told), None
    return _included(name, "audited", report, session.fail_on), report


_OUT_OF_DATE = "Files of the study are not as they were when its report was made. Audit it, or leave out --no-audit."
_NO_REPORT = "There is no report of it. Audit it, or leave out --no-audit."


def _made_so(report: Report, session: Session, policy: Policy) -> bool:
    """Whether this version would make it in the same way: same options, same policy."""
    made = report.provenance
    now = (radaudit.__version__, session.command, policy.model_dump(mode="json", by_alias=True))
    return (made.radaudit, made.command, _as_json(made.policy)) == (*now[:2], _as_json(now[2]))


def _as_json(policy: object) -> str:
    import json

    return json.dumps(policy, sort_keys=True, default=str)


def _elsewhere(
    wanted: Wanted, stored: dict[str, Report | str], folders: Iterable[Path]
) -> Iterator[tuple[Entry, Report | None]]:
    """Reports that are of no study found, the latest first; those of studies found are told with the studies."""
    folders = list(folders)
    readable = [(name, report) for name, report in stored.items() if isinstance(report, Report)]
    for name, report in sorted(readable, key=lambda pair: _started(pair[1]), reverse=True):
        if not any(is_of(report, folder) for folder in folders):
            yield _included(name, "report", report, wanted.session.fail_on), report
    for name, told in stored.items():
        if isinstance(told, str):
            yield Entry(name, "not retrieved", why="report can't be read", told=told), None


def _started(report: Report) -> str:
    return str(report.provenance.run.get("started", ""))


def _included(name: str, origin: str, report: Report, fail_on: str | None) -> Entry:
    own = report.verdict
    return Entry(
        name=name,
        stage="included",
        origin=origin,
        title=str(report.study.get("title") or ""),
        doi=str(report.study.get("doi") or ""),
        level=own.level,
        sentence=own.sentence,
        counts=own.counts,
        failures=own.failures,
        fails=_fails(report, fail_on),
        version=report.provenance.radaudit,
    )


def _fails(report: Report, fail_on: str | None) -> bool:
    """At this gate, whatever gate the report was made with; where none is asked for, at its own."""
    own = report.verdict
    if fail_on in (None, own.fail_on):
        return own.exit_code == 1
    return verdict(report.results, fail_on).exit_code == 1


def _kept(wanted: Wanted, entry: Entry, report: Report | None, place: str) -> tuple[Entry, Report | None]:
    """Its report is written beside the survey, so that the page can lead to it."""
    if wanted.out is None or report is None:
        return entry, report
    folder = wanted.out / place
    try:
        check_writable(folder)
        write_reports(report, folder, renderers(["html", "json"]))
    except UsageError as fault:
        told = _without_paths(fault, wanted.out.resolve(), wanted.out)
        return replace(entry, stage="excluded", why="its report can't be written", told=told), None
    return replace(entry, link=f"{place}/report.html"), report


def _without_paths(fault: UsageError, *folders: Path) -> str:
    """All problems in a line, without where on this machine they are."""
    told = "; ".join(str(problem) for problem in fault.problems)
    for folder in folders:
        told = told.replace(f"{folder}/", "").replace(str(folder), folder.name)
    return told
