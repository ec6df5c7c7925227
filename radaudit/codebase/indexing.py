"""Rows and columns of a table by index, by name, by condition."""

from __future__ import annotations

import ast

from radaudit.codebase.choosing import chosen
from radaudit.codebase.names import is_label, is_patient
from radaudit.codebase.rows import NO_ROWS, Part, other_side, parts_of, restricted
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import (
    NOTHING,
    Bound,
    Library,
    Mark,
    Model,
    StudyFunction,
    StudyModule,
    Value,
    element,
    gathered,
)
from radaudit.codebase.vocabulary import SCORES_OF_SEARCH, SEARCHES, TUNED

SAME = frozenset(["loc", "iloc", "at", "iat", "values", "T", "str", "dt", "cat", "array", "flat"])


def restrict(value: Value, parts: frozenset[Part]) -> Value:
    """The rows of a table that meet conditions."""
    if not parts:
        return value
    return value.but(
        rows=restricted(value.rows, parts),
        items=None,
        entries=tuple((key, own.but(rows=restricted(own.rows, parts))) for key, own in value.entries),
        tags=value.tags - {"concat"},
    )


def by_columns(value: Value, index: Value) -> Value:
    """Columns of a table, chosen in some way."""
    marks = frozenset(
        Mark("filtering", mark.place, mark.rows) if mark.kind in ("statistic", "correlation") else mark
        for mark in index.marks
        if mark.kind not in ("fit", "score", "loop")
    )
    return value.but(items=value.items if "concat" in value.tags else None, entries=()).marked(marks)


def column(state: State, value: Value, name: str) -> Value:
    """One column."""
    entry = dict(value.entries).get(name)
    if entry is not None:
        return entry
    own = value.but(
        items=None, inside=None, entries=(), texts=frozenset([name]), tags=value.tags & {"sorted", "per-group"}
    )
    if is_label(name, state.outcomes):
        own = own.but(marks=_to_outcome(own.marks)).tagged("label")
    return own.tagged("patients") if is_patient(name) else own


def _to_outcome(marks: frozenset[Mark]) -> frozenset[Mark]:
    """Correlations with the outcome are a selection; among features they are a filter."""
    return frozenset(Mark("selection", m.place, m.rows) if m.kind == "correlation" else m for m in marks)


def subscript(state: State, place: Place, base: Value, indices: list[tuple[ast.expr, Value]], by_label: bool) -> Value:
    """``base[...]``."""
    if not indices:
        return base
    node, index = indices[0]
    if len(indices) > 1:
        rows = _by_rows(base, node, index)
        second, columns = indices[1]
        return _columns(state, rows, second, columns, by_label)
    number = _number(node)
    if number is not None and base.items is not None and -len(base.items) <= number < len(base.items):
        return base.items[number]
    if number is not None and "ranked" in base.tags:
        return (base.inside or base).but(inside=None, items=None).marked(chosen(state, place, base))
    if number is not None and not by_label:
        return base.inside if base.inside is not None else base.but(items=None)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _entry(state, base, node.value)
    if isinstance(node, ast.Slice) or index.picks or _row_index(base, index) or by_label:
        return _by_rows(base, node, index)
    if "dict" in base.tags:
        return (base.inside or NOTHING).marked(index.kinds("tuning"))
    if "redrawn" in index.tags:
        return base.tagged("redrawn")
    if base.inside is not None and base.tags & {"list", "folds"} and not index.rows and not index.texts:
        return element(base).marked(index.kinds("tuning"))
    if index.predicted or (index.rows and not index.texts):
        return base.marked(index.marks - index.kinds("fit"))
    if not base.rows and not base.whats:
        return gathered([base, index]).but(inside=base.inside)
    return by_columns(base, index).but(texts=index.texts or base.texts)


def _entry(state: State, base: Value, name: str) -> Value:
    entry = dict(base.entries).get(name)
    if entry is not None:
        return entry
    if "dict" in base.tags and base.inside is not None:
        return base.inside
    return column(state, base, name)


def _columns(state: State, base: Value, node: ast.expr, index: Value, by_label: bool) -> Value:
    if isinstance(node, ast.Slice):
        return base
    if isinstance(node, ast.Constant):
        return column(state, base, node.value) if by_label and isinstance(node.value, str) else base.but(items=None)
    return by_columns(base, index)


def _by_rows(base: Value, node: ast.expr, index: Value) -> Value:
    if isinstance(node, ast.Slice):
        return _sliced(base, node)
    carried = index.kinds("seed", "tuning", "threshold")
    if index.picks:
        return restrict(base, index.picks).marked(carried)
    if _row_index(base, index):
        return restrict(base, parts_of(index.rows) - parts_of(base.rows)).marked(carried)
    return base.marked(index.marks - index.kinds("fit", "score", "loop"))


def _row_index(base: Value, index: Value) -> bool:
    return bool(base.rows and index.rows and not index.predicted and parts_of(index.rows) - parts_of(base.rows))


def _sliced(base: Value, node: ast.Slice) -> Value:
    """``table[:n]`` and ``table[n:]`` are two sides; rows from a first one on to the end are nearly all."""
    lower, upper = _bound(node.lower), _bound(node.upper)
    if not base.rows or "columns" in base.tags or not (lower or upper) or lower == "1" or node.step is not None:
        return base
    if "concat" in base.tags and base.items and not (lower and upper):
        piece = base.items[0] if upper else base.items[-1]
        return base.but(rows=piece.rows, items=None, tags=base.tags - {"concat"})
    if base.inside is not None or base.items is not None:
        return base
    side = f"{lower}:{upper}" if lower and upper else "head" if upper else "tail"
    return restrict(base, frozenset([Part(("slice",), side)]))


