"""Statements: assignments, branches, loops, definitions, imports."""

from __future__ import annotations

import ast

from radaudit.codebase import expressions, imports
from radaudit.codebase.binding import CARRIED, bind, changes_in_place, key_marks, set_apart, update
from radaudit.codebase.choosing import choice_in, chosen
from radaudit.codebase.indexing import as_choice
from radaudit.codebase.networks import is_training
from radaudit.codebase.searching import called_with, functions
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, Loop, State
from radaudit.codebase.values import (
    NOTHING,
    Mark,
    StudyClass,
    StudyFunction,
    Value,
    element,
    joined,
)

UNROLLED = 8  # entries of a list that a loop is followed through one by one


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
        bind(state, frame, target, set_apart(frame, value, target, node.value))


def _augment(state: State, frame: Frame, node: ast.AugAssign) -> None:
    value = expressions.value_of(state, frame, node.value).marked(state.guard)
    if state.loops and state.loops[-1].counts and isinstance(node.value, ast.Constant):  # seed += 1
        value = value.marked(frozenset([Mark("loop", state.loops[-1].place)]))
    if isinstance(node.target, ast.Subscript):
        value = value.marked(key_marks(state, frame, node.target))
    update(state, frame, node.target, value)


def _if(state: State, frame: Frame, node: ast.If) -> frozenset[Mark] | None:
    test = expressions.value_of(state, frame, node.test)
    picked = choice_in(state, Place(frame.path, node.lineno), node, test)
    kept = (*CARRIED, "fit") if test.kinds("threshold") else CARRIED
    guard = picked | as_choice(frozenset(mark for mark in test.marks if mark.kind in kept))
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
    folds = "folds" in value.tags or ("index" in value.tags and bool(value.rows))
    _enter(state, Loop(place, folds, is_training(node)))
    before = dict(frame.names)
    for number, own in enumerate(_turns(value)):
        bind(state, frame, node.target, own)
        run(state, frame, node.body)
        _written_back(frame, node, number)
        names = {**before, **frame.names}
        frame.names = {name: joined(before.get(name), frame.names.get(name)) for name in names}
    state.loops.pop()
    run(state, frame, node.orelse)


def _enter(state: State, loop: Loop) -> None:
    state.loops.append(loop)
    if loop.training:
        state.trainings.add((loop.place.path, loop.place.line))


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


def counting(node: ast.expr, value: Value, place: Place) -> Value:
    """Where a loop counts, or goes through a list of numbers, its variable may be a seed."""
    if (
        "folds" in value.tags
        or (value.rows and not value.predicted)
        or value.whats
        or not isinstance(node, ast.Call | ast.Name | ast.List | ast.Tuple)
    ):
        return value
    mark = frozenset([Mark("loop", place)])
    items = tuple(own.marked(mark) for own in value.items) if value.items else None
    one = Value(tags=value.tags & {"columns"})
    return value.but(inside=None if items else (value.inside or one).marked(mark), items=items)


def _while(state: State, frame: Frame, node: ast.While) -> None:
    """``while score < 0.8:`` is a search: it ends with the first try that is good enough."""
    place = Place(frame.path, node.lineno)
    _enter(state, Loop(place, False, is_training(node), counts=True))
    before = dict(frame.names)
    for _ in range(2):
        expressions.value_of(state, frame, node.test)
        run(state, frame, node.body)
        frame.names = {name: joined(before.get(name), frame.names.get(name)) for name in {**before, **frame.names}}
    test = expressions.value_of(state, frame, node.test)
    if not isinstance(node.test, ast.Constant):
        chosen(state, place, test)
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
    _decorated(state, frame, node)


def _decorated(state: State, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """A decorator of the study's own may put the function into a list of steps."""
    for own in node.decorator_list:
        root = own.func if isinstance(own, ast.Call) else own
        known = frame.find(root.id) if isinstance(root, ast.Name) else None
        if known is not None and functions(known):
            for what in functions(expressions.value_of(state, frame, own)):
                called_with(state, what, [frame.names[node.name]], Place(frame.path, node.lineno))


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


def _nonlocal(_state: State, frame: Frame, node: ast.Nonlocal) -> None:
    frame.outer.update(node.names)


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
    ast.Nonlocal: _nonlocal,
}
