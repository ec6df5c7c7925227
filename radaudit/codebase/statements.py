"""Statements: assignments, branches, loops, definitions, imports."""

from __future__ import annotations

import ast

from radaudit.codebase import expressions, imports
from radaudit.codebase.choosing import choice_in
from radaudit.codebase.names import as_named, side_of
from radaudit.codebase.rows import Part, restricted
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, Loop, State
from radaudit.codebase.values import (
    NOTHING,
    Mark,
    Model,
    StudyClass,
    StudyFunction,
    Value,
    element,
    gathered,
    joined,
    trimmed,
)

UNROLLED = 8  # entries of a list that a loop is followed through one by one
CARRIED = ("selection", "filtering", "correlation", "tuning", "threshold")


def run(state: State, frame: Frame, body: list[ast.stmt]) -> None:
    """Walk through statements in order."""
    pushed = 0
    for statement in body:
        state.step()
        handler = _HANDLERS.get(type(statement))
        after = handler(state, frame, statement) if handler else None
        if after:
            state.guards.append(after)
            pushed += 1
    for _ in range(pushed):
        state.guards.pop()


def _expression(state: State, frame: Frame, node: ast.Expr) -> None:
    expressions.value_of(state, frame, node.value)


def _assign(state: State, frame: Frame, node: ast.Assign | ast.AnnAssign) -> None:
    if node.value is None:
        return
    value = expressions.value_of(state, frame, node.value).marked(state.guard)
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        bind(state, frame, target, value)


def _augment(state: State, frame: Frame, node: ast.AugAssign) -> None:
    value = expressions.value_of(state, frame, node.value).marked(state.guard)
    update(state, frame, node.target, value)


def bind(state: State, frame: Frame, target: ast.expr, value: Value) -> None:
    """Give a value to a name, to several names, to an attribute or to an entry."""
    if isinstance(target, ast.Name):
        frame.keep(target.id, as_named(value, target.id, state.outcomes))
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(state, frame, target.elts, value)
    elif isinstance(target, ast.Starred):
        bind(state, frame, target.value, value)
    elif isinstance(target, ast.Attribute):
        owners = [what for what in expressions.value_of(state, frame, target.value).whats if isinstance(what, Model)]
        for owner in owners:
            owner.attributes[target.attr] = as_named(value, target.attr, state.outcomes)
        if not owners:
            update(state, frame, target.value, value)
    elif isinstance(target, ast.Subscript):
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        base = expressions.value_of(state, frame, target.value)
        if isinstance(key, str) and isinstance(target.value, ast.Name):
            own = as_named(value, key, state.outcomes) if base.rows else value
            frame.keep(target.value.id, trimmed(base.but(entries=tuple({**dict(base.entries), key: own}.items()))))
        update(state, frame, target.value, value)


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
        frame.keep(target.id, _with(frame.find(target.id) or NOTHING, value))
    elif isinstance(target, ast.Attribute):
        for owner in expressions.value_of(state, frame, target.value).whats:
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


def _if(state: State, frame: Frame, node: ast.If) -> frozenset[Mark] | None:
    test = expressions.value_of(state, frame, node.test)
    chosen = choice_in(state, Place(frame.path, node.lineno), node, test)
    kept = (*CARRIED, "fit") if test.kinds("threshold") else CARRIED
    guard = chosen | frozenset(mark for mark in test.marks if mark.kind in kept)
    before = dict(frame.names)
    state.guards.append(guard)
    run(state, frame, node.body)
    after = frame.names
    frame.names = dict(before)
    run(state, frame, node.orelse)
    state.guards.pop()
    if _ends(node.body):
        return guard
    if node.orelse and _ends(node.orelse):
        frame.names = after
        return guard
    names = {**frame.names, **after}
    frame.names = {name: joined(frame.names.get(name), after.get(name)) for name in names}
    return None


def _ends(body: list[ast.stmt]) -> bool:
    return bool(body) and isinstance(body[-1], ast.Continue | ast.Break | ast.Return | ast.Raise)


