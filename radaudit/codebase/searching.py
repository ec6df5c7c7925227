"""Searches written as functions: an objective that is called with many candidates, a key by which the best is found."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from radaudit.codebase.choosing import chosen
from radaudit.codebase.indexing import CHOOSING, as_choice
from radaudit.codebase.source import Place
from radaudit.codebase.state import Loop, State
from radaudit.codebase.values import Filled, Library, Mark, StudyFunction, Value, element, gathered, joined

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def functions(value: Value) -> list[StudyFunction | Filled]:
    """The study's functions that a value may be."""
    return [what for what in value.things if isinstance(what, StudyFunction | Filled)]


def called_with(state: State, function: StudyFunction | Filled, values: list[Value], place: Place) -> Value:
    """A function of the study, with what was filled in before."""
    from radaudit.codebase.calls import followed

    if isinstance(function, Filled):
        return followed(state, function.function, [*function.positional, *values], dict(function.named), place)
    return followed(state, function, values, {}, place)


def by_key(state: State, given: Value, key: Value, place: Place) -> frozenset[Mark]:
    """``max(candidates, key=score)``: the candidate whose score is best."""
    state.loops.append(Loop(place, False))
    candidate = element(given).marked(frozenset([Mark("loop", place)]))
    scored = joined(*(called_with(state, own, [candidate], place) for own in functions(key)))
    state.loops.pop()
    return chosen(state, place, scored)


def objective(state: State, target: Value, place: Place, candidate: Value) -> frozenset[Mark]:
    """``study.optimize(objective)``, ``minimize(objective, start)``: the best of many scores is kept."""
    marks: frozenset[Mark] = frozenset()
    state.loops.append(Loop(place, False))
    for own in functions(target):
        marks |= chosen(state, place, called_with(state, own, [candidate], place))
    state.loops.pop()
    return marks


def filled_in(_state: State, _frame: object, _name: str, arguments: Arguments, _place: Place) -> Value:
    """``functools.partial(function, ...)``."""
    target = arguments.get(0)
    own = [what for what in target.things if isinstance(what, StudyFunction)]
    given = tuple(arguments.positional[1:])
    named = tuple(arguments.named.items())
    made = frozenset(Filled(what, given, named) for what in own)
    return Value(whats=made or frozenset(what for what in target.things if isinstance(what, Library)))


def folded(state: State, _frame: object, _name: str, arguments: Arguments, place: Place) -> Value:
    """``functools.reduce(function, things, start)``."""
    target, things, made = arguments.get(0), arguments.get(1), arguments.get(2)
    turns = list(things.items) if things.items else [element(things)]
    for own in functions(target):
        for turn in turns:
            made = called_with(state, own, [made, turn], place)
    return made


def weighed(state: State, given: Value, key: Value, place: Place) -> frozenset[Mark]:
    """What a key or a condition of the study's own looks at when it is called with each thing."""
    scored = joined(*(called_with(state, own, [element(given)], place) for own in functions(key)))
    return as_choice(scored.kinds(*CHOOSING))


def kept_by(state: State, _frame: object, _name: str, arguments: Arguments, place: Place) -> Value:
    """``filter(function, things)``."""
    things = arguments.get(1)
    return things.marked_within(weighed(state, things, arguments.get(0), place))


def spread(state: State, arguments: Arguments, name: str, place: Place) -> Value:
    """``pool.map(function, things)``, ``pool.submit(function, thing)``."""
    given = arguments.positional[1:]
    turns = given if name in ("submit", "apply_async") else [element(value) for value in given]
    turns = list(turns[0].items) if name == "starmap" and turns and turns[0].items else turns
    inside = joined(*(called_with(state, own, turns, place) for own in functions(arguments.get(0))))
    return gathered([inside]).but(inside=inside)


def best_by(arguments: Arguments, state: State, place: Place, otherwise: Callable[[], Value]) -> Value:
    """``max`` and ``min`` with a key that is a function of the study."""
    key, given = arguments.named.get("key"), arguments.get(0)
    if key is None or not functions(key) or given.kinds("score"):
        return otherwise()
    return element(given).marked(by_key(state, given, key, place) | weighed(state, given, key, place))


def is_threshold(node: ast.Compare) -> bool:
    """Whether it asks for more or less, not for equality."""
    return len(node.ops) == 1 and isinstance(node.ops[0], ast.Gt | ast.GtE | ast.Lt | ast.LtE)
