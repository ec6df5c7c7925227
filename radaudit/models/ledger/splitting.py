"""Rows are parted: by a function, or fold by fold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from radaudit.models.ledger.lineage import Known, has_rows, length
from radaudit.models.ledger.tracked import Info

if TYPE_CHECKING:
    from radaudit.models.ledger.call import Call
    from radaudit.models.ledger.watching import Watch


def train_test_split(call: Call) -> list:
    """The positions are parted along with the study's own arrays, so that where each row goes is seen, not guessed."""
    watch, pieces = call.watch, call.args
    size = next((length(own) if has_rows(own) else len(own) for own in pieces if hasattr(own, "__len__")), 0)
    sources = [(watch.rows(own), watch.tracked.get(own), own) for own in pieces]
    call.args = (*pieces, np.arange(size))
    *result, first, second = call.run()
    known = next((rows for rows, _, _ in sources if rows is not None), None)
    if known is not None:
        note(watch, call.site, call.name, known, first, second)
    for number, (rows, info, source) in enumerate(sources):
        for side, positions in enumerate((first, second)):
            part = result[2 * number + side]
            marks = watch.tracked.marks(source)
            own = Info(rows[0][positions] if rows is not None else None, marks, rows[1] if rows is not None else True)
            if info is not None:
                own.marks, own.columns = info.marks, dict(info.columns)
            watch.keep(part, own)
    return result


def note(watch: Watch, site: int, what: str, known: Known, train: np.ndarray, test: np.ndarray) -> None:
    """Write down the two sides."""
    book, rows = watch.book, known[0]
    watch.event(site, "split", what=what, train=book.rows(rows[train]), test=book.rows(rows[test]), exact=known[1])


def split(call: Call) -> Iterator:
    """Folds, one after the other."""
    known = call.watch.rows(call.argument(0, "X"))
    if known is None:
        known = call.watch.rows(call.argument(1, "y"))
    return _folds(call, call.run(), known)


def _folds(call: Call, folds: Iterator, known: Known | None) -> Iterator:
    watch = call.watch
    for train, test in folds:
        if known is not None:
            note(watch, call.site, type(call.receiver).__name__, known, train, test)
            for side in (train, test):
                watch.tracked.put(side, Info(known[0][side], exact=known[1]))
        yield train, test


def resampled(call: Call) -> object:
    """Rows are drawn again: bootstrap, or copies of a rare class."""
    watch, data = call.watch, call.argument(0)
    known, marks = watch.rows(data), call.marks
    size = length(data) if has_rows(data) else 0
    call.args = (*call.args, np.arange(size)) if size else call.args
    result = call.run()
    if not size:
        return result
    *parts, positions = result
    if known is not None and not watch.marks.of(marks, "fit"):
        marks |= watch.make("oversampling", call.site, call.name, known)
    for part, source in zip(parts, call.args[:-1], strict=True):
        rows = watch.rows(source)
        own = Info(rows[0][positions] if rows is not None else None, marks, rows[1] if rows is not None else True)
        watch.keep(part, own)
    return parts[0] if len(parts) == 1 else list(parts)
