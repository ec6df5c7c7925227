"""Columns of a table that is named later, as polars writes them: ``table.filter(pl.col("site") == 1)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.codebase import tables
from radaudit.codebase.names import is_label, is_patient
from radaudit.codebase.numbered import restrict
from radaudit.codebase.rows import Rows, table
from radaudit.codebase.source import Place
from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import Mark, Value, gathered

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments

OF_ANY: Rows = table("expression")


def column_of_any(state: State, _frame: Frame, name: str, arguments: Arguments, _place: Place) -> Value:
    """``pl.col("site")``."""
    texts = frozenset(text for value in arguments.positional for text in value.texts)
    tags = {"label"} if name == "col" and len(texts) == 1 and is_label(*texts, state.outcomes) else set()
    tags |= {"patients"} if any(map(is_patient, texts)) else set()
    return Value(OF_ANY, texts=texts, tags=frozenset(tags))


def _on(base: Value, value: Value) -> Value:
    """The same expression, of the rows of this table."""
    marks = frozenset(_moved(mark, base.rows) for mark in value.marks)
    return value.but(rows=base.rows if value.rows == OF_ANY else value.rows, marks=tables.as_scaling(marks))


def _moved(mark: Mark, rows: Rows) -> Mark:
    return mark._replace(rows=rows) if mark.rows == OF_ANY else mark


def kept_where(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``table.filter(condition)``; pandas' filter asks for names."""
    picks = frozenset(part for value in arguments.values for part in value.picks)
    carried = gathered(arguments.positional).kinds("threshold", "tuning", "seed")
    return restrict(base, picks).marked(carried)


def with_columns(_state: State, _frame: Frame, base: Value, arguments: Arguments, _place: Place) -> Value:
    """``table.with_columns(expression.alias("name"))``; ``select`` keeps nothing else."""
    given = [own for value in arguments.values for own in (*(value.items or ()), value.inside, value) if own]
    marks = frozenset(mark for value in given for mark in _on(base, value).marks if mark.kind not in ("fit", "score"))
    return base.marked(marks)