def _for(state: State, frame: Frame, node: ast.For | ast.AsyncFor) -> None:
    place = Place(frame.path, node.lineno)
    value = counting(node.iter, expressions.value_of(state, frame, node.iter), place)
    folds = "folds" in value.tags
    state.loops.append(Loop(place, folds, "epoch" in ast.unparse(node.target).lower()))
    before = dict(frame.names)
    for number, own in enumerate(_turns(value)):
        bind(state, frame, node.target, own)
        run(state, frame, node.body)
        _written_back(frame, node, number)
        names = {**before, **frame.names}
        frame.names = {name: joined(before.get(name), frame.names.get(name)) for name in names}
    state.loops.pop()
    run(state, frame, node.orelse)


def _turns(value: Value) -> list[Value]:
    """What a loop's variable is in each turn: the entries of a short list, or twice the same."""
    if value.items and len(value.items) <= UNROLLED and "folds" not in value.tags:
        return list(value.items)
    return [element(value)] * 2


def _written_back(frame: Frame, node: ast.For | ast.AsyncFor, number: int) -> None:
    """``for table in (train, test): table[columns] = ...`` changes the tables themselves."""
    if not isinstance(node.iter, ast.Tuple | ast.List) or not isinstance(node.target, ast.Name):
        return
    parts = node.iter.elts
    own = parts[number] if number < len(parts) else None
    if isinstance(own, ast.Name) and changes_in_place(node.body, node.target.id):
        frame.keep(own.id, frame.find(node.target.id) or NOTHING)


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


def counting(node: ast.expr, value: Value, place: Place) -> Value:
    """Where a loop counts, or goes through a list of numbers, its variable may be a seed."""
    if (
        "folds" in value.tags
        or value.rows
        or value.whats
        or not isinstance(node, ast.Call | ast.Name | ast.List | ast.Tuple)
    ):
        return value
    mark = frozenset([Mark("loop", place)])
    items = tuple(own.marked(mark) for own in value.items) if value.items else None
    return value.but(inside=None if items else (value.inside or NOTHING).marked(mark), items=items)


def _while(state: State, frame: Frame, node: ast.While) -> None:
    state.loops.append(Loop(Place(frame.path, node.lineno), False))
    for _ in range(2):
        expressions.value_of(state, frame, node.test)
        run(state, frame, node.body)
    state.loops.pop()


def _with_block(state: State, frame: Frame, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        value = expressions.value_of(state, frame, item.context_expr)
        if item.optional_vars is not None:
            bind(state, frame, item.optional_vars, value)
    run(state, frame, node.body)


def _try(state: State, frame: Frame, node: ast.Try) -> None:
    run(state, frame, node.body)
    for handler in node.handlers:
        run(state, frame, handler.body)
    run(state, frame, node.orelse)
    run(state, frame, node.finalbody)


def _match(state: State, frame: Frame, node: ast.Match) -> None:
    expressions.value_of(state, frame, node.subject)
    for case in node.cases:
        run(state, frame, case.body)


def _function(state: State, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    function = StudyFunction(node, frame)
    state.functions.append((function, frame.path))
    frame.names[node.name] = Value(whats=frozenset([function]))


def _class(state: State, frame: Frame, node: ast.ClassDef) -> None:
    made = StudyClass(node, frame)
    state.classes.append((made, frame.path))
    frame.names[node.name] = Value(whats=frozenset([made]))


def _return(state: State, frame: Frame, node: ast.Return) -> None:
    if node.value is not None:
        frame.returned.append(expressions.value_of(state, frame, node.value).marked(state.guard))


def _import(state: State, frame: Frame, node: ast.Import | ast.ImportFrom) -> None:
    for name, value in imports.imported(state, frame, node, run):
        if name == "*":
            frame.names.update({key: own for key, own in value.items() if not key.startswith("_")})
        else:
            frame.names[name] = value


def _global(_state: State, frame: Frame, node: ast.Global) -> None:
    frame.shared.update(node.names)


_HANDLERS = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _assign,
    ast.AugAssign: _augment,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with_block,
    ast.AsyncWith: _with_block,
    ast.Try: _try,
    ast.Match: _match,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Global: _global,
}
