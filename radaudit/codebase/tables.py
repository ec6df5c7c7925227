"""Tables put together, and what is computed of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.codebase.numbered import is_one_row
from radaudit.codebase.rows import NO_ROWS, Rows, table, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import Mark, Value, gathered

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def by_row(axis: object) -> bool:
    """Whether a reduction goes along each row, so that no row learns of another."""
    return axis in (1, -1, "columns")


def counted(state: State, value: Value, place: Place) -> Value:
    """``(prediction == outcome).mean()``: a figure of performance made by hand."""
    state.ledger.evaluated(place, value.rows, value.marks)
    kept = value.kinds("seed", "cut") | state.seeded_by
    if "redrawn" in value.tags:
        return Value(marks=kept)
    if not value.predicted:  # of a column by itself
        kept |= frozenset(mark for mark in value.marks if mark.kind != "loop") | step("selection", value, place)
    return Value(marks=kept | {Mark("score", place, value.rows, state.candidates)})


def rate(value: Value, place: Place) -> Value:
    """How often the outcome occurs in each group: a column made of it tells the outcome."""
    marks = frozenset([Mark("encoding", place, value.rows)])
    return Value(value.rows, value.marks | marks, texts=value.texts)


def _of_some(value: Value) -> bool:
    """Whether these are the rows of one group after another."""
    parts = [[part for part in atom.parts if part.site[0] == "column"] for atom in value.rows]
    turns = bool(parts) and all(any(part.role.startswith("<") for part in own) for own in parts)
    return turns or bool(value.tags & {"per-group", "per-site", "of-site", "of-group"})


def reduced(value: Value, name: str, axis: object, place: Place) -> Value:
    """A mean, a standard deviation, a quantile of rows."""
    if "label" in value.tags and name in ("mean", "sum", "median") and _of_some(value):
        return rate(value, place)
    if is_one_row(value.rows):
        return value
    if value.tags & {"per-site", "of-site"} and not value.predicted and "label" not in value.tags:
        mark = frozenset([Mark("harmonisation", place, value.rows)])
        return Value(NO_ROWS, (value.marks - value.kinds("loop")) | mark, texts=value.texts)
    if value.predicted or by_row(axis) or "missing" in value.tags:
        return Value() if "missing" in value.tags else value
    if "per-group" in value.tags or "per-patient" in value.tags:
        return value.but(tags=value.tags - {"per-patient"} | {"one-per-patient"})
    if not value.rows or "label" in value.tags:
        return value.but(rows=NO_ROWS, items=None, inside=None, tags=frozenset())
    kept = value.marks - value.kinds("loop")
    return Value(NO_ROWS, kept | {Mark("statistic", place, value.rows)}, texts=value.texts)


def step(kind: str, data: Value, place: Place) -> frozenset[Mark]:
    """The mark of a step that these rows went into."""
    return frozenset([Mark(kind, place, data.rows)]) if data.rows else frozenset()


def as_scaling(marks: frozenset[Mark]) -> frozenset[Mark]:
    """Statistics that columns are shifted or divided by."""
    return frozenset(Mark("scaling", m.place, m.rows) if m.kind == "statistic" else m for m in marks)


def as_imputation(marks: frozenset[Mark]) -> frozenset[Mark]:
    """Statistics that fill gaps."""
    return frozenset(m._replace(kind="imputation") if m.kind in ("statistic", "harmonisation") else m for m in marks)


def put_together(marks: frozenset[Mark]) -> frozenset[Mark]:
    """Changed copies of a case become rows of their own."""
    return frozenset(m._replace(kind="variants") if m.kind == "variant" else m for m in marks)


def _pieces(arguments: Arguments) -> list[Value]:
    first = arguments.get(0, "objs", "arrays", "tup")
    if "dict" in first.tags:
        return [own for _, own in first.entries] or [first.inside or first]
    return list(first.items) if first.items else [first.inside or first]


def concatenated(_state: State, _frame: object, name: str, arguments: Arguments, place: Place) -> Value:
    """Rows under rows, or columns beside columns."""
    pieces = arguments.positional if name == "append" else _pieces(arguments)
    if arguments.constant("axis") in (1, "columns", -1):
        return merged_values(pieces)
    if "folds" in arguments.get(0).tags:  # all pieces of one table
        return arguments.get(0).but(inside=None, tags=frozenset())
    return stacked(pieces, place, twice=name == "concat")


def stacked(pieces: list[Value], place: Place, twice: bool = False) -> Value:
    """Rows under rows; `twice`: the same table given twice is a table of copies, not of other columns."""
    rows = united(*(piece.rows for piece in pieces))
    if not rows:
        rows = table("made", place.path, place.line) if not any(piece.kinds("score") for piece in pieces) else NO_ROWS
    made = gathered(pieces).but(rows=rows, texts=frozenset(), items=tuple(pieces) if len(pieces) > 1 else None)
    made = made.but(marks=put_together(made.marks)) if len(pieces) > 1 else made
    if all("label" in piece.tags for piece in pieces):
        made = made.tagged("label")
    if _copied(pieces, twice) and not made.predicted and not made.kinds("oversampling"):
        made = made.marked(frozenset([Mark("oversampling", place, rows)]))
    if len(pieces) > 1 and all(of_one_class(own) for own in pieces):
        made = made.tagged("sorted")
    return made.tagged("concat") if len(pieces) > 1 else made


def of_one_class(value: Value) -> bool:
    return "one-class" in value.tags or any(part.site[0] == "label" for atom in value.rows for part in atom.parts)


def _copied(pieces: list[Value], twice: bool) -> bool:
    """Whether rows are put in twice: the outcomes tell it, or one piece that is part of another."""
    if len(pieces) > 1 and (twice or all("label" in piece.tags for piece in pieces)):
        groups = [piece.rows for piece in pieces if piece.rows]
        if len(set(groups)) < len(groups):
            return True
    return _repeats([piece.rows for piece in pieces])


def _repeats(groups: list[Rows]) -> bool:
    """Whether rows of one class are put in twice: one piece holds all rows that another is taken from."""
    pairs = [(a, b) for place, one in enumerate(groups) for other in groups[place + 1 :] for a in one for b in other]
    for a, b in pairs:
        fewer, more = sorted((a.parts, b.parts), key=len)
        if (
            a.root == b.root
            and fewer < more
            and all(part.site[0] in ("label", "column", "boot") for part in more - fewer)
        ):
            return True
    return False


def merged_values(pieces: list[Value]) -> Value:
    """Columns of several tables side by side."""
    made = gathered(pieces)
    entries = {key: own for piece in pieces for key, own in piece.entries}
    tags = {tag for piece in pieces for tag in piece.tags if tag in ("one-per-patient", "sorted")}
    return made.but(entries=tuple(entries.items()), tags=frozenset(tags), inside=None)


def merged(_state: State, _frame: object, name: str, arguments: Arguments, place: Place) -> Value:
    """``pd.merge``, ``np.hstack``."""
    if name in ("merge", "merge_asof"):
        return merged_values(arguments.positional[:2])
    pieces = _pieces(arguments)
    if name == "hstack" and len(pieces) > 1 and all("label" in piece.tags for piece in pieces):
        return stacked(pieces, place)
    return merged_values(pieces)
