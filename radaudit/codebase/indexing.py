"""Rows and columns of a table by index, by name, by condition."""

from __future__ import annotations

import ast

from radaudit.codebase.choosing import chosen
from radaudit.codebase.ledger import Split
from radaudit.codebase.names import is_label, is_patient, is_site, side_of
from radaudit.codebase.numbered import all_but_one, one_row, permuted, restrict, strided
from radaudit.codebase.rows import Part, Rows, parts_of, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import (
    NOTHING,
    Mark,
    Value,
    element,
    gathered,
)

Indices = list[tuple[ast.expr, Value]]
CHOOSING = ("wrapper", "selection", "association", "filtering", "correlation", "statistic")
NO_CHOICE = ("scaling", "imputation", "oversampling", "variant", "variants")
OF_COLUMN = frozenset(
    ["sorted", "per-group", "per-site", "per-patient", "one-per-patient", "of-site", "of-group", "redrawn"]
)


def by_columns(value: Value, index: Value) -> Value:
    """Columns of a table, chosen in some way."""
    marks = as_choice(frozenset(mark for mark in index.marks if mark.kind not in ("fit", "score", "loop")))
    named = index.inside.tags if index.inside is not None else index.tags
    if "columns" in named | index.tags or not (index.inside or index.texts):  # columns were tried, and the best kept
        marks = frozenset(mark._replace(kind="wrapper") if mark.kind == "tuning" else mark for mark in marks)
    return value.but(items=value.items if "concat" in value.tags else None, entries=()).marked(marks)


def as_choice(marks: frozenset[Mark]) -> frozenset[Mark]:
    """What a choice of columns depends on: with the outcome in view it is a selection, without it a filter.

    Whether the columns were scaled for it, or some rows repeated, changes nothing.
    """
    return frozenset(_as_choice(mark) for mark in marks if mark.kind not in NO_CHOICE)


def _as_choice(mark: Mark) -> Mark:
    by_outcome = any(part.site[0] == "label" for atom in mark.rows for part in atom.parts)
    if mark.kind == "association" or (mark.kind == "statistic" and by_outcome):
        return mark._replace(kind="selection")
    return mark._replace(kind="filtering") if mark.kind in ("statistic", "correlation") else mark


def listed_by(value: Value, by: Value) -> Value:
    """``table[table.p < 0.05]``, ``table.sort_values("p")``: what is left, or first, depends on that column."""
    marks = as_choice(by.kinds(*CHOOSING))
    return value.but(entries=tuple((key, own.marked(marks)) for key, own in value.entries)) if marks else value


def column(state: State, value: Value, name: str) -> Value:
    """One column."""
    entry = dict(value.entries).get(name)
    if entry is not None:
        return entry.tagged(*(value.tags & OF_COLUMN)) if entry.rows else entry
    own = value.but(items=None, inside=None, entries=(), texts=frozenset([name]), tags=value.tags & OF_COLUMN)
    if is_label(name, state.outcomes):
        own = own.but(marks=_to_outcome(own.marks)).tagged("label")
    return own.tagged("patients") if is_patient(name) else own


def _to_outcome(marks: frozenset[Mark]) -> frozenset[Mark]:
    """Correlations with the outcome are a selection; among features they are a filter."""
    return frozenset(Mark("selection", m.place, m.rows) if m.kind == "correlation" else m for m in marks)


def subscript(state: State, node: ast.Subscript, place: Place, base: Value, indices: Indices) -> Value:
    """``base[...]``."""
    source = node.value
    by_label = isinstance(source, ast.Attribute) and source.attr in ("loc", "iloc", "at", "iat")
    if not indices:
        return base
    node, index = indices[0]
    if len(indices) > 1:
        rows = _by_rows(state, place, base, node, index)
        second, columns = indices[1]
        return _columns(state, rows, second, columns, by_label)
    number = _number(node)
    if number is not None and ("ranked" in base.tags or base.items is not None or not by_label):
        return _by_number(state, place, base, number, source)
    if _is_name(index):
        return _entry(state, base, *index.texts)
    if isinstance(node, ast.Slice) or index.picks or _row_index(base, index) or by_label or one_row(node, index):
        return _by_rows(state, place, base, node, index)
    if "dict" in base.tags:
        inside = _of_group(base.inside, index) if base.inside else NOTHING
        return inside.marked(index.kinds("tuning"))
    if permuted(node, base, index):
        return base.tagged("permuted")
    return _by_value(state, place, base, index)


