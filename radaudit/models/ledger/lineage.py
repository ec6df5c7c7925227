"""Which rows a new object holds, from the objects it was made of: by position, by label, by value, or by length."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import numpy as np

from radaudit.codebase.vocabulary import words
from radaudit.models.ledger.book import BITS
from radaudit.models.ledger.tracked import Tracked

MOST_CELLS = 5_000_000
_SEEN_COLUMNS = 12
"""Columns that are looked at to find a row again by its values."""
REORDER = words("sort sort_values sort_index sample shuffle permutation argsort unique choice nlargest nsmallest")
"""What gives entries in another order, so that length says nothing."""

Known = tuple[np.ndarray, bool]
"""Rows, and whether they are exact."""


def is_frame(value: object) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame | pandas.Series)


def has_rows(value: object) -> bool:
    """Whether it is something that may hold rows of a table."""
    pandas = sys.modules.get("pandas")
    kinds = (pandas.DataFrame, pandas.Series, pandas.Index) if pandas is not None else ()
    if isinstance(value, np.ndarray):
        return value.ndim > 0
    return isinstance(value, kinds) or (hasattr(value, "tocsr") and not isinstance(value, type))


def length(value: object) -> int:
    return int(value.shape[0]) if hasattr(value, "shape") else len(value)


class Watermarks:
    """Cells of the tables that were read: a number that stands in one row only tells the row."""

    def __init__(self) -> None:
        self._parts: list[tuple[np.ndarray, np.ndarray]] = []
        self._values = np.empty(0)
        self._rows = np.empty(0, dtype=np.int64)
        self._cells = 0

    def add(self, values: np.ndarray, rows: np.ndarray) -> None:
        """Cells of a table, shape (rows, columns)."""
        if self._cells + values.size <= MOST_CELLS:
            self._cells += values.size
            self._parts.append((values.ravel(), np.repeat(rows, values.shape[1])))

    def _sorted(self) -> None:
        if not self._parts:
            return
        values = np.concatenate([self._values, *(own for own, _ in self._parts)])
        rows = np.concatenate([self._rows, *(own for _, own in self._parts)])
        kept = np.isfinite(values) & (values != np.round(values))  # whole numbers are codes, ages, counts
        values, rows = values[kept], rows[kept]
        order = np.lexsort((rows, values))
        values, rows = values[order], rows[order]
        fresh = np.r_[True, (np.diff(values) != 0) | (np.diff(rows) != 0)] if len(values) else np.empty(0, bool)
        self._values, self._rows, self._parts = values[fresh], rows[fresh], []

    def find(self, value: object) -> np.ndarray | None:
        """The rows of an array or frame by its own cells; None unless every one is told without doubt."""
        self._sorted()
        cells = _numbers(value)
        if cells is None or not len(self._values) or not len(cells):
            return None
        found = np.full(len(cells), -1, dtype=np.int64)
        for column in cells.T[:_SEEN_COLUMNS]:
            left = np.searchsorted(self._values, column, "left")
            single = np.searchsorted(self._values, column, "right") - left == 1
            rows = np.where(single, self._rows[np.minimum(left, len(self._rows) - 1)], -1)
            if ((found >= 0) & (rows >= 0) & (found != rows)).any():
                return None
            found = np.where(found >= 0, found, rows)
        return found if (found >= 0).all() else None


def _numbers(value: object) -> np.ndarray | None:
    """Columns of fractions of an array, frame or series, shape (rows, columns)."""
    if hasattr(value, "select_dtypes"):
        value = value.select_dtypes("float").to_numpy()
    elif not isinstance(value, np.ndarray):
        value = value.to_numpy() if hasattr(value, "to_numpy") else None
    if value is None or value.dtype.kind != "f" or value.ndim not in (1, 2) or value.size == 0:
        return None
    return np.asarray(value, dtype=float).reshape(len(value), -1)


class Lineage:
    """Finds rows."""

    def __init__(self, tracked: Tracked) -> None:
        self.tracked = tracked
        self.watermarks = Watermarks()
        self.tables = 0

    def declare(self, cells: np.ndarray) -> None:
        """A table that the study declares, before anything is read; shape (rows, columns)."""
        self.watermarks.add(cells, self._numbered(len(cells)))

    def _numbered(self, count: int) -> np.ndarray:
        rows = (np.int64(self.tables) << BITS) + np.arange(count, dtype=np.int64)
        self.tables += 1
        return rows

    def table(self, value: object) -> np.ndarray:
        """Rows of a table that is new, in its own order."""
        rows = self._numbered(length(value))
        cells = _numbers(value)
        if cells is not None:
            self.watermarks.add(cells, rows)
        return rows

    def rows(self, value: object) -> Known | None:
        """Rows of an object that is known, is a view of one that is, or shows by its values what it is."""
        known = self.tracked.get(value)
        if known is not None and known.rows is not None and len(known.rows) == length(value):
            return known.rows, known.exact
        if not has_rows(value):
            return None
        if isinstance(value, np.ndarray) and value.base is not None:
            under = self.tracked.get(value.base)
            if under is not None and under.rows is not None and len(under.rows) == len(value):
                same = value.strides[0] == value.base.strides[0] if isinstance(value.base, np.ndarray) else False
                return (under.rows, under.exact) if same else None
        found = self.watermarks.find(value)
        return None if found is None else (found, True)

    def derived(self, result: object, operands: Iterable[object], name: str, known_library: bool) -> Known | None:
        """Rows of what a call gave, from those of what it was given."""
        if not has_rows(result) or not length(result):
            return None
        pieces = [own for operand in operands for own in _pieces(operand)]
        sources = [(own, rows) for own in pieces if has_rows(own) and (rows := self.rows(own)) is not None]
        if is_frame(result):
            for own, (rows, exact) in sources:
                placed = by_label(result, own)
                if placed is not None:
                    return rows[placed], exact
        count = length(result)
        if len(sources) > 1 and sum(len(rows) for _, (rows, _) in sources) == count:
            return np.concatenate([rows for _, (rows, _) in sources]), all(exact for _, (_, exact) in sources)
        if name not in REORDER:
            for _, (rows, exact) in sources:
                if len(rows) == count:
                    return rows, exact and known_library
        found = self.watermarks.find(result)
        return None if found is None else (found, True)

    def part(self, result: object, whole: object, key: object) -> Known | None:
        """Rows of ``whole[key]``, ``whole.loc[key]``, ``whole.iloc[key]``."""
        by_position = type(whole).__name__ == "_iLocIndexer"
        source = getattr(whole, "obj", whole) if type(whole).__name__ in LOCATORS else whole
        if not has_rows(result) or not has_rows(source):
            return None
        known = self.rows(source)
        if known is None:
            return self.derived(result, (), "", True)
        first = key[0] if isinstance(key, tuple) and key else key
        if isinstance(source, np.ndarray) or by_position or _masks(first, source):
            rows = _taken(known[0], first)
            if rows is not None and len(rows) == length(result):
                return rows, known[1]
        return self.derived(result, (source,), "", True)


LOCATORS = words("_LocIndexer _iLocIndexer _AtIndexer _iAtIndexer")


def _pieces(operand: object) -> Sequence[object]:
    if isinstance(operand, list | tuple) and len(operand) <= 100:
        return operand
    return list(operand.values())[:100] if isinstance(operand, dict) else (operand,)


def is_mask(key: object) -> bool:
    """Whether it says of each row whether it is meant."""
    return getattr(getattr(key, "dtype", None), "kind", "") == "b"


def _masks(key: object, source: object) -> bool:
    return is_mask(key) and length(key) == length(source)


def _taken(rows: np.ndarray, key: object) -> np.ndarray | None:
    if key is None or key is Ellipsis:
        return rows
    if not isinstance(key, slice | np.ndarray | list) and not hasattr(key, "to_numpy"):
        return None
    key = np.asarray(key) if not isinstance(key, slice) else key
    try:
        return rows[key] if isinstance(key, slice) or key.ndim == 1 else None
    except (IndexError, TypeError):
        return None


def by_label(result: object, source: object) -> np.ndarray | None:
    """Positions in a frame of the rows of another, by their labels; None where labels don't tell.

    Labels that merely count rows are only believed where a column that both have says the same.
    """
    labels = getattr(source, "index", None)
    if labels is None or not hasattr(labels, "get_indexer") or not hasattr(result, "index"):
        return None
    if result.index is labels or (len(labels) == len(result.index) and labels.equals(result.index)):
        return np.arange(len(labels)) if not _counted(result.index) or _agree(result, source, None) else None
    if not labels.is_unique or labels.nlevels != result.index.nlevels:
        return None
    try:
        placed = labels.get_indexer(result.index)
    except (TypeError, ValueError):
        return None
    if (placed < 0).any():
        return None
    if _counted(result.index) and not _agree(result, source, placed):
        return None
    return placed


def _counted(index: object) -> bool:
    """Whether labels are 0, 1, 2 ..., as they are after a table was numbered anew."""
    return len(index) > 0 and index[0] == 0 and type(index).__name__ == "RangeIndex"


def _agree(result: object, source: object, placed: np.ndarray | None) -> bool:
    """Whether a column that both have holds the same where rows are the same; True where they share none."""
    if not hasattr(result, "columns") or not hasattr(source, "columns"):
        same_name = getattr(result, "name", None) == getattr(source, "name", None) is not None
        pairs = [(result, source)] if same_name else []
        if hasattr(source, "columns") and getattr(result, "name", None) in list(source.columns)[:10_000]:
            pairs = [(result, source[result.name])]
    else:
        shared = [name for name in list(result.columns)[:50] if name in source.columns]
        pairs = [(result[name], source[name]) for name in shared[:3] if getattr(source[name], "ndim", 0) == 1]
    for one, other in pairs:
        there = other if placed is None else other.iloc[placed]
        if len(one) == len(there) and not (one.reset_index(drop=True).equals(there.reset_index(drop=True))):
            return False
    return placed is None or bool(pairs)


def columns_of(value: object, key: object) -> list[object] | None:
    """The columns that a key names; None where it names rows, or nothing that is certain."""
    frame = getattr(value, "obj", value) if type(value).__name__ in LOCATORS else value
    if not hasattr(frame, "columns"):
        return None
    if type(value).__name__ == "_LocIndexer":
        if not isinstance(key, tuple) or len(key) != 2:
            return None
        key = key[1]
    elif type(value).__name__ in LOCATORS:
        return None
    if isinstance(key, str):
        return [key]
    if is_mask(key) or isinstance(key, slice):
        return None
    names = list(key) if isinstance(key, list) or type(key).__name__ in ("Index", "ndarray") else None
    return names if names and all(isinstance(name, str) for name in names) else None
