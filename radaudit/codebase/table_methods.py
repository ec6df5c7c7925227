"""Methods of tables and series: rows and columns taken, put together, summed up by group."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from radaudit.codebase import tables
from radaudit.codebase.indexing import by_columns, column, condition, restrict
from radaudit.codebase.ledger import Split
from radaudit.codebase.names import is_label, is_patient
from radaudit.codebase.rows import Part, other_side, parts_of
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import (
    NOTHING,
    Library,
    Mark,
    StudyFunction,
    Value,
    a_tuple,
    gathered,
)
from radaudit.codebase.vocabulary import SITES, plain_name

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def _filled(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "value")
    return base.marked(tables.as_imputation(given.marks - given.kinds("fit", "loop")))


def _dropped(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "columns", "labels", "index")
    parts = parts_of(given.rows) - parts_of(base.rows)
    if "index" in given.tags and len(parts) == 1:
        (part,) = parts
        return restrict(base, frozenset([Part(part.site, other_side(part.role))]))
    kept = tuple((key, own) for key, own in base.entries if key not in given.texts)
    return by_columns(base, given.but(rows=frozenset())).but(entries=kept, tags=base.tags)


def _queried(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``df.query("set == 'train'")``."""
    text = arguments.constant("expr", 0)
    try:
        node = ast.parse(text, mode="eval").body if isinstance(text, str) else None
    except (SyntaxError, ValueError):
        node = None
    if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Name):
        return base
    part = condition(node, base.but(texts=frozenset([node.left.id]), tags=frozenset()))
    return restrict(base, frozenset([part])) if part else base