def _by_number(state: State, place: Place, base: Value, number: int, source: ast.expr) -> Value:
    """``base[0]``: an entry that is known, the first of a ranking, or any."""
    if base.items is not None and -len(base.items) <= number < len(base.items):
        return base.items[number]
    if "ranked" in base.tags:
        end = "lowest" if number < 0 else "highest"
        text = ast.unparse(source)
        state.ledger.notes.add((end, place.path, text))
        scores = chosen(state, place, base, text)
        return (base.inside or base).but(inside=None, items=None).marked(scores)
    return base.inside if base.inside is not None else base.but(items=None)


def _by_value(state: State, place: Place, base: Value, index: Value) -> Value:
    """``base[index]``, by something computed."""
    if "shuffled" in index.tags:
        base = base.but(tags=base.tags - {"sorted"})
    if _told_by(index):
        return base.tagged(*_told_by(index)).marked(index.kinds("oversampling"))
    if base.inside is not None and base.tags & {"list", "folds"} and not index.rows and not index.texts:
        if index.kinds(*CHOOSING):  # names[p < 0.05]
            return base.marked_within(as_choice(index.kinds(*CHOOSING)))
        return element(base).marked(index.kinds("tuning"))
    if index.predicted or (index.rows and not index.texts):
        copies = frozenset(mark._replace(rows=base.rows) for mark in index.kinds("oversampling"))
        marks = (index.marks - index.kinds("fit", "oversampling")) | copies
        return listed_by(base.marked(as_choice(marks) if "columns" in base.tags else marks), index)
    if "rates" in base.tags and index.kinds("roc") and not state.drawing:  # sensitivity where it is best
        state.ledger.evaluated(place, *_of_curve(base))
    if not base.rows and not base.whats:
        made = gathered([base, index]).but(inside=base.inside)
        return listed_by(made.but(entries=base.entries), index) if base.entries else made
    return by_columns(base, index).but(texts=index.texts or base.texts)


def _is_name(index: Value) -> bool:
    """Whether an index is one known text: written out, or a constant of that name."""
    plain = index.items is None and index.inside is None and not index.tags and not index.entries
    return len(index.texts) == 1 and plain and not (index.rows or index.marks or index.whats or index.picks)


def _of_curve(rate: Value) -> tuple[Rows, frozenset[Mark]]:
    """The rows of a curve, and the cut-off that is taken from it."""
    curves = rate.kinds("roc")
    rows = united(*(mark.rows for mark in curves))
    return rows, frozenset(mark._replace(kind="threshold") for mark in curves) | rate.kinds("fit")


def _entry(state: State, base: Value, name: str) -> Value:
    if name in dict(base.entries):
        return column(state, base, name)
    if "dict" in base.tags and base.inside is not None:
        return _of_group(base.inside, Value(texts=frozenset([name])))
    side = side_of(name) if "archive" in base.tags and base.rows else None
    if side is not None:
        root = min(base.rows, key=repr).root
        base = restrict(base, frozenset([Part(("named", *root), side)]))
    return column(state, base, name)


def _of_group(value: Value, key: Value) -> Value:
    """``groups["train"]``, where the groups are those of a column."""
    by = next((tag.removeprefix("by ") for tag in value.tags if tag.startswith("by ")), "")
    if not by or len(key.texts) != 1:
        return value
    return restrict(value, frozenset([Part(("column", by), *key.texts)]))


