"""The whole of a study's code, followed from every file."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from radaudit.codebase import imports, statements
from radaudit.codebase.calls import followed
from radaudit.codebase.hygiene import Remark, remarks
from radaudit.codebase.judge import Conflict, conflicts, is_held_out
from radaudit.codebase.ledger import Upon
from radaudit.codebase.names import side_of
from radaudit.codebase.outcomes import outcome_columns
from radaudit.codebase.rows import Part, restricted, table
from radaudit.codebase.source import Place, Source
from radaudit.codebase.state import State, TooLong
from radaudit.codebase.stored import found_in
from radaudit.codebase.values import Model, StudyFunction, Value
from radaudit.codebase.vocabulary import plain_name


@dataclass(frozen=True)
class Analysis:
    """What following the code showed.

    Attributes
    ----------
    conflicts
        Pairs of lines that don't go together.
    remarks
        What single lines show.
    splits
        Where rows are parted, and how.
    evaluations
        Lines that evaluate rows which a model was not trained on.
    unfollowed
        Files that were left off, because there are more ways through them than are followed.
    upon
        Steps that are fitted on what an earlier step made.
    """

    conflicts: tuple[Conflict, ...]
    remarks: tuple[Remark, ...]
    splits: tuple[Place, ...]
    evaluations: tuple[Place, ...]
    unfollowed: tuple[str, ...]
    upon: tuple[Upon, ...] = ()


def analyse(sources: Iterable[Source], outcomes: Iterable[str] = (), patients_repeat: bool = False) -> Analysis:
    """Follow the code.

    Parameters
    ----------
    sources
        The files of one study; imports between them are followed.
    outcomes
        Columns that hold the outcome.
    patients_repeat
        Whether the cohort has patients with several rows.
    """
    files = {source.path: source for source in sources}
    known = frozenset(map(plain_name, outcomes)) | outcome_columns(files.values())
    walks = [_walked(files, known)]
    if any(source.as_run for source in files.values()):
        again = {path: replace(own, tree=own.as_run) if own.as_run else own for path, own in files.items()}
        walks.append(_walked(again, known))
    ledgers = [state.ledger for state, _ in walks]
    found = {own: None for ledger in ledgers for own in conflicts(ledger, patients_repeat)}
    first = {(own.kind, own.place): own for own in reversed(found)}
    return Analysis(
        tuple(sorted(first.values(), key=lambda own: (own.place, own.kind))),
        tuple(remark for source in files.values() for remark in sorted(remarks(source), key=lambda own: own.place)),
        tuple(sorted({split.place for ledger in ledgers for split in ledger.splits.values()})),
        tuple(sorted({own.place for ledger in ledgers for own in ledger.evaluations if is_held_out(own)})),
        tuple(sorted({path for _, left in walks for path in left})),
        tuple(
            sorted({own for ledger in ledgers for own in ledger.upon}, key=lambda own: (own.place, own.kind, own.made))
        ),
    )


def _walked(files: Mapping[str, Source], outcomes: frozenset[str]) -> tuple[State, list[str]]:
    """Follow the files; once more where one reads what another, walked through after it, writes."""
    state, left = _walk(files, outcomes, {})
    wanted = [(found_in(state.files, name), name, path) for name, path in sorted(state.missed)]
    late = {name: own for own, name, path in wanted if own is not None and own.path != path}
    return _walk(files, outcomes, late) if late else (state, left)


def _walk(files: Mapping[str, Source], outcomes: frozenset[str], earlier: Mapping) -> tuple[State, list[str]]:
    """Follow every file, then what no file calls; with the files that were left off."""
    state = State(files, outcomes, earlier=earlier)
    left = [path for path in files if not _followed(state, lambda path=path: _file(state, path))]
    for function, path in list(state.functions):
        if function.node not in state.called and not _followed(state, lambda own=function: _uncalled(state, own, None)):
            left.append(path)
    for made, path in list(state.classes):
        if not _followed(state, lambda own=made: _unmade(state, own)):
            left.append(path)
    return state, left


def _followed(state: State, walk: Callable[[], None]) -> bool:
    state.steps = 0
    state.guards, state.loops, state.calls, state.called_from = [], [], [], []
    try:
        walk()
    except (TooLong, RecursionError):
        return False
    return True


def _file(state: State, path: str) -> None:
    imports.module_names(state, path, statements.run)


def _uncalled(state: State, function: StudyFunction, owner: Model | None) -> None:
    """A function that no file calls: its arguments are tables of an unknown origin."""
    node = function.node
    where = ("call", function.around.path, node.lineno, ())
    named = {}
    for own in [*node.args.args, *node.args.kwonlyargs]:
        side = side_of(own.arg)
        rows = table(*where)
        named[own.arg] = Value(restricted(rows, [Part(("named", *where), side)]) if side else rows)
    plain = {
        own.arg for own, default in zip(reversed(node.args.args), reversed(node.args.defaults), strict=False) if default
    }
    plain |= {own.arg for own, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if default}
    named = {name: value for name, value in named.items() if name not in plain}
    bound = StudyFunction(node, function.around, owner)
    if owner is not None and node.args.args:
        named.pop(node.args.args[0].arg, None)
    followed(state, bound, [], named, Place(function.around.path, node.lineno))


def _unmade(state: State, made: object) -> None:
    """Methods that nothing calls, in the order in which they stand, on one object."""
    methods = [part for part in made.node.body if isinstance(part, ast.FunctionDef) and part not in state.called]
    owner = Model(made.node.name, frozenset(), Place(made.around.path, made.node.lineno), source=made)
    for node in methods:
        _uncalled(state, StudyFunction(node, made.around), owner)
