"""Methods of tables and series: rows and columns taken, put together, summed up by group."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from radaudit.codebase import belonging, column_expressions, tables
from radaudit.codebase.comparing import condition
from radaudit.codebase.indexing import by_columns, column, listed_by
from radaudit.codebase.ledger import Split
from radaudit.codebase.names import is_individual, is_label, is_patient, is_site
from radaudit.codebase.numbered import one_row, restrict, turned, without
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
from radaudit.codebase.vocabulary import STATISTICS

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def _filled(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "value")
    return base.marked(tables.as_imputation(given.marks - given.kinds("fit", "loop") - base.marks))


def _dropped(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "columns", "labels", "index")
    parts = parts_of(given.rows) - parts_of(base.rows)
    if "index" in given.tags and len(parts) == 1:
        (part,) = parts
        return restrict(base, frozenset([Part(part.site, other_side(part.role))]))
    rows = next((own.value for own in arguments.node.keywords if own.arg == "index"), None)
    rows = rows or (arguments.node.args[0] if arguments.node.args else None)
    if rows is not None and one_row(rows, given) is not None:
        return without(base, rows, given) or base
    kept = tuple((key, own) for key, own in base.entries if key not in given.texts)
    return by_columns(base, given.but(rows=frozenset())).but(entries=kept, tags=base.tags)


def _queried(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``df.query("set == 'train'")``."""
    text = arguments.constant("expr", 0)
    try:
        node = ast.parse(text.replace("@", ""), mode="eval").body if isinstance(text, str) else None
    except (SyntaxError, ValueError):
        node = None
    return restrict(base, _conditions(base, node)) if node is not None else base


def _conditions(base: Value, node: ast.expr) -> frozenset[Part]:
    """What the parts of a text such as ``"site in ['A', 'B'] and quality > 2"`` say of rows."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return frozenset().union(*(_conditions(base, own) for own in node.values))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        return _conditions(base, node.left) | _conditions(base, node.right)
    if not isinstance(node, ast.Compare) or not isinstance(node.left, ast.Name):
        return frozenset()
    named = base.but(texts=frozenset([node.left.id]), tags=frozenset(), items=None)
    if isinstance(node.ops[0], ast.In | ast.NotIn):
        picks = belonging.listed(named, NOTHING, node.comparators[0])
        return picks if isinstance(node.ops[0], ast.In) else turned(Value(picks=picks)).picks
    part = condition(node, named)
    return frozenset([part]) if part else frozenset()


def _sampled(state: State, _frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    whole = arguments.constant("frac", 99)
    if whole in (1, 1.0):
        return base.but(tags=base.tags - {"sorted"})
    if arguments.constant("replace") is True and state.loops and not tables.of_one_class(base):  # a bootstrap
        part = frozenset([Part(("boot", place.path, place.line), "in")])
        return restrict(base, part).tagged("redrawn")
    if arguments.constant("replace") is True:
        return base.marked(frozenset([Mark("oversampling", place, base.rows)])) if base.rows else base
    site = ("sample", place.path, place.line)
    state.ledger.split(Split(place, site, "sample", False, False, "one-per-patient" in base.tags, False))
    return restrict(base, frozenset([Part(site, "in")]))


def _sorted(state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "by")
    base = _by_named(base, given)
    if base.kinds("score"):
        return base.tagged("ranked")
    if any(is_label(text, state.outcomes) for text in given.texts):
        return base.tagged("sorted")
    return base.but(tags=base.tags - {"sorted"})


def _by_named(base: Value, given: Value) -> Value:
    known = dict(base.entries)
    return listed_by(base, gathered([known[text] for text in given.texts if text in known]))


def _highest(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``table.nlargest(10, "auc")``."""
    return _by_named(base, arguments.get(1, "columns"))


def _grouped(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "by")
    tags, inner = {"per-group", *(f"by {text}" for text in given.texts if len(given.texts) == 1)}, {"of-group"}
    if any(is_patient(text) for text in given.texts) or "patients" in given.tags:
        tags, inner = {"per-patient"}, set()
    elif any(is_individual(text) for text in given.texts):
        tags, inner = {"per-patient"}, set()
    elif any(is_site(text) for text in given.texts):
        tags, inner = {"per-site"}, {"of-site", "of-group"}
    names = given.texts if len(given.texts) == 1 and "per-patient" not in tags else frozenset()
    by = [f"by {text}" for text in names]
    own = frozenset(Part(("column", text), "<group>") for text in names)
    group = restrict(base.but(items=None, inside=None), own).tagged(*inner, *by)
    inside = a_tuple([Value(picks=own, tags=frozenset(["group-key"])), group])
    return base.but(inside=inside, items=None, tags=base.tags | tags)


