"""Calls: functions of the study are followed, those of libraries looked up."""

from __future__ import annotations

import ast
import re

from radaudit.codebase import expressions, library, methods, networks, scoring
from radaudit.codebase.names import makes_variants
from radaudit.codebase.source import Place
from radaudit.codebase.state import DEEPEST, Frame, State
from radaudit.codebase.values import (
    NOTHING,
    Bound,
    Filled,
    Library,
    Mark,
    Model,
    StudyClass,
    StudyFunction,
    Value,
    a_tuple,
    gathered,
    joined,
)
from radaudit.codebase.vocabulary import words

REPEATABILITY = re.compile(r"(^|_)(icc|ccc|intraclass|repeatab|reproducib|cov_w|wcv)|^icc|agreement")
DRAWS = words(
    "plot scatter bar barh axhline axvline axhspan axvspan hlines vlines text annotate set_ylim set_xlim ylim xlim "
    "set_title title legend fill_between set_yticks set_xticks imshow heatmap errorbar set_label set_ylabel"
)


class Arguments:
    """Arguments of a call: positional values, named ones, and their syntax."""

    def __init__(self, state: State, frame: Frame, node: ast.Call):
        self.node = node
        self.positional: list[Value] = []
        for part in node.args:
            value = expressions.value_of(state, frame, part)
            starred = isinstance(part, ast.Starred) and value.items is not None
            self.positional.extend(value.items if starred else [value])
        self.named: dict[str, Value] = {}
        self.constants: dict[str, object] = {}
        for own in node.keywords:
            value = expressions.value_of(state, frame, own.value)
            if own.arg is not None:
                self.named[own.arg] = value
                self.constants[own.arg] = own.value.value if isinstance(own.value, ast.Constant) else ...
            else:
                self.named.update(dict(value.entries))
                self.named.setdefault("**", value)

    @property
    def values(self) -> list[Value]:
        return [*self.positional, *self.named.values()]

    def get(self, place: int | None, *names: str) -> Value:
        """An argument by one of its names, or by its place."""
        for name in names:
            if name in self.named:
                return self.named[name]
        return self.positional[place] if place is not None and place < len(self.positional) else NOTHING

    def instead(self, *values: Value, named: dict[str, Value] | None = None) -> Arguments:
        """The same call with other arguments."""
        made = object.__new__(Arguments)
        made.node, made.positional, made.named = self.node, list(values), named or {}
        made.constants = {name: value for name, value in self.constants.items() if name in made.named}
        return made

    def constant(self, name: str, place: int | None = None) -> object:
        """A constant argument; ``...`` where it is given but no constant, None where it is not given."""
        if name in self.constants:
            return self.constants[name]
        if place is not None and place < len(self.node.args):
            node = self.node.args[place]
            return node.value if isinstance(node, ast.Constant) else ...
        return None


def call(state: State, frame: Frame, node: ast.Call) -> Value:
    """What a call may give; what it does is noted on the way."""
    made = _called(state, frame, node)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    variant = Mark("variant", Place(frame.path, node.lineno))
    return made.marked_within(frozenset([variant])) if makes_variants(name) and not made.whats else made


def _called(state: State, frame: Frame, node: ast.Call) -> Value:
    place = Place(frame.path, node.lineno)
    if isinstance(node.func, ast.Attribute):
        base = expressions.value_of(state, frame, node.func.value)
        if isinstance(node.func.value, ast.Call) and ast.unparse(node.func.value.func) == "super":
            return _of_parent(state, frame, node, place)
        if not any(isinstance(what, Library) for what in base.things) and not _callable_part(base, node.func.attr):
            arguments = _given(state, frame, node)
            return methods.method(state, frame, base, node.func.attr, arguments, node.func.value, place)
    callee = expressions.value_of(state, frame, node.func)
    arguments = _given(state, frame, node)
    return called(state, frame, callee, arguments, place)


def _of_parent(state: State, frame: Frame, node: ast.Call, place: Place) -> Value:
    """``super().method(...)``, where the class above is the study's own."""
    arguments = Arguments(state, frame, node)
    for what in (frame.find("self") or NOTHING).things:
        own = what.source if isinstance(what, Model) else None
        if own is not None and state.calls:
            method = own.method(node.func.attr, unlike=state.calls)
            if method is not None:
                function = StudyFunction(method, own.around, what)
                return followed(state, function, arguments.positional, arguments.named, place)
    return NOTHING


def _given(state: State, frame: Frame, node: ast.Call) -> Arguments:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    before, state.drawing = state.drawing, state.drawing or name in DRAWS
    arguments = Arguments(state, frame, node)
    state.drawing = before
    return arguments


def _callable_part(base: Value, name: str) -> bool:
    """Whether a method of the study's own, or of a module of its own, is meant."""
    for what in base.things:
        if not isinstance(what, Model):
            return True
        if name in what.attributes or (what.source is not None and what.source.method(name) is not None):
            return True
    return False


def called(state: State, frame: Frame, callee: Value, arguments: Arguments, place: Place) -> Value:
    """A call of whatever the callee may be."""
    found = []
    for what in callee.things:
        if isinstance(what, StudyFunction):
            made = followed(state, what, arguments.positional, arguments.named, place)
            found.append(scoring.by_hand(state, what, made, arguments.values, place))
            _changed_in_place(state, frame, what, arguments)
        elif isinstance(what, StudyClass):
            found.append(_instance(state, what, arguments, place))
        elif isinstance(what, Library):
            found.append(library.call(state, frame, what.name, arguments, place))
        elif isinstance(what, Bound):
            found.append(methods.method(state, frame, what.value, what.name, arguments, what.target, place))
        elif isinstance(what, Model):
            found.append(_of_object(state, frame, what, arguments, place))
        elif isinstance(what, Filled):
            given = [*what.positional, *arguments.positional]
            found.append(followed(state, what.function, given, {**dict(what.named), **arguments.named}, place))
    if not found:
        return library.unknown(state, "", arguments, place)
    return joined(*found).marked(callee.kinds("tuning", "seed"))


