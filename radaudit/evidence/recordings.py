"""The study's scripts, run with their fits, splits and scores written down."""

from __future__ import annotations

import base64
import posixpath
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.codebase.source import Source, Unreadable, read_source
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.commands import TITLE, Produced, command_jobs, read_produced
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.models.command import Produce
from radaudit.models.ledger.book import BITS, MOST_BYTES
from radaudit.models.ledger.entries import Ledger, read_ledger
from radaudit.models.ledger.fields import BrokenLedger, Line
from radaudit.models.ledger.judge import Conflict, conflicts, held_out
from radaudit.models.ledger.record import Record, script_of
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo

NOT_FOLLOWED = "what it scores are rows that could not be followed through the script"


@dataclass(frozen=True)
class Recording:
    """One recorded run, in cases of the cohort.

    Attributes
    ----------
    model
        Whose script.
    problem
        Why nothing can be said of it; empty if something can.
    conflicts
        Steps that saw what was evaluated.
    evaluations
        Evaluations of rows that the models behind them were not trained on.
    unplaced
        Evaluations of rows that could not be followed.
    complete
        Whether the record is whole.
    cases
        Names of the cases, by the numbers that ``conflicts`` use; other numbers are rows of other tables.
    sources
        Files of the script, by path.
    """

    model: str
    problem: str = ""
    conflicts: tuple[Conflict, ...] = ()
    evaluations: int = 0
    unplaced: int = 0
    complete: bool = True
    cases: tuple[str, ...] = field(repr=False, default=())
    sources: Mapping[str, Source] = field(repr=False, default_factory=dict)

    def named(self, line: Line | None) -> str:
        """``path:line``, or the cell of a notebook."""
        if line is None:
            return ""
        source = self.sources.get(line.path)
        return source.named(line.line) if source else str(line)

    def shown(self, line: Line) -> str:
        """The text of the line."""
        source = self.sources.get(line.path)
        return source.shown(line.line) if source else ""

    def location(self, line: Line) -> Location:
        source = self.sources.get(line.path)
        return Location(line.path, None if source and source.cells else line.line)

    def names(self, own: Conflict) -> list[str]:
        """Cases that a conflict is about, as far as they are known."""
        return [self.cases[row] for row in own.rows.tolist() if row < len(self.cases)]


@evidence
def recordings(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    target: Target,
    split: Split | None,
    reported: FeatureTable | None,
    offered: OfferedFeatures,
    auditor: Auditor,
    compute: Compute,
) -> tuple[Recording, ...]:
    """The script of each model that has a command: run once as it is and once with everything noted."""
    jobs, problems, _ = command_jobs(models, study, reported, offered, auditor)
    found = {name: Recording(name, made.problem) for name, made in problems.items()}
    for name, job in jobs.items():
        if not script_of(job.command):
            found[name] = Recording(name, f"{job.command[0]!r} runs no Python script that could be recorded")
    ready = {name: job for name, job in jobs.items() if name not in found}
    ground = _Ground(study, cohort, target, split, reported)
    records = [ground.record(job) for job in ready.values()]
    plain = compute.map(TITLE, list(ready.values()))
    noted = compute.map("Recording scripts", records)
    for job, before, after in zip(ready.values(), plain, noted, strict=True):
        found[job.model] = ground.recording(job, before, after)
    return tuple(found[model.name] for model in models if model.command)


