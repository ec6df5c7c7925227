"""Expressions: what a piece of code may give."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager

from radaudit.codebase import calls
from radaudit.codebase.indexing import attribute_of, compared, subscript, turned
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, Loop, State
from radaudit.codebase.values import (
    NOTHING,
    Library,
    Mark,
    StudyFunction,
    Value,
    a_tuple,
    element,
    gathered,
    joined,
    trimmed,
)


def value_of(state: State, frame: Frame, node: ast.expr | None) -> Value:
    """What an expression may give."""
    if node is None:
        return NOTHING
    state.step()
    handler = _HANDLERS.get(type(node))
    if handler is not None:
        return handler(state, frame, node)
    children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return gathered([value_of(state, frame, child) for child in children])


def _constant(_state: State, _frame: Frame, node: ast.Constant) -> Value:
    return Value(texts=frozenset([node.value])) if isinstance(node.value, str) else NOTHING


def _name(_state: State, frame: Frame, node: ast.Name) -> Value:
    found = frame.find(node.id)
    return found if found is not None else Value(whats=frozenset([Library(f"builtins.{node.id}")]))


def _sequence(state: State, frame: Frame, node: ast.Tuple | ast.List | ast.Set) -> Value:
    values = [value_of(state, frame, part) for part in node.elts]
    made = a_tuple(values) if values and not isinstance(node, ast.Set) else gathered(values)
    if any(isinstance(part, ast.Starred) for part in node.elts):
        made = made.but(items=None, inside=joined(*(element(value) for value in values)))
    return made.tagged("list") if isinstance(node, ast.List) else made


def _dict(state: State, frame: Frame, node: ast.Dict) -> Value:
    keys = [value_of(state, frame, key) for key in node.keys]
    values = [value_of(state, frame, value) for value in node.values]
    texts = frozenset().union(*(key.texts for key in keys)) if keys else frozenset()
    entries = tuple(
        (key.value, value)
        for key, value in zip(node.keys, values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    )
    inside = joined(*values) if values else None
    return trimmed(gathered(values).but(inside=inside, texts=texts, entries=entries, tags=frozenset(["dict"])))


def _comprehension(state: State, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
    with _looped(state, frame, node.generators) as (inner, guard):
        given = value_of(state, inner, node.elt).marked(guard)
    return gathered([given]).but(inside=given, tags=frozenset(["list"]))


def _dict_comprehension(state: State, frame: Frame, node: ast.DictComp) -> Value:
    with _looped(state, frame, node.generators) as (inner, guard):
        key, given = value_of(state, inner, node.key), value_of(state, inner, node.value).marked(guard)
    return gathered([given]).but(inside=given, texts=key.texts, tags=frozenset(["dict"]))


@contextmanager
def _looped(state: State, frame: Frame, generators: list[ast.comprehension]) -> Iterator[tuple[Frame, frozenset[Mark]]]:
    """The variables inside a comprehension, and what its conditions depend on."""
    from radaudit.codebase.statements import bind, counting

    inner, marks, outside = Frame(frame.path, frame), frozenset(), len(state.loops)
    for generator in generators:
        place = Place(frame.path, generator.iter.lineno)
        value = counting(generator.iter, value_of(state, inner, generator.iter), place)
        state.loops.append(Loop(place, "folds" in value.tags))
        bind(state, inner, generator.target, element(value))
        for test in generator.ifs:
            tested = value_of(state, inner, test)
            marks |= frozenset(mark for mark in tested.marks if mark.kind not in ("fit", "score", "loop"))
    try:
        yield inner, marks
    finally:
        del state.loops[outside:]


def _lambda(_state: State, frame: Frame, node: ast.Lambda) -> Value:
    return Value(whats=frozenset([StudyFunction(node, frame)]))


def _either(state: State, frame: Frame, node: ast.IfExp) -> Value:
    test = value_of(state, frame, node.test)
    made = joined(value_of(state, frame, node.body), value_of(state, frame, node.orelse))
    if test.predicted:  # 1 if score >= cut else 0
        return gathered([test, made])
    return made.marked(test.kinds("selection", "filtering", "tuning"))


def _named(state: State, frame: Frame, node: ast.NamedExpr) -> Value:
    value = value_of(state, frame, node.value)
    frame.keep(node.target.id, value)
    return value


def _binary(state: State, frame: Frame, node: ast.BinOp) -> Value:
    left, right = value_of(state, frame, node.left), value_of(state, frame, node.right)
    if isinstance(node.op, ast.BitAnd):
        return gathered([left, right]).but(picks=left.picks | right.picks)
    if isinstance(node.op, ast.Add) and {"list"} & (left.tags | right.tags):
        inside = joined(*(element(side) for side in (left, right) if side.items or side.inside))
        return gathered([left, right]).but(inside=inside if inside is not NOTHING else None, tags=frozenset(["list"]))
    if isinstance(node.op, ast.Sub) and left.texts and right.texts:
        return left.marked(right.marks)
    return gathered([left, right])


def _unary(state: State, frame: Frame, node: ast.UnaryOp) -> Value:
    value = value_of(state, frame, node.operand)
    return turned(value) if isinstance(node.op, ast.Invert | ast.Not) else value


def _boolean(state: State, frame: Frame, node: ast.BoolOp) -> Value:
    values = [value_of(state, frame, part) for part in node.values]
    return joined(*values) if isinstance(node.op, ast.Or) else gathered(values)


def _compare(state: State, frame: Frame, node: ast.Compare) -> Value:
    values = [value_of(state, frame, part) for part in (node.left, *node.comparators)]
    return compared(state, node, values)


def _attribute(state: State, frame: Frame, node: ast.Attribute) -> Value:
    base = value_of(state, frame, node.value)
    return attribute_of(state, base, node.attr, Place(frame.path, node.lineno))


def _subscript(state: State, frame: Frame, node: ast.Subscript) -> Value:
    base = value_of(state, frame, node.value)
    by_label = isinstance(node.value, ast.Attribute) and node.value.attr in ("loc", "iloc", "at", "iat")
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    indices = [(part, NOTHING if isinstance(part, ast.Slice) else value_of(state, frame, part)) for part in parts]
    return subscript(state, Place(frame.path, node.lineno), base, indices, by_label)


def _call(state: State, frame: Frame, node: ast.Call) -> Value:
    return calls.call(state, frame, node)


def _text(state: State, frame: Frame, node: ast.JoinedStr) -> Value:
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            value_of(state, frame, part.value)
    return NOTHING


def _awaited(state: State, frame: Frame, node: ast.Await | ast.Starred) -> Value:
    return value_of(state, frame, node.value)


def _yield(state: State, frame: Frame, node: ast.Yield | ast.YieldFrom) -> Value:
    value = value_of(state, frame, node.value)
    frame.yielded.append(value if isinstance(node, ast.Yield) else element(value))
    return NOTHING


_HANDLERS = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Tuple: _sequence,
    ast.List: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _dict_comprehension,
    ast.Lambda: _lambda,
    ast.IfExp: _either,
    ast.NamedExpr: _named,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Call: _call,
    ast.JoinedStr: _text,
    ast.Await: _awaited,
    ast.Starred: _awaited,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
}