def _of_object(state: State, frame: Frame, model: Model, arguments: Arguments, place: Place) -> Value:
    """``thing(...)``: an object of the study with a way of being called, a network, or a model."""
    own = model.source.method("__call__") if model.source is not None else None
    if own is not None:
        function = StudyFunction(own, model.source.around, model)
        return followed(state, function, arguments.positional, arguments.named, place)
    if model.fitted and model.place not in state.networks:
        return methods.method(state, frame, Value(whats=frozenset([model])), "predict", arguments, None, place)
    return networks.applied(state, model, arguments, place)


def followed(
    state: State, function: StudyFunction, positional: list[Value], named: dict[str, Value], place: Place
) -> Value:
    """A function of the study, walked through with these arguments."""
    from radaudit.codebase.statements import run

    node = function.node
    state.called.add(node)
    if len(state.calls) >= DEEPEST or node in state.calls:
        return gathered([*positional, *named.values()])
    frame = Frame(function.around.path, function.around)
    bound = positional if function.owner is None else [Value(whats=frozenset([function.owner])), *positional]
    if function.owner is not None and _static(node):
        bound = positional
    _bind_arguments(state, frame, node.args, bound, named)
    if isinstance(node, ast.Lambda):
        return expressions.value_of(state, frame, node.body)
    state.calls.append(node)
    state.called_from.append(place)
    try:
        run(state, frame, node.body)
    finally:
        state.calls.pop()
        state.called_from.pop()
    state.left[node] = frame
    if frame.yielded:
        inside = joined(*frame.yielded)
        return gathered([inside]).but(inside=inside, tags=frozenset(["folds"]) if _has_sides(inside) else frozenset())
    made = joined(*frame.returned)
    if REPEATABILITY.search(node.name.lower()):  # it asks how well readers agree, not what a cohort is like
        return made.but(marks=made.marks - made.kinds("statistic", "scaling", "oversampling"))
    return made


def _changed_in_place(state: State, frame: Frame, function: StudyFunction, arguments: Arguments) -> None:
    """A table that a function was given and put something into is changed for its caller as well."""
    from radaudit.codebase.binding import changes_in_place

    left = state.left.pop(function.node, None)
    if left is None or function.owner is not None:
        return
    for own, given in zip(function.node.args.args, arguments.node.args, strict=False):
        if isinstance(given, ast.Name) and own.arg in left.names and changes_in_place(function.node.body, own.arg):
            frame.keep(given.id, left.names[own.arg])


def _has_sides(value: Value) -> bool:
    return any(part.role == "test" for atom in value.rows for part in atom.parts) or bool(value.picks)


def _static(node: ast.AST) -> bool:
    return any(isinstance(own, ast.Name) and own.id == "staticmethod" for own in getattr(node, "decorator_list", ()))


def _bind_arguments(
    state: State, frame: Frame, listed: ast.arguments, positional: list[Value], named: dict[str, Value]
) -> None:
    from radaudit.codebase.names import as_named

    parameters = [*listed.posonlyargs, *listed.args]
    defaults = dict(zip(reversed([own.arg for own in parameters]), reversed(listed.defaults), strict=False))
    defaults |= {own.arg: value for own, value in zip(listed.kwonlyargs, listed.kw_defaults, strict=True) if value}
    for name, default in defaults.items():
        frame.names[name] = expressions.value_of(state, frame.around or frame, default)
    for own, value in zip(parameters, positional, strict=False):
        frame.names[own.arg] = as_named(value, own.arg, state.outcomes)
    known = {own.arg for own in [*parameters, *listed.kwonlyargs]}
    for name, value in named.items():
        if name in known:
            frame.names[name] = as_named(value, name, state.outcomes)
    if listed.vararg:
        frame.names[listed.vararg.arg] = a_tuple(positional[len(parameters) :])
    if listed.kwarg:
        rest = {name: value for name, value in named.items() if name not in known}
        made = gathered(list(rest.values()))
        frame.names[listed.kwarg.arg] = made.but(tags=frozenset(["dict"]), entries=tuple(rest.items()))
    for own in [*parameters, *listed.kwonlyargs]:
        frame.names.setdefault(own.arg, NOTHING)


def _instance(state: State, what: StudyClass, arguments: Arguments, place: Place) -> Value:
    made = Model(what.node.name, frozenset(), place, source=what)
    for part in what.node.body:
        if isinstance(part, ast.Assign):
            for target in part.targets:
                if isinstance(target, ast.Name):
                    made.attributes[target.id] = expressions.value_of(state, what.around, part.value)
    start = what.method("__init__")
    if start is not None:
        followed(state, StudyFunction(start, what.around, made), arguments.positional, arguments.named, place)
    else:
        made.attributes.update(arguments.named)
        fields = [
            own.target.id
            for own in what.node.body
            if isinstance(own, ast.AnnAssign) and isinstance(own.target, ast.Name)
        ]
        made.attributes.update(dict(zip(fields, arguments.positional, strict=False)))
    return networks.data_set(made, what, arguments, place)