def _columns(state: State, base: Value, node: ast.expr, index: Value, by_label: bool) -> Value:
    if isinstance(node, ast.Slice):
        return base
    if by_label and _is_name(index):
        return column(state, base, *index.texts)
    if isinstance(node, ast.Constant):
        return base.but(items=None)
    return by_columns(base, index)


def _by_rows(state: State, place: Place, base: Value, node: ast.expr, index: Value) -> Value:
    single = one_row(node, index) if base.rows else None
    if single is not None:
        return restrict(base, frozenset([single]))
    if isinstance(node, ast.Slice):
        return _sliced(state, place, base, node)
    carried = index.kinds("seed", "tuning", "threshold", "oversampling")
    if "shuffled" in index.tags:
        base = base.but(tags=base.tags - {"sorted"})
    if index.picks:
        return restrict(base, index.picks).marked(carried).tagged(*_told_by(index))
    if _row_index(base, index):
        return restrict(base, parts_of(index.rows) - parts_of(base.rows)).marked(carried)
    side = _named_side(node, index) if base.rows and not index.rows and not index.kinds(*CHOOSING) else None
    if side is not None:
        root = min(base.rows, key=repr).root
        return restrict(base, frozenset([Part(("named", *root), side)])).marked(carried)
    copies = frozenset(mark._replace(rows=base.rows) for mark in index.kinds("oversampling"))
    kept = index.marks - index.kinds("fit", "score", "loop", "oversampling")
    return listed_by(base.marked(kept | copies), index).tagged(*_told_by(index))


def _named_side(node: ast.expr, index: Value) -> str | None:
    """The side that rows taken by a list of unknown ids are on, as far as its name or its file's name tells."""
    if isinstance(node, ast.Name):
        return side_of(node.id) or next((side for text in index.texts if (side := side_of(text.split(".")[0]))), None)
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        return side_of(node.slice.value)
    return side_of(node.attr) if isinstance(node, ast.Attribute) else None


def _told_by(index: Value) -> frozenset[str]:
    """What rows taken by an index inherit of it."""
    tags = index.tags & {"redrawn", "one-per-patient"}
    if "by-outcome" in index.tags:
        tags |= {"sorted"}
    of_site = any(
        part.site[0] == "column" and part.role.startswith("<") and is_site(str(part.site[-1])) for part in index.picks
    )
    return tags | ({"of-site"} if of_site else frozenset())


def _row_index(base: Value, index: Value) -> bool:
    return bool(base.rows and index.rows and not index.predicted and parts_of(index.rows) - parts_of(base.rows))


def _sliced(state: State, place: Place, base: Value, node: ast.Slice) -> Value:
    """``table[:n]`` and ``table[n:]`` are two sides; rows from a first one on to the end are nearly all."""
    lower, upper = _bound(node.lower), _bound(node.upper)
    if base.rows and node.step is not None and isinstance(node.lower, ast.Name):  # index[k::5]
        return strided(state, place, base)
    if not base.rows or "columns" in base.tags or not (lower or upper) or lower == "1" or node.step is not None:
        return base
    if "concat" in base.tags and base.items and not (lower and upper):
        piece = base.items[0] if upper else base.items[-1]
        return base.but(rows=piece.rows, items=None, tags=base.tags - {"concat"})
    if "folds" in base.tags and base.inside is not None:
        return base.but(inside=all_but_one(base.inside), tags=base.tags - {"folds"})
    if base.inside is not None or base.items is not None:
        return base
    ordered = "sorted" in base.tags
    state.ledger.split(Split(place, ("slice",), "slice", False, ordered, "one-per-patient" in base.tags, ordered))
    side = f"{lower}:{upper}" if lower and upper else "head" if upper else "tail"
    return restrict(base, frozenset([Part(("slice",), side)]))


def _bound(node: ast.expr | None) -> str:
    return "" if node is None or (isinstance(node, ast.Constant) and node.value == 0) else ast.unparse(node)


def _number(node: ast.expr) -> int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return -node.operand.value if isinstance(node.operand.value, int) else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, int) else None