def _bound(node: ast.expr | None) -> str:
    return "" if node is None or (isinstance(node, ast.Constant) and node.value == 0) else ast.unparse(node)


def _number(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return -node.operand.value if isinstance(node.operand.value, int) else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None


def compared(state: State, node: ast.Compare, values: list[Value]) -> Value:
    """A comparison: a condition on rows, a prediction cut at a threshold, or neither."""
    left, right = values[0], values[-1]
    made = gathered(values).but(whats=frozenset(), texts=frozenset(), tags=frozenset())
    if len(values) > 2:
        return made
    for one, other in ((left, right), (right, left)):
        if one.predicted or one.rows:
            found = other.kinds("roc", "tuning", "selection") if not other.rows else other.kinds("roc", "tuning")
            found -= one.kinds("selection")
            cut = frozenset(Mark("threshold", m.place, m.rows) for m in found)
            made = made.but(marks=(made.marks - found) | cut)
    if left.rows and not left.predicted and not right.rows:
        part = condition(node, left)
        return made.but(picks=frozenset([part])) if part else made
    return made


def condition(node: ast.Compare, left: Value) -> Part | None:
    """What ``column == value`` says of rows."""
    operator, other = node.ops[0], node.comparators[0]
    name = next(iter(left.texts)) if len(left.texts) == 1 else ast.unparse(node.left)
    site = "label" if "label" in left.tags else "column"
    if isinstance(operator, ast.Eq | ast.NotEq):
        key = (site,) if site == "label" else (site, name)
        role = str(other.value) if isinstance(other, ast.Constant) else f"<{ast.unparse(other)}>"
        return Part(key, role if isinstance(operator, ast.Eq) else other_side(role))
    if isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE):
        below = isinstance(operator, ast.Lt | ast.LtE)
        return Part((site, name, ast.unparse(other)), "head" if below else "tail")
    return None


def turned(value: Value) -> Value:
    """``~mask``: the other rows."""
    if len(value.picks) == 1:
        (part,) = value.picks
        return value.but(picks=frozenset([Part(part.site, other_side(part.role))]))
    return value.but(picks=frozenset())


def attribute_of(state: State, base: Value, name: str, place: Place) -> Value:
    """``base.name``, not called."""
    found: list[Value] = []
    for what in base.whats:
        if isinstance(what, Library):
            found.append(Value(whats=frozenset([Library(f"{what.name}.{name}")])))
        elif isinstance(what, StudyModule):
            found.append(what.around.names.get(name, NOTHING))
        elif isinstance(what, Model):
            found.append(_of_model(state, what, name, place))
    if found:
        from radaudit.codebase.values import joined

        return joined(*found).marked(base.kinds("tuning", "seed"))
    if name in SAME:
        return base
    if name in ("columns", "feature_names_in_"):
        return Value(marks=base.marks - base.kinds("fit"), texts=base.texts, tags=frozenset(["columns"]))
    if name in ("shape", "size", "dtypes", "ndim"):
        return Value(rows=base.rows)
    if name == "index":
        return base.but(items=None, inside=None, entries=(), tags=frozenset(["index"]))
    if dict(base.entries).get(name) is not None or (base.rows and is_label(name, state.outcomes)):
        return column(state, base, name)
    return base.but(items=None, texts=frozenset([name])) if base.rows else base.but(items=None, inside=None, entries=())


def _of_model(state: State, model: Model, name: str, place: Place) -> Value:
    if name in model.attributes:
        return model.attributes[name]
    if model.source is not None:
        method = model.source.method(name)
        if method is not None:
            function = StudyFunction(method, model.source.around, model)
            made = Value(whats=frozenset([function]))
            if any(isinstance(own, ast.Name) and own.id == "property" for own in method.decorator_list):
                from radaudit.codebase.calls import followed

                return followed(state, function, [], {}, place)
            return made
        return NOTHING
    if model.name in SEARCHES:
        return _of_search(state, model, name, place)
    if not model.fitted:
        return Value(whats=frozenset([Bound(Value(whats=frozenset([model])), name, ast.Constant(None))]))
    where = model.fit_place or model.place
    kinds = model.kinds or {"tuning" if name in TUNED else "selection"}
    own = frozenset(Mark(kind, where, model.fitted) for kind in kinds)
    carried = frozenset(mark for mark in model.carried if mark.kind != "fit")
    return Value(NO_ROWS, own | carried)


def _of_search(state: State, model: Model, name: str, place: Place) -> Value:
    if name == "best_estimator_":
        return Value(whats=frozenset([model]))
    where = model.fit_place or model.place
    tuned = frozenset([Mark("tuning", where, model.fitted)]) if model.fitted else frozenset()
    if name in SCORES_OF_SEARCH and model.fitted:
        folds = restricted(model.fitted, [Part(("folds", where.path, where.line), "test")])
        state.ledger.chosen(where, folds, "search", reported=place)
        state.ledger.evaluated(place, folds, frozenset(model.carried), folds=True)
        return Value(marks=frozenset([Mark("score", place, folds, state.candidates)]))
    return Value(marks=tuned)