def _ranked(_state: State, _frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    """``table.rank()``: each value's place among all rows."""
    if not base.rows or base.predicted or "label" in base.tags or tables.by_row(arguments.constant("axis", 0)):
        return base
    return base.marked(tables.step("scaling", base, place))


def _one_group(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``groupby("set").get_group("train")``."""
    key = arguments.constant("name", 0)
    by = next((tag for tag in base.tags if tag.startswith("by ")), "")
    plain = base.but(inside=None, tags=base.tags - {"per-group", "per-site", "per-patient", by})
    if not by or not isinstance(key, str):
        return plain
    return restrict(plain, frozenset([Part(("column", by.removeprefix("by ")), key)]))


def _transformed(state: State, frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    """``apply``, ``transform``: a function on each column, row or group."""
    from radaudit.codebase.calls import called

    function = arguments.get(0, "func")
    per_row = tables.by_row(arguments.constant("axis"))
    if base.tags & {"per-patient"}:
        return base.but(inside=None, tags=(base.tags - {"per-patient"}) | {"one-per-patient"})
    named = sorted(function.texts & STATISTICS)[:1] if not function.whats else []
    if named and not base.predicted and base.tags & {"per-group", "per-site"}:
        spread = tables.reduced(base, named[0], None, place)
        return base.but(inside=None, tags=base.tags - {"per-group", "per-site", "label"}).marked(spread.marks)
    if per_row or base.predicted or not function.whats:
        return base.but(inside=None, tags=base.tags - {"per-group", "per-site"})
    plain = base.but(inside=None, tags=base.tags - {"per-group", "per-site"})
    if any(isinstance(what, StudyFunction | Library) for what in function.things):
        group = plain.tagged("of-site") if "per-site" in base.tags else plain
        group = group.tagged("of-group") if base.tags & {"per-site", "per-group"} else group
        made = called(
            state, frame, function, arguments.instead(group, *(arguments.get(None, "args").items or ())), place
        )
        made = made.but(tags=made.tags - {"of-site", "of-group"}) if made.rows or made.marks else plain
        return made.but(rows=made.rows or plain.rows) if made.rows else made
    return plain


def _piped(state: State, frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    """``table.pipe(function, ...)``: the function of the whole table."""
    from radaudit.codebase.calls import called

    function = arguments.get(0, "func")
    if not function.whats:
        return base
    named = {name: value for name, value in arguments.named.items() if name != "func"}
    return called(state, frame, function, arguments.instead(base, *arguments.positional[1:], named=named), place)


def _unique(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    tags = {"index"} | ({"one-per-patient"} if "patients" in base.tags else set())
    return base.but(tags=base.tags | tags)


def _single(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    given = arguments.get(0, "subset")
    if any(is_patient(text) for text in given.texts) or "patients" in base.tags:
        return base.tagged("one-per-patient", "index")
    return base


def _less(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``index.difference(others)``."""
    return without(base.tagged("index"), None, arguments.get(0)) or base if base.rows else base


def _first(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    tags = base.tags - {"per-patient", "per-group", "per-site"}
    return base.but(inside=None, tags=tags | ({"one-per-patient"} if "per-patient" in base.tags else set()))


def _few(_state: State, _frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    """``groupby(patient).head(1)``: one row of each."""
    return _first(_state, _frame, base, arguments, place) if "per-patient" in base.tags else base


def _wide(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``table.pivot(index=patient, columns=visit)``: one row for each."""
    by = arguments.named.get("index", NOTHING)
    if any(is_patient(text) for text in by.texts):
        return base.but(items=None, entries=()).tagged("one-per-patient")
    return base.but(items=None, entries=())


def _joined(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    if base.texts and not base.rows:  # " + ".join(names)
        return base.marked(frozenset(mark for value in arguments.positional for mark in value.marks))
    return tables.merged_values([base, *arguments.positional[:1]]) if base.rows else gathered(arguments.positional)


def _items(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    if "dict" in base.tags:
        key = Value(texts=base.texts, marks=base.kinds("selection", "filtering", "tuning"))
        inside = a_tuple([key, base.inside or NOTHING])
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


def _mapped(state: State, frame: Frame, base: Value, arguments: Arguments, place: Place) -> Value:
    """``site.map(rates)``: the values of another table, or of a function."""
    given = arguments.get(0, "arg")
    if given.whats:
        return _transformed(state, frame, base, arguments, place)
    return base.marked(given.marks - given.kinds("fit", "score", "loop"))


def _assigned(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    own = base.marked(frozenset(m for v in arguments.named.values() for m in v.marks if m.kind not in ("fit", "score")))
    return own.but(entries=(*base.entries, *arguments.named.items()))


def _split(_state: State, _frame: Frame, base: Value, _arguments: Arguments, _place: Place) -> Value:
    return base


OF_TABLE = {
    "fillna": _filled,
    "pivot": _wide,
    "pivot_table": _wide,
    "rank": _ranked,
    "get_group": _one_group,
    "drop": _dropped,
    "sample": _sampled,
    "query": _queried,
    "sort_values": _sorted,
    "groupby": _grouped,
    "nlargest": _highest,
    "nsmallest": _highest,
    "apply": _transformed,
    "transform": _transformed,
    "agg": _transformed,
    "pipe": _piped,
    "map": _mapped,
    "replace": _mapped,
    "unique": _unique,
    "drop_duplicates": _single,
    "isin": belonging.is_in,
    "is_in": belonging.is_in,
    "filter": column_expressions.kept_where,
    "with_columns": column_expressions.with_columns,
    "group_by": _grouped,
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
    "difference": _less,
    "head": _few,
    "tail": _few,
    "nth": _few,
    "idxmax": _few,
    "idxmin": _few,
}