def _sampled(state: State, _frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    whole = arguments.constant("frac", 99)
    if whole in (1, 1.0):
        return base.but(tags=base.tags - {"sorted"})
    if arguments.constant("replace") is True:
        return base.marked(frozenset([Mark("oversampling", place, base.rows)])) if base.rows else base
    site = ("sample", place.path, place.line)
    state.ledger.split(Split(place, site, "sample", False, False, "one-per-patient" in base.tags, False))
    return restrict(base, frozenset([Part(site, "in")]))


def _sorted(state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "by")
    if base.kinds("score"):
        return base.tagged("ranked")
    if any(is_label(text, state.outcomes) for text in given.texts):
        return base.tagged("sorted")
    return base.but(tags=base.tags - {"sorted"})


def _grouped(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "by")
    tags = {"per-group"}
    if any(is_patient(text) for text in given.texts) or "patients" in given.tags:
        tags = {"per-patient"}
    elif any(plain_name(text) in SITES for text in given.texts):
        tags = {"per-site"}
    inside = a_tuple([NOTHING, base.but(items=None, inside=None)])
    return base.but(inside=inside, items=None, tags=base.tags | tags)


def _transformed(state: State, frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    """``apply``, ``transform``: a function on each column, row or group."""
    from radaudit.codebase.calls import called

    function = arguments.get(0, "func")
    per_row = tables.by_row(arguments.constant("axis"))
    if base.tags & {"per-patient"}:
        return base.but(inside=None, tags=(base.tags - {"per-patient"}) | {"one-per-patient"})
    if per_row or base.predicted or not function.whats:
        return base.but(inside=None, tags=base.tags - {"per-group", "per-site"})
    plain = base.but(inside=None, tags=base.tags - {"per-group", "per-site"})
    if any(isinstance(what, StudyFunction | Library) for what in function.whats):
        made = called(state, frame, function, _OneArgument(arguments.node, plain), place)
        made = made if made.rows or made.marks else plain
        if "per-site" in base.tags:
            moved = frozenset(
                Mark("harmonisation", m.place, m.rows) if m.kind == "statistic" else m for m in made.marks
            )
            made = made.but(marks=moved)
        return made.but(rows=made.rows or plain.rows) if made.rows else made
    return plain


class _OneArgument:
    """A call with one positional value, made by a method that takes a function."""

    def __init__(self, node: ast.Call, value: Value):
        self.node, self.positional, self.named, self.constants = node, [value], {}, {}
        self.values = [value]

    def get(self, place: int | None, *_names: str) -> Value:
        return self.positional[0] if place == 0 else NOTHING

    def constant(self, _name: str, _place: int | None = None) -> None:
        return None


def _unique(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    tags = {"index"} | ({"one-per-patient"} if "patients" in base.tags else set())
    return base.but(tags=base.tags | tags)


def _single(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "subset")
    if any(is_patient(text) for text in given.texts) or "patients" in base.tags:
        return base.tagged("one-per-patient", "index")
    return base


def _is_in(state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0)
    parts = parts_of(given.rows) - parts_of(base.rows)
    if "patients" in base.tags:  # patients were parted, not rows
        for part in parts:
            if part.site in state.ledger.splits:
                state.ledger.splits[part.site] = replace(state.ledger.splits[part.site], grouped=True)
    if not parts and given.texts and base.rows and len(base.texts) == 1:
        parts = frozenset([Part(("column", *base.texts), "|".join(sorted(given.texts)))])
    return Value(base.rows, base.marks, picks=parts | given.picks)


def _first(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    tags = base.tags - {"per-patient", "per-group", "per-site"}
    return base.but(inside=None, tags=tags | ({"one-per-patient"} if "per-patient" in base.tags else set()))


def _joined(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    if base.texts and not base.rows:
        return base
    return tables.merged_values([base, *arguments.positional[:1]]) if base.rows else gathered(arguments.positional)


def _items(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    if "dict" in base.tags:
        inside = a_tuple([Value(texts=base.texts), base.inside or NOTHING])
        items = tuple(a_tuple([Value(texts=frozenset([key])), own]) for key, own in base.entries) or None
        return base.but(inside=None if items else inside, entries=(), items=items, tags=frozenset())
    plain = base.but(items=None, inside=None, entries=())
    return base.but(inside=a_tuple([Value(texts=base.texts, marks=frozenset()), plain]), items=None)


def _values(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    items = tuple(own for _, own in base.entries) or None
    return base.but(tags=base.tags - {"dict"}, entries=(), items=items, inside=None if items else base.inside)


def _got(state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    key = arguments.constant("", 0)
    if isinstance(key, str):
        return dict(base.entries).get(key) or base.inside or column(state, base, key)
    return base.inside or base


def _popped(state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    key = arguments.constant("", 0)
    return column(state, base, key) if isinstance(key, str) else base


def _assigned(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    own = base.marked(frozenset(m for v in arguments.named.values() for m in v.marks if m.kind not in ("fit", "score")))
    return own.but(entries=(*base.entries, *arguments.named.items()))


def _split(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    return base


OF_TABLE = {
    "fillna": _filled,
    "drop": _dropped,
    "sample": _sampled,
    "query": _queried,
    "sort_values": _sorted,
    "groupby": _grouped,
    "apply": _transformed,
    "transform": _transformed,
    "agg": _transformed,
    "pipe": _transformed,
    "map": lambda _s, _f, base, _a, _p: base,
    "unique": _unique,
    "drop_duplicates": _single,
    "isin": _is_in,
    "first": _first,
    "last": _first,
    "size": _first,
    "merge": _joined,
    "join": _joined,
    "items": _items,
    "iterrows": _items,
    "iteritems": _items,
    "values": _values,
    "get": _got,
    "pop": _popped,
    "assign": _assigned,
    "isnull": lambda _s, _f, base, _a, _p: Value(rows=base.rows, tags=frozenset(["missing"])),
    "isna": lambda _s, _f, base, _a, _p: Value(rows=base.rows, tags=frozenset(["missing"])),
    "notna": lambda _s, _f, base, _a, _p: Value(rows=base.rows, tags=frozenset(["missing"])),
    "notnull": lambda _s, _f, base, _a, _p: Value(rows=base.rows, tags=frozenset(["missing"])),
    "split": _split,
}
