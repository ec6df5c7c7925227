"""Tables put together, and what is computed of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.codebase.ledger import Split
from radaudit.codebase.rows import NO_ROWS, Part, Rows, other_side, restricted, table, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import Mark, Value, gathered, joined

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

DRAWN = frozenset(["randint", "integers", "choice", "choices", "sample"])


def by_row(axis: object) -> bool:
    """Whether a reduction goes along each row, so that no row learns of another."""
    return axis in (1, -1, "columns")


def reduced(value: Value, name: str, axis: object, place: Place) -> Value:
    """A mean, a standard deviation, a quantile of rows."""
    if value.predicted or by_row(axis) or "missing" in value.tags:
        return Value() if "missing" in value.tags else value
    if "per-group" in value.tags or "per-patient" in value.tags:
        return value.but(tags=value.tags - {"per-patient"} | {"one-per-patient"})
    if not value.rows or "label" in value.tags:
        return value.but(rows=NO_ROWS, items=None, inside=None, tags=frozenset())
    kept = value.marks - value.kinds("loop")
    return Value(NO_ROWS, kept | {Mark("statistic", place, value.rows)}, texts=value.texts)


def as_imputation(marks: frozenset[Mark]) -> frozenset[Mark]:
    """Statistics that fill gaps."""
    return frozenset(Mark("imputation", m.place, m.rows) if m.kind == "statistic" else m for m in marks)


def _pieces(arguments: Arguments) -> list[Value]:
    first = arguments.get(0, "objs", "arrays", "tup")
    if "dict" in first.tags:
        return [own for _, own in first.entries] or [first.inside or first]
    return list(first.items) if first.items else [first.inside or first]


def concatenated(state: State, _frame: object, name: str, arguments: Arguments, place: Place) -> Value:
    """Rows under rows, or columns beside columns."""
    pieces = _pieces(arguments)
    if name == "append":
        pieces = arguments.positional
    if arguments.constant("axis") in (1, "columns", -1):
        return merged_values(pieces)
    rows = united(*(piece.rows for piece in pieces))
    if not rows:
        rows = table("made", place.path, place.line) if not any(piece.kinds("score") for piece in pieces) else NO_ROWS
    made = gathered(pieces).but(rows=rows, texts=frozenset(), items=tuple(pieces) if len(pieces) > 1 else None)
    if all("label" in piece.tags for piece in pieces):
        made = made.tagged("label")
    if _repeats([piece.rows for piece in pieces]) and not made.predicted:
        made = made.marked(frozenset([Mark("oversampling", place, rows)]))
    if len(pieces) > 1 and all(
        any(part.site[0] == "label" for atom in own.rows for part in atom.parts) for own in pieces
    ):
        made = made.tagged("sorted")
    return made.tagged("concat") if len(pieces) > 1 else made


def _repeats(groups: list[Rows]) -> bool:
    """Whether rows of one class are put in twice: one piece holds all rows that another is taken from."""
    pairs = [(a, b) for place, one in enumerate(groups) for other in groups[place + 1 :] for a in one for b in other]
    for a, b in pairs:
        fewer, more = sorted((a.parts, b.parts), key=len)
        if a.root == b.root and fewer < more and all(part.site[0] in ("label", "column") for part in more - fewer):
            return True
    return False


def merged_values(pieces: list[Value]) -> Value:
    """Columns of several tables side by side."""
    made = gathered(pieces)
    entries = {key: own for piece in pieces for key, own in piece.entries}
    tags = {tag for piece in pieces for tag in piece.tags if tag in ("one-per-patient", "sorted")}
    return made.but(entries=tuple(entries.items()), tags=frozenset(tags), inside=None)


def merged(_state: State, _frame: object, name: str, arguments: Arguments, _place: Place) -> Value:
    """``pd.merge``, ``np.hstack``."""
    if name in ("merge", "merge_asof"):
        return merged_values(arguments.positional[:2])
    return merged_values(_pieces(arguments))


def resampled(arguments: Arguments, place: Place) -> Value:
    """``sklearn.utils.resample``: rows drawn with replacement are copies."""
    value = joined(*arguments.positional[:1])
    if arguments.constant("replace") is False:
        return value
    return value.marked(frozenset([Mark("oversampling", place, value.rows)])) if value.rows else value


def drawn(state: State, _frame: object, name: str, arguments: Arguments, place: Place) -> Value:
    """Random rows: with replacement those of a bootstrap, without it one side of a split."""
    made = gathered(arguments.values)
    if name in ("choice", "sample") and made.rows and (arguments.constant("replace") is False or name == "sample"):
        part = Part(("sample", place.path, place.line), "in")
        state.ledger.split(Split(place, part.site, name, False, False, "one-per-patient" in made.tags, False))
        return Value(restricted(made.rows, [part]), picks=frozenset([part]), tags=frozenset(["index"]))
    return Value(tags=frozenset(["redrawn"]))


def remaining(_state: State, _frame: object, _name: str, arguments: Arguments, _place: Place) -> Value:
    """What is left of all rows."""
    picks = arguments.get(1).picks
    if len(picks) != 1:
        return gathered(arguments.values)
    (part,) = picks
    left = frozenset([Part(part.site, other_side(part.role))])
    return Value(restricted(arguments.get(0).rows, left), picks=left, tags=frozenset(["index"]))
