"""Values given to names, attributes and entries."""

from __future__ import annotations

import ast

from radaudit.codebase import expressions, tables
from radaudit.codebase.names import as_named, is_label, side_of
from radaudit.codebase.numbered import filled
from radaudit.codebase.rows import Part, restricted
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import (
    NOTHING,
    Mark,
    Model,
    Value,
    element,
    gathered,
    joined,
    trimmed,
)

CARRIED = ("wrapper", "association", "selection", "filtering", "correlation", "tuning", "threshold")


def key_marks(state: State, frame: Frame, target: ast.Subscript) -> frozenset[Mark]:
    """``count[name] += 1``: what the keys of a dict depend on, so does the dict."""
    if isinstance(target.slice, ast.Slice | ast.Constant) or expressions.value_of(state, frame, target.value).rows:
        return frozenset()
    return expressions.value_of(state, frame, target.slice).kinds(*CARRIED)


def bind(state: State, frame: Frame, target: ast.expr, value: Value) -> None:
    """Give a value to a name, to several names, to an attribute or to an entry."""
    if isinstance(target, ast.Name):
        frame.keep(target.id, as_named(value, target.id, state.outcomes))
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(state, frame, target.elts, value)
    elif isinstance(target, ast.Starred):
        bind(state, frame, target.value, value)
    elif isinstance(target, ast.Attribute):
        owners = [what for what in expressions.value_of(state, frame, target.value).things if isinstance(what, Model)]
        for owner in owners:
            owner.attributes[target.attr] = as_named(value, target.attr, state.outcomes)
        if not owners:
            update(state, frame, target.value, value)
    elif isinstance(target, ast.Subscript):
        _put(state, frame, target, value)


def _put(state: State, frame: Frame, target: ast.Subscript, value: Value) -> None:
    """``table[key] = value``."""
    known = expressions.value_of(state, frame, target.slice).texts if not isinstance(target.slice, ast.Slice) else ()
    key = next(iter(known)) if len(known) == 1 and isinstance(target.slice, ast.Constant | ast.Name) else None
    base = expressions.value_of(state, frame, target.value)
    name = target.value.id if isinstance(target.value, ast.Name) else None
    if name and "mask" in base.tags and "constant" in value.tags and not isinstance(target.slice, ast.Slice):
        frame.change(name, filled(base, expressions.value_of(state, frame, target.slice), target.slice, value))
        return
    if base.rows and "missing" in expressions.value_of(state, frame, target.slice).tags:  # table[isnan(table)] = ...
        value = value.but(marks=tables.as_imputation(value.marks))
    if isinstance(key, str) and name:
        own = value if value.rows or not base.rows else value.but(rows=base.rows)
        own = as_named(own, key, state.outcomes) if base.rows else own
        one_class = ("one-class",) if "constant" in value.tags and is_label(key, state.outcomes) else ()
        made = base.but(entries=tuple({**dict(base.entries), key: own}.items())).tagged(*one_class)
        frame.change(name, trimmed(made))
    update(state, frame, target.value, value.marked(key_marks(state, frame, target)))


def _unpack(state: State, frame: Frame, targets: list[ast.expr], value: Value) -> None:
    if value.items is not None and len(value.items) == len(targets):
        parts = list(value.items)
    else:
        parts = [element(value) for _ in targets]
        if "unknown" in value.tags:
            parts = [_by_name(part, target) for part, target in zip(parts, targets, strict=True)]
    for target, part in zip(targets, parts, strict=True):
        bind(state, frame, target, part.marked(state.guard))


def _by_name(value: Value, target: ast.expr) -> Value:
    """The sides of a split that was made out of sight, told by the names of the variables."""
    side = side_of(target.id) if isinstance(target, ast.Name) else None
    if side is None or not value.rows:
        return value
    root = min(value.rows, key=repr).root
    return value.but(rows=restricted(value.rows, [Part(("named", *root), side)]))


def update(state: State, frame: Frame, target: ast.expr, value: Value) -> None:
    """Something is put into, or appended to, what a name holds."""
    while isinstance(target, ast.Subscript) or (
        isinstance(target, ast.Attribute) and target.attr in ("loc", "iloc", "at", "iat", "values")
    ):
        target = target.value
    if isinstance(target, ast.Name):
        frame.change(target.id, _with(frame.find(target.id) or NOTHING, value))
    elif isinstance(target, ast.Attribute):
        for owner in expressions.value_of(state, frame, target.value).things:
            if isinstance(owner, Model):
                owner.attributes[target.attr] = _with(owner.attributes.get(target.attr, NOTHING), value)


def _with(base: Value, value: Value) -> Value:
    both = gathered([base, value])
    holds_rows = bool(base.rows) and not base.tags & {"list", "dict"}
    of_column = frozenset(mark for mark in value.marks if mark.kind in ("fit", "score", "roc"))
    return base.but(
        rows=base.rows if holds_rows else both.rows,
        marks=both.marks - (of_column - base.marks) if holds_rows else both.marks,
        whats=both.whats,
        items=base.items if holds_rows else None,
        inside=base.inside if holds_rows else trimmed(joined(base.inside, *(base.items or ()), value)),
        texts=both.texts,
    )


def changes_in_place(body: list[ast.stmt], name: str) -> bool:
    """Whether statements put something into what a name holds, and never give the name to something else."""
    changed = False
    for part in (inner for own in body for inner in ast.walk(own)):
        for target in part.targets if isinstance(part, ast.Assign) else ():
            if isinstance(target, ast.Name) and target.id == name:
                return False
            while isinstance(target, ast.Subscript | ast.Attribute):
                target = target.value
                changed = changed or (isinstance(target, ast.Name) and target.id == name)
    return changed
