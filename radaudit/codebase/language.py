"""What Python itself does with objects: dicts made of pairs, records, copies, functions that are called elsewhere."""

from __future__ import annotations

import ast
from dataclasses import replace
from keyword import iskeyword
from typing import TYPE_CHECKING

from radaudit.codebase.attributes import attribute_of
from radaudit.codebase.rows import NO_ROWS
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import Library, Model, StudyClass, Value, element, gathered, joined, trimmed

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def of_python(state: State, frame: Frame, name: str, arguments: Arguments, place: Place) -> Value | None:
    """What such a call gives; None if it is another."""
    first = arguments.get(0)
    if name == "Parallel":  # Parallel(n_jobs=4)(delayed(function)(thing) for thing in things)
        return Value(whats=frozenset([Library("builtins.list")]))
    if name in ("delayed", "clone", "deepcopy") and first.whats:
        return _again(name, first, place)
    if name == "getattr" and first.whats and len(arguments.get(1).texts) == 1:
        return attribute_of(state, first, *arguments.get(1).texts, place)
    if name == "import_module" and len(first.texts) == 1:
        return Value(whats=frozenset([Library(*first.texts)]))
    if name in ("replace", "evolve") and any(isinstance(what, Model) for what in first.things):
        return _with_others(first, arguments.named)
    if name == "namedtuple":
        return _record(frame, arguments)
    if name in ("dict", "OrderedDict"):
        return _dict(first, arguments)
    if name in ("Counter", "defaultdict"):
        return gathered(arguments.values).but(tags=frozenset(["dict"]))
    return None


def _dict(first: Value, arguments: Arguments) -> Value:
    """``dict(a=1)``, ``dict(zip(names, tables))``, ``dict((name, table) for ...)``."""
    if arguments.named or first.entries:
        return _of_entries({**dict(first.entries), **arguments.named})
    pairs = first.items or ()
    if pairs and all(own.items and len(own.items) == 2 and len(own.items[0].texts) == 1 for own in pairs):
        return _of_entries({next(iter(own.items[0].texts)): own.items[1] for own in pairs})
    pair = element(first)
    if pair.items and len(pair.items) == 2:
        key, inside = pair.items
        return trimmed(gathered([inside]).but(inside=inside, texts=key.texts, tags=frozenset(["dict"])))
    return gathered(arguments.values).but(tags=frozenset(["dict"]))


def _of_entries(entries: dict[str, Value]) -> Value:
    made = gathered(list(entries.values())).but(inside=joined(*entries.values()), texts=frozenset(entries))
    return trimmed(made.but(entries=tuple(entries.items()), tags=frozenset(["dict"])))


def _record(frame: Frame, arguments: Arguments) -> Value:
    """``namedtuple("Fold", "train test")``: a class with these fields."""
    given = arguments.get(1)
    written = arguments.constant("field_names", 1)
    names = (
        written.replace(",", " ").split()
        if isinstance(written, str)
        else [t for v in given.items or () for t in v.texts]
    )
    body = "".join(f"\n    {own}: object" for own in names if own.isidentifier() and not iskeyword(own)) or "\n    pass"
    [node] = ast.parse(f"class Record:{body}").body
    return Value(whats=frozenset([StudyClass(node, frame)]))


def _again(name: str, value: Value, place: Place) -> Value:
    """``clone(model)``: another, not fitted; ``deepcopy(model)``: another; ``delayed(function)``: the function."""
    if name == "delayed":
        return value
    copies = {what: _copied(what, name == "clone", place) for what in value.things if isinstance(what, Model)}
    return value.but(whats=frozenset(copies.get(what, what) for what in value.whats))


def _copied(model: Model, anew: bool, place: Place) -> Model:
    own = replace(model, attributes=dict(model.attributes))
    if not anew:
        return own
    carried = frozenset(mark for mark in model.carried if mark.kind == "tuning")
    return replace(own, place=place, fitted=NO_ROWS, fit_place=None, watched=NO_ROWS, carried=carried)


def _with_others(record: Value, fields: dict[str, Value]) -> Value:
    """``dataclasses.replace(data, X=...)``: a second record, some fields of which are others."""
    made = [
        replace(what, attributes={**what.attributes, **fields}) if isinstance(what, Model) else what
        for what in record.things
    ]
    return Value(whats=frozenset(made))
