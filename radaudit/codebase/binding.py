"""Values given to names, attributes and entries."""

from __future__ import annotations

import ast
from collections.abc import Callable

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
    if isinstance(key, str):
        enter(state, frame, target.value, key, value)
    update(state, frame, target.value, value.marked(key_marks(state, frame, target)))


def enter(state: State, frame: Frame, target: ast.expr, key: str, value: Value) -> None:
    """``things[key] = value``, where the things are those of a name, of an object, or of a dict in a dict."""
    root, keys = _path(target)
    if None not in keys:
        _replace(state, frame, root, lambda base: _entered(state, base, [*keys, key], value))


def _path(target: ast.expr) -> tuple[ast.expr, list[str | None]]:
    """``things["a"].loc[rows]``: the name or attribute that it begins with, and the keys; None for one not known."""
    keys: list[str | None] = []
    while True:
        if isinstance(target, ast.Subscript):
            own = target.slice
            keys.insert(0, own.value if isinstance(own, ast.Constant) and isinstance(own.value, str) else None)
            target = target.value
        elif isinstance(target, ast.Attribute) and target.attr in ("loc", "iloc", "at", "iat", "values"):
            target = target.value
        elif isinstance(target, ast.Call) and getattr(target.func, "attr", "") in ("setdefault", "get"):
            target = target.func.value
            keys.insert(0, None)
        else:
            return target, keys


def _replace(state: State, frame: Frame, root: ast.expr, change: Callable[[Value], Value]) -> None:
    """Change what a name or an attribute holds."""
    if isinstance(root, ast.Name):
        frame.change(root.id, change(frame.find(root.id) or NOTHING))
    elif isinstance(root, ast.Attribute):
        for owner in expressions.value_of(state, frame, root.value).things:
            if isinstance(owner, Model):
                owner.attributes[root.attr] = change(owner.attributes.get(root.attr, NOTHING))


def _entered(state: State, base: Value, keys: list[str], value: Value) -> Value:
    """A table or dict with another value under a key, or under a key of what is under a key."""
    key, *rest = keys
    known = dict(base.entries)
    if rest:
        return (
            base.but(entries=tuple({**known, key: _entered(state, known[key], rest, value)}.items()))
            if (key in known)
            else base
        )
    own = value if value.rows or not base.rows else value.but(rows=base.rows)
    own = as_named(own, key, state.outcomes) if base.rows else own
    one_class = ("one-class",) if "constant" in value.tags and is_label(key, state.outcomes) else ()
    return trimmed(base.but(entries=tuple({**known, key: own}.items())).tagged(*one_class))


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


def set_apart(frame: Frame, value: Value, target: ast.expr, node: ast.expr) -> Value:
    """``external = read("site_b.csv")``: a file that is read under such a name is a test set."""
    if (
        not isinstance(target, ast.Name)
        or side_of(target.id) != "test"
        or not isinstance(node, ast.Call | ast.DictComp)
    ):
        return value
    known = [frame.find(part.id) for part in ast.walk(node) if isinstance(part, ast.Name)]
    if any(own is not None and own.rows for own in known):  # made of a table that was there before
        return value
    whole = value.rows and all(atom.root[0] in ("file", "read") and not atom.parts for atom in value.rows)
    return _restricted(value, Part(("named", target.id), "test")) if whole else value


def _restricted(value: Value, part: Part) -> Value:
    """A value, with all that it holds, of rows that meet a condition."""
    return value.but(
        rows=restricted(value.rows, [part]),
        inside=_restricted(value.inside, part) if value.inside else None,
        items=tuple(_restricted(own, part) for own in value.items) if value.items is not None else None,
        entries=tuple((key, _restricted(own, part)) for key, own in value.entries),
    )


def update(state: State, frame: Frame, target: ast.expr, value: Value) -> None:
    """Something is put into, or appended to, what a name holds."""
    root, keys = _path(target)
    _replace(state, frame, root, lambda base: _put_in(base, keys, value))


def _put_in(base: Value, keys: list[str | None], value: Value) -> Value:
    """What is put into an entry that is known is put into the whole as well."""
    made, known = _with(base, value), dict(base.entries)
    if keys and keys[0] in known:
        made = made.but(entries=tuple({**known, keys[0]: _put_in(known[keys[0]], keys[1:], value)}.items()))
    return made


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
