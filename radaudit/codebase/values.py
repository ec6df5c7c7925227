"""What a variable may hold: rows of tables, what was computed of them, and objects that can be called."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from radaudit.codebase.rows import NO_ROWS, Part, Rows, united
from radaudit.codebase.source import Place


class Mark(NamedTuple):
    """Something that a value depends on.

    Attributes
    ----------
    kind
        A step that was fitted ("scaling", "selection", ...), "fit" for a model's training, "score" for a figure of
        performance, "roc" for a curve, "variants" for changed copies of cases among the rows,
        "loop" and "seed" for a loop's variable and the random numbers it sets.
    place
        The line.
    rows
        The rows that were looked at.
    loops
        Of a score: the loops around it that are no folds.
    """

    kind: str
    place: Place
    rows: Rows = NO_ROWS
    loops: tuple = ()


@dataclass(frozen=True)
class Value:
    """An abstract value.

    Attributes
    ----------
    rows
        Rows that it has an entry for.
    marks
        What it depends on.
    picks
        As an index: the condition that it puts on rows.
    whats
        Models, functions, classes and modules that it may be.
    items
        Entries of a tuple or a short list, in order.
    inside
        What iterating over it gives (of a dict: its values).
    texts
        Strings that it may be, or that it holds: names of columns, keys.
    tags
        What else is known: "label", "columns", "dict", "concat", "one-per-patient", "sorted", "per-group" ...
    entries
        Of a dict: values by key, as far as the keys are written out.
    """

    rows: Rows = NO_ROWS
    marks: frozenset[Mark] = frozenset()
    picks: frozenset[Part] = frozenset()
    whats: frozenset = frozenset()
    items: tuple[Value, ...] | None = None
    inside: Value | None = None
    texts: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    entries: tuple[tuple[str, Value], ...] = ()

    def but(self, **changes: object) -> Value:
        """The same value with some fields changed."""
        return replace(self, **changes)

    def marked(self, marks: frozenset[Mark]) -> Value:
        """The same value, depending on more."""
        return self if marks <= self.marks else replace(self, marks=self.marks | marks)

    def marked_within(self, marks: frozenset[Mark]) -> Value:
        """The same, with its entries depending on more as well."""
        if not marks:
            return self
        items = tuple(own.marked(marks) for own in self.items) if self.items else self.items
        inside = self.inside.marked_within(marks) if self.inside else None
        return replace(self, marks=self.marks | marks, items=items, inside=inside)

    def tagged(self, *tags: str) -> Value:
        return replace(self, tags=self.tags | set(tags))

    def kinds(self, *kinds: str) -> frozenset[Mark]:
        """Its marks of these kinds."""
        return frozenset(mark for mark in self.marks if mark.kind in kinds)

    @property
    def things(self) -> list:
        """What it may be, in the order of the code: a set of objects has another order in every run."""
        return sorted(self.whats, key=_where)

    @property
    def predicted(self) -> bool:
        """Whether a fitted model made it."""
        return any(mark.kind == "fit" for mark in self.marks)


def _where(what: object) -> tuple[str, str, int, str]:
    place = getattr(what, "place", None)
    inner = getattr(what, "function", what)
    path = place.path if place else getattr(getattr(inner, "around", None), "path", "")
    line = place.line if place else getattr(getattr(inner, "node", None), "lineno", 0)
    return type(what).__name__, path, line, getattr(what, "name", "")


NOTHING = Value()
FAINT = ("loop", "seed", "variant", "variants")  # they tell nothing of rows that were looked at
MOST_TEXTS = 60
MOST_ITEMS = 40
DEEPEST_NEST = 4


def joined(*values: Value | None) -> Value:
    """A value that may be any of these."""
    found = [value for value in values if value is not None and value is not NOTHING]
    if not found:
        return NOTHING
    first, *others = found
    for other in others:
        first = _joined(first, other)
    return first


def _joined(one: Value, two: Value) -> Value:
    if one == two:
        return one
    items = None
    if one.items is not None and two.items is not None and len(one.items) == len(two.items):
        items = tuple(joined(a, b) for a, b in zip(one.items, two.items, strict=True))
    inside = joined(one.inside, two.inside) if one.inside or two.inside else None
    if items is None and (one.items or two.items):
        inside = joined(inside, *(one.items or ()), *(two.items or ()))
    texts = one.texts | two.texts
    return Value(
        united(one.rows, two.rows),
        one.marks | two.marks,
        one.picks & two.picks if one.rows and two.rows else one.picks | two.picks,
        one.whats | two.whats,
        items,
        inside,
        texts if len(texts) <= MOST_TEXTS else frozenset(),
        one.tags | two.tags,
        _entries(one, two),
    )


def _entries(one: Value, two: Value) -> tuple[tuple[str, Value], ...]:
    first, second = dict(one.entries), dict(two.entries)
    return tuple((key, joined(first.get(key), second.get(key))) for key in {**first, **second})


def gathered(values: list[Value]) -> Value:
    """What depends on all of these: a container of them, or the result of an unknown operation."""
    if not values:
        return NOTHING
    texts = frozenset().union(*(value.texts for value in values))
    return Value(
        united(*(value.rows for value in values)),
        frozenset().union(*(value.marks for value in values)),
        whats=frozenset().union(*(value.whats for value in values)),
        texts=texts if len(texts) <= MOST_TEXTS else frozenset(),
        tags=frozenset().union(*(value.tags for value in values)) & {"label"},
    )


def a_tuple(values: list[Value]) -> Value:
    """A tuple or a list of known length; of a long one only what it holds is kept."""
    if len(values) > MOST_ITEMS:
        return gathered(values).but(inside=trimmed(joined(*values[:MOST_ITEMS])))
    return gathered(values).but(items=tuple(trimmed(value) for value in values))


def trimmed(value: Value, depth: int = DEEPEST_NEST) -> Value:
    """A value whose containers stand in each other no deeper than this, so that no code can make it grow for ever."""
    if not value.items and value.inside is None and not value.entries:
        return value
    if depth == 0:
        return value.but(items=None, inside=None, entries=())
    items = tuple(trimmed(own, depth - 1) for own in value.items) if value.items else value.items
    inside = trimmed(value.inside, depth - 1) if value.inside else value.inside
    entries = tuple((key, trimmed(own, depth - 1)) for key, own in value.entries[:MOST_ITEMS])
    return value.but(items=items, inside=inside, entries=entries)


def element(value: Value) -> Value:
    """What iterating over a value gives."""
    if "dict" in value.tags:
        return Value(texts=value.texts, marks=value.marks - value.kinds("fit"), tags=value.tags & {"columns"})
    if value.inside is not None or value.items:
        return joined(value.inside, *(value.items or ()))
    if "index" in value.tags:  # one id, or one number
        seen = value.kinds("loop", "seed") if value.rows else value.marks - value.kinds("fit", "score")
        return Value(marks=seen, picks=value.picks, texts=value.texts, tags=frozenset(["row"]))
    return value.but(items=None, tags=value.tags - {"label"})


@dataclass(eq=False)
class Model:
    """Anything that is made and then fitted: an estimator, a step, a search, a splitter, an object of the study.

    Attributes
    ----------
    name
        Name of its class.
    kinds
        What it does to columns or rows when it is fitted.
    place
        Where it was made.
    given, options
        Arguments of the constructor.
    fitted, carried
        Rows of the last fit, and the marks of what it was fitted on.
    fit_place
        Where it was fitted.
    permuted
        Whether its outcomes were shuffled, to see what chance gives.
    supervised
        Whether it was given outcomes.
    watched
        Rows that are scored after each round of its training.
    source
        Of an object of the study: its class; `attributes` are its own.
    """

    name: str
    kinds: frozenset[str]
    place: Place
    given: tuple[Value, ...] = ()
    options: dict[str, Value] = field(default_factory=dict)
    constants: dict[str, object] = field(default_factory=dict)
    fitted: Rows = NO_ROWS
    carried: frozenset[Mark] = frozenset()
    fit_place: Place | None = None
    permuted: bool = False
    supervised: bool = False
    watched: Rows = NO_ROWS
    source: StudyClass | None = None
    attributes: dict[str, Value] = field(default_factory=dict)

    @property
    def own_marks(self) -> frozenset[Mark]:
        """What transformed values depend on."""
        if not self.fitted:
            return self.carried
        place = self.fit_place or self.place
        return self.carried | {Mark(kind, place, self.fitted) for kind in self.kinds}


@dataclass(frozen=True)
class Library:
    """A module or a name of another library, dotted."""

    name: str


@dataclass(frozen=True, eq=False)
class StudyFunction:
    """A function of the study, with the variables around it."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    around: object
    owner: Model | StudyClass | None = None


@dataclass(frozen=True, eq=False)
class Filled:
    """A function of the study with some of its arguments filled in."""

    function: StudyFunction
    positional: tuple[Value, ...]
    named: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, eq=False)
class StudyClass:
    """A class of the study."""

    node: ast.ClassDef
    around: object

    def method(self, name: str, depth: int = 4, unlike: Sequence[ast.AST] = ()) -> ast.FunctionDef | None:
        """A method of its own, or of the study's classes that it is made from; none that the walk is in (`unlike`)."""
        for part in self.node.body:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.name == name and part not in unlike:
                return part
        for base in self.node.bases if depth else ():
            known = self.around.find(base.id) if isinstance(base, ast.Name) else None
            for what in known.whats if known else ():
                found = what.method(name, depth - 1, unlike) if isinstance(what, StudyClass) else None
                if found is not None:
                    return found
        return None


@dataclass(frozen=True, eq=False)
class StudyModule:
    """A module of the study, with its variables."""

    path: str
    around: object


@dataclass(frozen=True, eq=False)
class Bound:
    """A method of a value, not yet called."""

    value: Value
    name: str
    target: ast.expr
