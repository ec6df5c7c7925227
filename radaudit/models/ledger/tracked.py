"""What is known of the objects in a study's process: which rows they hold, and on which steps they depend."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Iterable
from types import FunctionType, ModuleType

import numpy as np

NOTHING: frozenset[int] = frozenset()
PLAIN = (str, int, bytes, type(None), type, ModuleType, FunctionType, complex, range, np.bool_)
"""Values that are shared, or too many: marks of these go with the expression or the variable they stand in."""
CONTAINERS = (list, tuple, set, frozenset, dict)
MOST_ITEMS = 5000
MOST_DEPTH = 3
MOST_NUMBERS = 200_000
"""Numbers that are kept because they can't be watched; of more the oldest are forgotten, with what they depend on."""


class Info:
    """What is known of one object.

    Attributes
    ----------
    rows
        For each entry along its first axis the row it came from, -1 where it has none; None if it has no rows.
    exact
        Whether the rows were followed by position, label or value, not taken over from another object of this length.
    marks
        Steps it depends on.
    columns
        Of a data frame: the marks of single columns, beside those of the whole.
    given
        Rows that an object was made with, or that stand in its columns, and whether they are exact.
    """

    __slots__ = ("columns", "exact", "given", "marks", "rows")

    def __init__(self, rows: np.ndarray | None = None, marks: frozenset[int] = NOTHING, exact: bool = True) -> None:
        self.rows, self.marks, self.exact = rows, marks, exact
        self.columns: dict[object, frozenset[int]] = {}
        self.given: tuple[np.ndarray, bool] | None = None

    @property
    def all_marks(self) -> frozenset[int]:
        return self.marks.union(*self.columns.values()) if self.columns else self.marks


class Tracked:
    """Objects by identity. Nothing is written into them, and they are forgotten when the study forgets them."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, Info]] = {}
        self._numbers: deque[int] = deque()

    def get(self, value: object) -> Info | None:
        """What is known of an object itself, not of what it holds."""
        known = self._known.get(id(value))
        if known is None:
            return None
        kept, info = known
        return info if (kept() if isinstance(kept, weakref.ref) else kept) is value else None

    def put(self, value: object, info: Info) -> None:
        """Know this of an object; without effect for values that are shared."""
        if isinstance(value, PLAIN):
            return
        number = id(value)
        try:
            kept = weakref.ref(value, lambda _, number=number: self._known.pop(number, None))
        except TypeError:
            kept = value  # numbers and containers can't be watched: they are kept, so that no other takes their place
            if isinstance(value, float | np.generic):
                self._numbers.append(number)
        self._known[number] = (kept, info)
        if len(self._numbers) > MOST_NUMBERS:
            self._known.pop(self._numbers.popleft(), None)

    def info(self, value: object) -> Info:
        """The entry of an object, made if there is none."""
        known = self.get(value)
        if known is None:
            known = Info()
            self.put(value, known)
        return known

    def add(self, value: object, marks: frozenset[int]) -> None:
        if marks:
            own = self.info(value)
            own.marks |= marks

    def marks(self, value: object, depth: int = 0) -> frozenset[int]:
        """Steps on which an object depends, or what it holds."""
        if isinstance(value, PLAIN):
            return NOTHING
        known = self.get(value)
        if known is not None and not isinstance(value, CONTAINERS):
            return known.all_marks
        own = known.marks if known is not None else NOTHING
        if isinstance(value, CONTAINERS):
            if depth >= MOST_DEPTH or len(value) > MOST_ITEMS:
                return own
            items: Iterable = value.values() if isinstance(value, dict) else value
            return own.union(*(self.marks(item, depth + 1) for item in items))
        if isinstance(value, slice):
            return self.marks((value.start, value.stop, value.step))
        if isinstance(value, np.ndarray) and value.base is not None:
            return self.marks(value.base, depth + 1) if depth < MOST_DEPTH else NOTHING
        holder = getattr(value, "__self__", None) if callable(value) else None
        return self.marks(holder, depth + 1) if holder is not None and depth < MOST_DEPTH else NOTHING
