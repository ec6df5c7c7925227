"""What the study needs to run, as it states it; beside what is installed here; and whether it can be had at all."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.environment.contradictions import Contradiction, contradictions
from radaudit.environment.distributions import provided_by
from radaudit.environment.imports import CODE, Imports, code_files, scan
from radaudit.environment.installed import Comparison, Installation, applies, compared
from radaudit.environment.resolve import Resolution, pythons_for, resolve, sendable
from radaudit.environment.stated import Statement
from radaudit.environment.statement import read_statement
from radaudit.evidence.auditor import Auditor
from radaudit.study.load import Study


@dataclass(frozen=True)
class StatedEnvironment:
    """What the study's code imports, and what the study states.

    Attributes
    ----------
    statement
        None where the study states nothing.
    imports
        Of its code.
    givers
        For each imported module, the key of the stated package that gives it; None for none.
    """

    statement: Statement | None
    imports: Imports
    givers: Mapping[str, str | None]


@dataclass(frozen=True)
class Installable:
    """Whether the stated requirements can be had together.

    Attributes
    ----------
    contradictions
        Lines that exclude each other, whatever an index holds.
    here
        Whether the installation that radaudit runs in meets all of them: one that does is proof that there is one.
    answer
        Of a package index; None where none was asked.
    why_not
        Why none was asked, as a sentence.
    offline
        Whether the auditor's leave is all that was missing.
    day
        When it was asked; another day may bring another answer.
    asked
        How many requirements it was asked about.
    unasked
        Keys of those that no index was asked about: conda's, and what comes from somewhere else.
    """

    contradictions: tuple[Contradiction, ...]
    here: bool
    answer: Resolution | None = None
    why_not: str = ""
    offline: bool = False
    day: str = ""
    asked: int = 0
    unasked: tuple[str, ...] = ()


@evidence
def environment(study: Study) -> StatedEnvironment:
    """The stated requirements, and the packages that the study's code imports."""
    files = code_files(study.root, study.manifest.code.include if study.manifest.code else ())
    files = tuple(dict.fromkeys([*files, *_named_code(study)]))
    declared = study.manifest.code.requirements if study.manifest.code else None
    statement = read_statement(study.root, declared, sorted({posixpath.dirname(name) for name in files}))
    if statement is None and not files:
        raise Unavailable(
            "The study gives no code and states no requirements.",
            "Add 'code.include' and 'code.requirements' to radaudit.yaml.",
        )
    imports = scan(study.root, files)
    known = statement.known if statement else frozenset()
    return StatedEnvironment(statement, imports, {module: provided_by(module, known) for module in imports.modules})


def _named_code(study: Study) -> Iterator[str]:
    """Files that the models name: where an estimator is built, what a command runs."""
    for model in study.manifest.models:
        words = [model.estimator.rpartition(":")[0]] if model.estimator else []
        for word in (*words, *model.command):
            name = posixpath.normpath(word)
            if name.endswith(CODE) and not name.startswith(("/", "..")) and (study.root / name).is_file():
                yield name


@evidence
def versions_here(environment: StatedEnvironment) -> Comparison:
    """Each stated or imported package: which versions the study states, which one is installed here."""
    if environment.statement is None:
        raise Unavailable(
            "The study states no requirements.", "Add a requirements.txt, and 'code.requirements' to radaudit.yaml."
        )
    needed = {module: key for module, key in environment.givers.items() if module not in environment.imports.optional}
    # What another file of the study states counts as said, but its versions are not those of the chosen file.
    chosen = {module: key if key in environment.statement.needed else None for module, key in needed.items()}
    return compared(environment.statement, chosen, Installation.here())


@evidence
def installable(environment: StatedEnvironment, auditor: Auditor) -> Installable:
    """Whether the stated requirements can be met together: by their own words, by this machine, by a package index.

    Not a job, and never stored: an index changes every day.
    """
    statement = environment.statement
    if statement is None or not (statement.needed or statement.python):
        raise Unavailable(
            "The study states no requirements.", "Add a requirements.txt, and 'code.requirements' to radaudit.yaml."
        )
    apart, here = contradictions(statement), _met(statement, Installation.here())
    if apart:
        return Installable(apart, False, why_not="They exclude each other.")
    asked = sendable(statement)
    unasked = tuple(sorted(set(statement.needed) - {own.key for own in asked}))
    if not any(not own.constraint for own in asked):
        reason = "No package index can be asked about these requirements: conda installs them, or they name a place."
        return Installable((), here, why_not=reason, unasked=unasked)
    if not auditor.online:
        reason = "They were not resolved: the auditor does not allow the network."
        return Installable((), here, why_not=reason, offline=True, unasked=unasked)
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    return Installable((), here, resolve(asked, pythons_for(statement)), day=day, asked=len(asked), unasked=unasked)


def _met(statement: Statement, here: Installation) -> bool:
    """Whether this installation is one that the study asks for, packages that they need included."""
    lines = [own for lines in statement.needed.values() for own in lines if applies(own)]
    if any(own.source or own.conda or own.extras for own in lines):
        return False
    rows = compared(statement, {}, here).rows
    met = all(row.satisfied or (row.satisfied is None and row.here and not row.by) for row in rows)
    return met and not any(row.by for row in rows) and not here.unmet(own.key for own in lines)
