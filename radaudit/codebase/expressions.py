"""Expressions: what a piece of code may give."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from radaudit.codebase import calls, tables
from radaudit.codebase.attributes import attribute_of
from radaudit.codebase.belonging import either
from radaudit.codebase.comparing import compared
from radaudit.codebase.indexing import as_choice, subscript
from radaudit.codebase.numbered import all_but_one, turned, without
from radaudit.codebase.products import product
from radaudit.codebase.rows import NO_ROWS, Part, Rows, restricted
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
    if isinstance(node.value, bool):
        return Value(tags=frozenset(["constant", str(node.value).lower()]))
    if isinstance(node.value, int | float):
        return Value(tags=frozenset(["constant"]))
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
    spread = {key: own for at, value in zip(node.keys, values, strict=True) if at is None for key, own in value.entries}
    entries = tuple({**spread, **dict(entries)}.items())
    inside = joined(*values) if values else None
    return trimmed(gathered(values).but(inside=inside, texts=texts, entries=entries, tags=frozenset(["dict"])))


def _comprehension(state: State, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Value:
    with _looped(state, frame, node.generators) as turn:
        given = value_of(state, turn.frame, node.elt).marked(turn.marks)
    given = all_but_one(given) if turn.some_left_out else given
    given = given.but(marks=tables.put_together(given.marks))
    made = gathered([given]).but(inside=given, tags=frozenset(["list"]))
    if turn.picks and given.tags & {"row", "index"}:  # [j for j in range(n) if j != i]
        return made.but(rows=restricted(turn.rows, turn.picks), picks=turn.picks, inside=None).tagged("index")
    return made.but(picks=given.picks) if isinstance(node.elt, ast.Compare) else made


def _dict_comprehension(state: State, frame: Frame, node: ast.DictComp) -> Value:
    with _looped(state, frame, node.generators) as turn:
        key, given = value_of(state, turn.frame, node.key), value_of(state, turn.frame, node.value).marked(turn.marks)
    return gathered([given]).but(inside=given, texts=key.texts, tags=frozenset(["dict"]) | (key.tags & {"columns"}))


@dataclass
class Turn:
    """A comprehension's turn: its variables, what its conditions depend on, and what they say of rows."""

    frame: Frame
    marks: frozenset[Mark] = frozenset()
    picks: frozenset[Part] = frozenset()
    rows: Rows = NO_ROWS
    some_left_out: bool = False


@contextmanager
def _looped(state: State, frame: Frame, generators: list[ast.comprehension]) -> Iterator[Turn]:
    """The variables inside a comprehension, with its conditions."""
    from radaudit.codebase.binding import bind
    from radaudit.codebase.statements import counting

    turn, outside = Turn(Frame(frame.path, frame)), len(state.loops)
    inner = turn.frame
    for generator in generators:
        place = Place(frame.path, generator.iter.lineno)
        value = counting(generator.iter, value_of(state, inner, generator.iter), place)
        state.loops.append(Loop(place, "folds" in value.tags))
        bind(state, inner, generator.target, element(value))
        for test in generator.ifs:
            tested = value_of(state, inner, test)
            turn.marks |= as_choice(frozenset(m for m in tested.marks if m.kind not in ("fit", "score", "loop")))
            turn.picks |= tested.picks
            turn.rows = value.rows
            turn.some_left_out |= isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.NotEq | ast.NotIn)
    try:
        yield turn
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
        return gathered([left, right]).but(picks=left.picks | right.picks, tags=(left.tags | right.tags) & {"hits"})
    if isinstance(node.op, ast.BitOr) and left.picks and right.picks:
        return gathered([left, right]).but(picks=either(left, right))
    if isinstance(node.op, ast.Mult) and "list" in left.tags and left.items:  # [table] * 3
        return left
    if isinstance(node.op, ast.Add) and left.items and right.items and "list" in left.tags & right.tags:
        return a_tuple([*left.items, *right.items]).tagged("list")
    if isinstance(node.op, ast.Add) and {"list"} & (left.tags | right.tags):
        inside = joined(*(element(side) for side in (left, right) if side.items or side.inside))
        return gathered([left, right]).but(inside=inside if inside is not NOTHING else None, tags=frozenset(["list"]))
    if isinstance(node.op, ast.Sub):
        if left.tags & {"index", "one-per-patient"} and (right.picks or right.rows):  # set(all) - set(some)
            return without(left, None, right) or left
        if left.texts and right.texts and not left.rows:
            return left.marked(right.marks)
    if isinstance(node.op, ast.MatMult):
        return product(left, right, node.left, Place(frame.path, node.lineno))
    if isinstance(node.op, ast.Div) and ast.unparse(node.right).startswith("len("):  # a number, not its rows
        right = NOTHING
    made = gathered([left, right])
    return made.but(marks=tables.as_scaling(made.marks)) if made.rows else made


def _unary(state: State, frame: Frame, node: ast.UnaryOp) -> Value:
    value = value_of(state, frame, node.operand)
    return turned(value) if isinstance(node.op, ast.Invert | ast.Not) else value


def _boolean(state: State, frame: Frame, node: ast.BoolOp) -> Value:
    values = [value_of(state, frame, part) for part in node.values]
    return joined(*values) if isinstance(node.op, ast.Or) else gathered(values)


def _compare(state: State, frame: Frame, node: ast.Compare) -> Value:
    values = [value_of(state, frame, part) for part in (node.left, *node.comparators)]
    return compared(state, Place(frame.path, node.lineno), node, values)


def _attribute(state: State, frame: Frame, node: ast.Attribute) -> Value:
    base = value_of(state, frame, node.value)
    return attribute_of(state, base, node.attr, Place(frame.path, node.lineno))


def _subscript(state: State, frame: Frame, node: ast.Subscript) -> Value:
    base = value_of(state, frame, node.value)
    joins = [what.name.rpartition(".")[2] for what in base.things if isinstance(what, Library)]
    if joins in (["r_"], ["c_"]):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        values = [value_of(state, frame, part) for part in parts if not isinstance(part, ast.Slice)]
        place = Place(frame.path, node.lineno)
        return tables.stacked(values, place) if joins == ["r_"] else tables.merged_values(values)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    indices = [(part, NOTHING if isinstance(part, ast.Slice) else value_of(state, frame, part)) for part in parts]
    return subscript(state, node, Place(frame.path, node.lineno), base, indices)


def _call(state: State, frame: Frame, node: ast.Call) -> Value:
    return calls.call(state, frame, node)


def _text(state: State, frame: Frame, node: ast.JoinedStr) -> Value:
    """A text is known if all its parts are."""
    written: list[str] = []
    for part in node.values:
        texts = value_of(state, frame, part.value if isinstance(part, ast.FormattedValue) else part).texts
        written += texts if len(texts) == 1 else []
    return Value(texts=frozenset(["".join(written)])) if len(written) == len(node.values) > 0 else NOTHING


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
