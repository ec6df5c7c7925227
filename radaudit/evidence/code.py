"""The study's code, read and followed; nothing of it is run."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from radaudit.codebase.analysis import Analysis, analyse
from radaudit.codebase.hygiene import Remark
from radaudit.codebase.judge import Conflict
from radaudit.codebase.source import Place, Source, Unreadable, read_source
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, unknown
from radaudit.core.step import evidence
from radaudit.core.words import counted
from radaudit.environment.imports import code_files
from radaudit.evidence.cohort import Cohort
from radaudit.study.load import Study

MOST_FILES = 500


@dataclass(frozen=True)
class Code:
    """The code that the manifest names.

    Attributes
    ----------
    sources
        Files that could be read, by path.
    unread
        Files that couldn't, with the reason as half a sentence.
    analysis
        What following them showed.
    """

    sources: Mapping[str, Source]
    unread: Mapping[str, str]
    analysis: Analysis

    @property
    def notebooks(self) -> tuple[str, ...]:
        return tuple(path for path, source in self.sources.items() if source.cells)

    def location(self, place: Place) -> Location:
        """Of a notebook the file alone: its lines are those of cells."""
        return Location(place.path, None if self.sources[place.path].cells else place.line)

    def named(self, place: Place | None) -> str:
        """``path:line`` or ``path, cell 3, line 2``."""
        return self.sources[place.path].named(place.line) if place else ""

    def shown(self, place: Place | None) -> str:
        """The text of the line."""
        return self.sources[place.path].shown(place.line) if place else ""

    def conflicts(self, kinds: Iterable[str]) -> dict[str, list[Conflict]]:
        """Conflicts of these kinds, by kind."""
        found: dict[str, list[Conflict]] = {}
        for kind in kinds:
            own = [conflict for conflict in self.analysis.conflicts if conflict.kind == kind]
            if own:
                found[kind] = own
        return found

    def remarks(self, kind: str) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.analysis.remarks if remark.kind == kind)

    def row(self, conflict: Conflict) -> dict[str, str]:
        """The lines that conflict, side by side."""
        return {
            "kind": conflict.kind,
            "line": self.named(conflict.place),
            "code": self.shown(conflict.place),
            "against": self.named(conflict.against),
            "its code": self.shown(conflict.against),
            "evaluated": self.named(conflict.scored),
        }

    def places(self, conflicts: Iterable[Conflict]) -> tuple[Location, ...]:
        """Where they stand, each place once."""
        listed = [place for own in conflicts for place in (own.place, own.against) if place]
        return tuple(dict.fromkeys(self.location(place) for place in listed))[:20]

    def not_read(self) -> Iterator[Finding]:
        """What a check must say of files that were not read or not followed to their end."""
        rows = [{"file": path, "reason": reason} for path, reason in self.unread.items()]
        rows += [
            {"file": path, "reason": "there are more ways through it than are followed"}
            for path in self.analysis.unfollowed
        ]
        if rows:
            yield unknown(
                f"{counted(len(rows), 'file')} of the code could not be read to the end.",
                code="not-read",
                where=[Location(row["file"]) for row in rows[:20]],
                rows=rows,
            )


@evidence
def code(study: Study, cohort: Cohort) -> Code:
    """The files of 'code.include', or those that the models' estimators stand in, as data flow."""
    paths = _named(study)
    if not paths:
        raise Unavailable("The manifest names no code that can be read.", "Add 'code.include' (.py, .ipynb).")
    sources, unread = {}, {}
    for path in paths[:MOST_FILES]:
        try:
            sources[path] = read_source(study.path(path), path)
        except Unreadable as fault:
            unread[path] = str(fault)
    unread |= dict.fromkeys(paths[MOST_FILES:], f"only the first {MOST_FILES} files are read")
    info = study.manifest.cohort.outcome
    outcomes = [info] if isinstance(info, str) else [info.time, info.event] if info else []
    return Code(sources, unread, analyse(sources.values(), outcomes, repeated_patients(cohort) > 0))


def _named(study: Study) -> tuple[str, ...]:
    if study.manifest.code is not None and study.manifest.code.include:
        return code_files(study.root, study.manifest.code.include)
    estimators = [model.estimator.rpartition(":")[0] for model in study.manifest.models if model.estimator]
    return tuple(dict.fromkeys(posixpath.normpath(path) for path in estimators))


def repeated_patients(cohort: Cohort) -> int:
    """How many patients have several rows."""
    return sum(count > 1 for patient, count in Counter(cohort.patients).items() if patient is not None)
