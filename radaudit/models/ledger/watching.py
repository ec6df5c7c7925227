"""The open record of a running study: what each noted operation means for rows and marks."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from types import FunctionType, MethodType, ModuleType

import numpy as np

from radaudit.codebase.vocabulary import words
from radaudit.models.ledger import attributes, calls
from radaudit.models.ledger.book import Book, at
from radaudit.models.ledger.call import Call
from radaudit.models.ledger.choosing import choice
from radaudit.models.ledger.lineage import LOCATORS, Known, Lineage, columns_of, has_rows, is_frame
from radaudit.models.ledger.marks import Marks, unsure
from radaudit.models.ledger.tracked import CONTAINERS, NOTHING, PLAIN, Info, Tracked

MOST_A_LINE = 3000
"""Events of one line that are written down; more of them say nothing new."""
MOST_VECTORS = 400
LEAST_WRITTEN = 5
FAST = (int, str, bool, type(None))
DECIDING = ("selection", "correlation", "encoding", "tuning")
"""What a condition passes on: whoever looks at a p-value in an ``if`` decides by it."""
NO_CONTENT = words("shape size ndim empty dtype dtypes name names nbytes loc iloc at iat plot style flags itemsize")
KNOWN_LIBRARIES = words(
    "numpy pandas sklearn imblearn scipy xgboost lightgbm catboost statsmodels lifelines sksurv neuroCombat "
    "neuroHarmonize builtins operator functools itertools"
)


class Watch:
    """Everything that is known while the study runs.

    Attributes
    ----------
    pending
        Marks of the values in the expression that is being worked out, where these are shared by many.
    control
        Marks of the conditions around, innermost last.
    collectors
        Marks that what is being made depends on without being made of it.
    """

    def __init__(self, book: Book, modules: Iterable[str], outcomes: Iterable[str]) -> None:
        self.book = book
        self.tracked = Tracked()
        self.lineage = Lineage(self.tracked)
        self.marks = Marks(book)
        self.modules = modules
        self.outcomes = frozenset(outcomes)
        self.pending = NOTHING
        self.control: list[frozenset[int]] = []
        self.collectors: list[set[int]] = []
        self._lines: Counter[tuple[str, int]] = Counter()
        self._written: set[tuple] = set()
        self.here = 0
        self.vectors: deque[tuple[object, Info, int]] = deque(maxlen=MOST_VECTORS)
        self.unplaced = self._evaluations = 0

    # What the handlers ask

    def next(self) -> int:
        """A running number of evaluations: two models scored on the same rows in one line are two."""
        self._evaluations += 1
        return self._evaluations

    def make(self, kind: str, site: int, what: str, known: Known | None) -> frozenset[int]:
        """The mark of a new step."""
        made = self.marks.make(kind, site, what, *(known if known is not None else (None, False)))
        self.collected(unsure(made))
        return made

    def rows(self, value: object) -> Known | None:
        return self.lineage.rows(value) if has_rows(value) else None

    def marks_of(self, value: object) -> frozenset[int]:
        """Marks of a value, and those waiting in its expression."""
        waiting, self.pending = self.pending, NOTHING
        return waiting | self.tracked.marks(value)

    def marks_of_list(self, value: object) -> frozenset[int]:
        """Marks of a list as such: those by which its words were chosen."""
        waiting, self.pending = self.pending, NOTHING
        known = self.tracked.get(value)
        own = known.marks if known is not None else NOTHING
        return self.marks.of(waiting | own, *DECIDING)

    def collected(self, marks: frozenset[int]) -> None:
        if self.collectors:
            self.collectors[-1] |= marks

    def under(self) -> frozenset[int]:
        """Marks of all conditions around."""
        return NOTHING.union(*self.control)

    def is_studys(self, function: object) -> bool:
        """Whether a function or class is written in the study."""
        own = function.__func__ if isinstance(function, MethodType) else function
        known = isinstance(own, FunctionType | type)
        return known and getattr(own, "__module__", "") in self.modules and not is_frame(own)

    def event(self, site: int, kind: str, **said: object) -> None:
        """Write one down, once, and not too many of a line."""
        key = (kind, site, *(repr(value) for value in said.values()))
        if key in self._written:
            return
        self._lines[kind, site] += 1
        if self._lines[kind, site] > MOST_A_LINE:
            return
        self._written.add(key)
        self.book.write(event=kind, at=at(site), **said)

    def give(self, result: object, operands: Iterable[object], marks: frozenset[int], known: Known | None) -> None:
        """What is known of a result: its rows, and the marks of all it was made of, by column where it is a frame."""
        if isinstance(result, PLAIN):
            self.pending |= marks
            return
        mine = self.tracked.get(result)
        if mine is not None and not isinstance(result, CONTAINERS):  # it was there before: changed, or given back
            mine.marks |= marks
            return
        columns = {}
        if hasattr(result, "columns") and has_rows(result):
            columns, marks = self._by_column(result, operands, marks)
        if marks or known is not None or columns:
            info = Info(known[0] if known else None, marks, known[1] if known else True)
            info.columns = columns
            self.keep(result, info)

    def keep(self, value: object, info: Info) -> None:
        """Know this of an object, and remember it if it may be what the study writes in the end."""
        self.tracked.put(value, info)
        if info.rows is not None and info.marks and np.ndim(value) == 1 and len(info.rows) >= LEAST_WRITTEN:
            self.vectors.append((value, info, self.here))

    def _by_column(
        self, result: object, operands: Iterable[object], marks: frozenset[int]
    ) -> tuple[dict, frozenset[int]]:
        columns: dict[object, frozenset[int]] = {}
        spread: set[int] = set()
        own: set[int] = set()
        for operand in operands:
            for piece in operand if isinstance(operand, list | tuple) and len(operand) < 100 else (operand,):
                known = self.tracked.get(piece)
                if known is None or not known.columns:
                    continue
                own |= known.marks
                spread |= known.all_marks - known.marks
                for name, each in known.columns.items():
                    if name in result.columns:
                        columns[name] = columns.get(name, NOTHING) | each
        return columns, marks - (frozenset(spread) - own) if spread else marks

    # What the noted operations do

    def called(
        self, site: int, function: Callable, args: tuple, named: dict, name: str = "", owner: object = None
    ) -> object:
        """A call; of a method with the name that it is called by and the object before the point."""
        waiting, self.pending = self.pending, NOTHING
        if self.is_studys(function):
            result = self._entered(site, function, args, named)
            if waiting:
                self.give(result, (), waiting, None)
            return result
        receiver = owner if owner is not None else getattr(function, "__self__", None)
        receiver = None if isinstance(receiver, ModuleType) else receiver
        name = name or getattr(function, "__name__", type(function).__name__)
        own = Call(self, site, function, args, named, name, receiver, waiting)
        self.here = site
        return calls.handler(own)(own)

    def _entered(self, site: int, function: Callable, args: tuple, named: dict) -> object:
        depth, before = len(self.collectors), self.marks.through
        self.collectors.append(set())  # what happens inside comes out with what is given back
        self.marks.through = site
        try:
            return function(*args, **named)
        finally:
            del self.collectors[depth:]
            self.marks.through = before

    def passed_on(self, call: Call, result: object, marks: frozenset[int], depth: int = 0) -> None:
        """A result depends on all that the call was given."""
        known = self.lineage.derived(result, call.operands, call.name, call.library in KNOWN_LIBRARIES)
        if isinstance(result, list | tuple | dict) and depth == 0 and len(result) <= 100:
            for part in result.values() if isinstance(result, dict) else result:
                if not isinstance(part, PLAIN):
                    self.passed_on(call, part, marks, depth=1)
            self.tracked.add(result, self.marks.without(marks, "score"))
            return
        if depth == 0 or not isinstance(result, PLAIN):
            self.give(result, call.operands, marks, known)

    def computed(self, site: int, result: object, *operands: object) -> None:
        if not self.pending and all(type(own) in FAST for own in operands):
            return
        self.here = site
        marks = frozenset().union(*(self.tracked.marks(own) for own in operands)) | self._waiting()
        known = self.lineage.derived(result, operands, "", True) if has_rows(result) else None
        if marks or known is not None:
            self.give(result, operands, marks, known)

    def contracted(self, site: int, result: object, left: object, right: object) -> bool:
        """A matrix product that sums over rows."""
        return calls.contracted(self, site, result, left, right)

    def _waiting(self) -> frozenset[int]:
        waiting, self.pending = self.pending, NOTHING
        return waiting

    def read(self, site: int, value: object, name: str, found: object) -> None:
        if name in NO_CONTENT or (self.is_studys(type(value)) and not hasattr(value, "fit")):
            return
        known = self.tracked.get(value)
        if known is None and not has_rows(value):
            return
        if self.tracked.get(found) is not None and not has_rows(found):
            return
        if hasattr(value, "fit"):
            attributes.learned(self, site, value, name, found)
        elif name == "T":
            self._turned(value, found)
        else:
            rows = self.lineage.derived(found, (value,), name, True) if name not in ("columns", "index") else None
            self.give(found, (value,), attributes.carried(self, value, name), rows)

    def _turned(self, value: object, found: object) -> None:
        """Rows become columns, or columns rows."""
        known = self.tracked.get(value)
        info = Info(None, self.tracked.marks(value))
        if known is not None and known.given is not None and len(known.given[0]) == len(found):
            info.rows, info.exact = known.given
        elif np.ndim(value) == 1:
            info.rows, info.exact = self.rows(value) or (None, True)
        else:
            info.given = self.rows(value)
        self.tracked.put(found, info)

    def taken(self, site: int, value: object, key: object, found: object) -> None:
        if type(value) is dict and not self.pending:
            return
        self.here = site
        source = value.obj if type(value).__name__ in LOCATORS else value
        marks = self._waiting() | self.tracked.marks(key)
        known = self.tracked.get(source)
        if isinstance(source, list | tuple):
            marks |= self.marks.of(known.marks, *DECIDING) if known is not None else NOTHING
        elif not isinstance(source, CONTAINERS):
            chosen = columns_of(value, key)
            if known is not None and known.columns and chosen is not None:
                marks |= known.marks.union(*(known.columns.get(name, NOTHING) for name in chosen))
            else:
                marks |= self.tracked.marks(source)
        marks = attributes.with_outcome(self, marks, key)
        rows = self.lineage.part(found, value, key) if not isinstance(source, CONTAINERS) else None
        if marks or rows is not None:
            self.give(found, (source,), marks, rows)

    def stored(self, site: int, new: object, value: object, key: object) -> None:
        marks = self._waiting() | self.tracked.marks(new) | self.tracked.marks(key) | self.under()
        source = value.obj if type(value).__name__ in LOCATORS else value
        if not marks:
            return
        if isinstance(source, CONTAINERS):
            if isinstance(new, PLAIN) or self.under():
                self.tracked.add(source, self.marks.of(marks, *DECIDING))
            return
        own = self.tracked.info(source) if not isinstance(source, PLAIN) else Info()
        if own.rows is None and has_rows(source):
            own.rows, own.exact = self.rows(source) or (None, True)
        names = columns_of(value, key)
        if names is None or not hasattr(source, "columns"):
            own.marks |= marks
        else:
            own.columns |= {name: own.columns.get(name, NOTHING) | marks for name in names}

    def bound(self, shadow: dict, names: tuple[str, ...], values: tuple[object, ...]) -> None:
        under = self.under()
        marks = self._waiting() | under
        if not marks and not shadow:
            return
        for name, value in zip(names, values, strict=True):
            if not isinstance(value, PLAIN):
                self.tracked.add(value, under)
            elif marks:
                shadow[name] = marks
            else:
                shadow.pop(name, None)

    def tested(self, site: int, keeps: bool, value: object) -> None:
        marks = self._waiting() | self.tracked.marks(value)
        if keeps:
            marks |= choice(self, site, "if", marks)
        if marks and self.control:
            self.control[-1] = self.marks.of(marks, *DECIDING)

    def gathered(self, number: int, value: object) -> None:
        made = frozenset(self.collectors[number - 1]) if len(self.collectors) >= number else NOTHING
        del self.collectors[number - 1 :]
        sure = frozenset(mark for mark in made if not mark & 1)
        marks = self.marks.of(sure | self._waiting() | self.under(), *DECIDING)
        if marks:
            self.tracked.add(value, marks)

    def close(self) -> None:
        self.book.close(unplaced=self.unplaced, tables=self.lineage.tables)