@dataclass(frozen=True)
class _Ground:
    """What a recording is read against."""

    study: Study
    cohort: Cohort
    target: Target
    split: Split | None
    reported: FeatureTable | None

    @property
    def tables(self) -> tuple[str, ...]:
        """Declared tables, whose rows are cases."""
        return tuple(dict.fromkeys([self.cohort.path, *([self.reported.path] if self.reported else [])]))

    def record(self, job: Produce) -> Record:
        info = self.study.manifest.cohort.outcome
        outcomes = (info,) if isinstance(info, str) else (info.time, info.event) if info else ()
        given = (job.model, job.command, job.files, job.replaced, job.produces, job.sandbox)
        return Record(*given, outcomes=outcomes, tables=self.tables)

    def recording(self, job: Produce, before: dict | Failure, after: dict | Failure) -> Recording:
        """What a run shows, or why it shows nothing."""
        for result in (before, after):
            if isinstance(result, Failure):
                return Recording(job.model, result.message)
        given = (self.study, self.cohort, self.target, self.split)
        plain, noted = (read_produced(job.model, job.produces, each["content"], (), given) for each in (before, after))
        if before["content"] != after["content"] and not _alike(plain, noted):
            return Recording(
                job.model, "a second run, recorded, wrote other predictions; it has no fixed seed, perhaps"
            )
        try:
            ledger = read_ledger(_unpacked(after["ledger"]))
        except BrokenLedger as fault:
            return Recording(job.model, str(fault))
        return self._judged(job.model, ledger, plain)

    def _judged(self, model: str, ledger: Ledger, produced: Produced) -> Recording:
        names, numbers = self._cases(ledger)
        own = ledger.with_rows(names, numbers)
        patients = {row: name for row, name in enumerate(self.cohort.patients) if name is not None}
        tested = self._tested(produced)
        evaluations = len(held_out(own, tested))
        found = tuple(conflicts(own, patients, tested))
        problem = ""
        if not evaluations and not found:
            problem = NOT_FOLLOWED if own.unplaced or own.evaluations else "nothing in it was seen to predict or score"
        sources = self._sources(dict.fromkeys(ledger.files))
        return Recording(model, problem, found, evaluations, own.unplaced, own.complete, self.cohort.cases, sources)

    def _tested(self, produced: Produced) -> np.ndarray:
        """Cases that the study declares as those of a test set."""
        sets = dict(self.split.sets) if self.split else {}
        if produced.predictions is not None:
            sets |= {row.case: row.set for row in produced.predictions.rows if row.set}
        wanted = [self.cohort.rows[case] for case, name in sets.items() if name in ("validation", "test", "external")]
        return np.array(sorted(wanted), dtype=np.int64)

    def _cases(self, ledger: Ledger) -> tuple[np.ndarray, np.ndarray]:
        """Rows of tables, sorted, and the number of the case that each is."""
        pairs: list[tuple[int, int]] = []
        order = {path: list(self._order(path)) for path in self.tables}
        for number, path in enumerate(self.tables):
            pairs += [((number << BITS) + row, case) for row, case in order[path]]
        for number, table in ledger.tables.items():  # read, but not told by its cells
            path = posixpath.normpath(table.file)
            if path in order and table.rows == len(self.study.table(path)):
                pairs += [((number << BITS) + row, case) for row, case in order[path]]
        pairs.sort()
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _order(self, path: str) -> Iterator[tuple[int, int]]:
        """Row of a table, and the case it is."""
        if path == self.cohort.path:
            yield from enumerate(range(len(self.cohort)))
            return
        lines = {line: row for row, line in enumerate(self.study.table(path).lines)}
        for case, place in zip(self.reported.cases, self.reported.places, strict=True):
            if place.line in lines:
                yield lines[place.line], self.cohort.rows[case]

    def _sources(self, paths: Sequence[str]) -> dict[str, Source]:
        sources = {}
        for path in paths:
            try:
                sources[path] = read_source(self.study.path(path), path)
            except (Unreadable, OSError):
                continue
        return sources


def _alike(one: Produced, other: Produced) -> bool:
    """Whether two files say the same, though they are not the same letter for letter."""
    if one.predictions is None or other.predictions is None:
        return False
    return [(row.case, row.scores) for row in one.predictions.rows] == [
        (row.case, row.scores) for row in other.predictions.rows
    ]


def _unpacked(packed: str) -> bytes:
    """The record; what grows beyond all bounds is cut, and then found to be broken."""
    return zlib.decompressobj().decompress(base64.b64decode(packed), MOST_BYTES + 8192)
