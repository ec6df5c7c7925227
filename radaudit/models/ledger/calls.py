"""Calls of the usual libraries: what each does to rows and marks."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from radaudit.codebase.vocabulary import (
    CHANGES,
    CORRELATIONS,
    CROSS_VALIDATED,
    CURVES,
    METRICS,
    READERS,
    REDUNDANCY,
    STATISTICS,
    TESTS,
    words,
)
from radaudit.models.ledger import fitting, scoring, splitting
from radaudit.models.ledger.attributes import is_outcome, looks_like_outcome
from radaudit.models.ledger.choosing import HIGHEST, LOWEST, choice
from radaudit.models.ledger.lineage import has_rows, length
from radaudit.models.ledger.tracked import CONTAINERS

if TYPE_CHECKING:
    from radaudit.models.ledger.call import Call
    from radaudit.models.ledger.watching import Watch

QUIET = words(
    "print len isinstance range open hasattr format write info debug warning exists mkdir makedirs startswith "
    "endswith describe savefig plot scatter bar imshow hist figure title legend xlabel ylabel seed nunique "
    "value_counts to_csv to_excel dump dumps id hash"
)
CHANGING = words("append add extend insert update setdefault remove pop discard clear")
MADE_OF_LISTS = words("array asarray stack vstack column_stack")
LEAST_TABLE = 10
Handler = Callable[["Call"], object]


def handler(call: Call) -> Handler:
    """Who knows what this call does."""
    name, receiver = call.name, call.receiver
    if receiver is not None:
        if isinstance(receiver, CONTAINERS) and name in CHANGING:
            return changed_in_place
        found = fitting.handler(call) if hasattr(receiver, "fit") else None
        if found is not None:
            return found
        if name == "split" and hasattr(receiver, "get_n_splits"):
            return splitting.split
        if type(receiver).__name__.endswith("GroupBy"):
            return grouped
        if name == "fillna":
            return filled
    for names, own in _HANDLERS:
        if name in names:
            return own
    if name == "getattr" and call.function is builtins.getattr:
        return got
    return read if name in READERS and not call.is_method else passed_on


def passed_on(call: Call) -> object:
    """What is not known: the result depends on all that was given."""
    marks = call.marks
    result = call.run()
    call.watch.passed_on(call, result, marks | frozenset(call.made))
    if isinstance(call.function, type):
        fitting.constructed(call, result)
    if result is not None and call.watch.tracked.get(result) is None:
        _new_table(call, result)
    return result


def _new_table(call: Call, result: object) -> None:
    """A table that was made and not read, of nothing that has rows."""
    if getattr(result, "ndim", 0) != 2 or not has_rows(result) or length(result) < LEAST_TABLE:
        return
    if type(result).__name__ == "DataFrame" or call.name in MADE_OF_LISTS:
        _table(call, result, "")


def _table(call: Call, result: object, file: str) -> None:
    watch = call.watch
    found = watch.lineage.watermarks.find(result)
    rows = watch.lineage.table(result) if found is None else found
    own = watch.tracked.info(result)
    own.rows, own.exact = rows, True
    if found is None:
        watch.event(call.site, "table", id=watch.lineage.tables - 1, file=file[:200], rows=len(rows), what=call.name)


def read(call: Call) -> object:
    """A table is read."""
    result = call.run()
    source = call.argument(0, "filepath_or_buffer", "io", "path", "fname")
    frames = list(result.values()) if isinstance(result, dict) else [result]
    for own in frames:
        if has_rows(own) and length(own):
            _table(call, own, str(source) if isinstance(source, str) or hasattr(source, "__fspath__") else "")
    return result


def got(call: Call) -> object:
    result = call.run()
    if len(call.args) > 1 and isinstance(call.args[1], str):
        call.watch.read(call.site, call.args[0], call.args[1], result)
    return result


def quiet(call: Call) -> object:
    """What it gives is no part of an evaluation."""
    return call.run()


def changed_in_place(call: Call) -> object:
    """A list or dictionary of the study's: what stands in it is known by itself, but for words and numbers."""
    watch = call.watch
    marks = watch.marks.of(call.pending | watch.under(), "selection", "correlation", "encoding", "tuning", "score")
    result = call.run()
    watch.tracked.add(call.receiver, marks)
    return result


def filled(call: Call) -> object:
    """Gaps are filled: statistics of the rows become imputed values."""
    watch = call.watch
    value = call.argument(0, "value")
    given = watch.tracked.marks(value)
    turned = watch.marks.turned(given, "imputation", lambda step: step.kind == "statistic")
    marks = turned | watch.tracked.marks(call.receiver)
    result = call.run()
    rows = watch.lineage.derived(result, [call.receiver], "fillna", True) if has_rows(result) else None
    watch.give(result, [call.receiver], marks, rows)
    if result is None:  # in place
        watch.tracked.add(call.receiver, marks)
    return result


def grouped(call: Call) -> object:
    """Statistics of groups; put back on the rows they centre or encode them."""
    watch, source = call.watch, getattr(call.receiver, "obj", None)
    known = watch.rows(source) if source is not None else None
    result = call.run()
    marks = watch.tracked.marks(source) | watch.tracked.marks(call.receiver) | frozenset(call.made)
    column = getattr(call.receiver, "_selection", None) or getattr(source, "name", None)
    if call.name == "transform":
        kind = "encoding" if is_outcome(watch, column) else "statistic"
        marks |= watch.make(kind, call.site, call.name, known)
    elif is_outcome(watch, column) and call.name in STATISTICS:
        marks |= watch.make("encoding", call.site, call.name, known)
    rows = watch.lineage.derived(result, [source], call.name, True) if call.name == "transform" else None
    watch.give(result, [source], marks, rows)
    if rows is None and call.name != "transform":
        _new_table(call, result)
    return result


def _data(call: Call) -> object:
    """What a statistic is taken of."""
    return call.receiver if call.receiver is not None else call.argument(0, "a", "x", "arr")


def statistic(call: Call) -> object:
    """A mean, a median, a highest value, over rows."""
    watch, data = call.watch, _data(call)
    if call.name in HIGHEST | LOWEST and len(watch.marks.of(call.marks, "score")) > 1:
        return best(call)
    along = call.named.get("axis", call.args[0] if call.receiver is not None and call.args else None)
    known = watch.rows(data) if along not in (1, "columns", -1) else None
    marks = call.marks
    result = call.run()
    if known is None:
        watch.passed_on(call, result, marks)
    else:
        marks |= watch.make("statistic", call.site, call.name, known)
        watch.give(result, (), marks, None)
    return result


def correlation(call: Call) -> object:
    """Columns against each other, or against the outcome."""
    watch = call.watch
    pieces = [own for own in call.operands if has_rows(own)]
    known = next((rows for own in pieces if (rows := watch.rows(own)) is not None), None)
    single = [own for own in pieces if getattr(own, "ndim", 0) == 1]
    with_outcome = len(pieces) > 1 and any(looks_like_outcome(watch, own) for own in single)
    marks = call.marks
    result = call.run()
    marks |= watch.make("selection" if with_outcome else "correlation", call.site, call.name, known)
    for part in result if isinstance(result, tuple) else (result,):
        watch.give(part, (), marks, None)
    if isinstance(result, tuple):
        watch.tracked.add(result, marks)
    return result


def tested(call: Call) -> object:
    """A test of columns against the outcome."""
    watch = call.watch
    pieces = [own for operand in call.operands for own in (operand if isinstance(operand, list) else [operand])]
    rows = [known for own in pieces if (known := watch.rows(own)) is not None]
    known = (np.concatenate([own for own, _ in rows]), all(exact for _, exact in rows)) if rows else None
    marks = watch.marks.without(call.marks, "fit", "score")
    if watch.marks.of(call.marks, "fit"):  # risk groups compared: the model is described, nothing is chosen
        known = None
    result = call.run()
    marks |= watch.make("selection", call.site, call.name, known)
    for part in result if isinstance(result, tuple) else ():
        watch.give(part, (), marks, None)
    watch.give(result, (), marks, None)
    if isinstance(result, tuple | list):
        watch.tracked.add(result, marks)
    return result


def changed(call: Call) -> object:
    """A function that scales, harmonises or resamples a whole table."""
    watch, kind = call.watch, CHANGES[call.name]
    pieces = [own for own in call.operands if has_rows(own)]
    known = next((rows for own in pieces if (rows := watch.rows(own)) is not None), None)
    if kind == "harmonisation" and any(_names_outcome(watch, own) for own in [*pieces, *call.named.values()]):
        kind = "harmonisation-with-outcome"
    marks = watch.marks.without(call.marks, "score")
    if call.named.get("axis") not in (1, -1):
        marks |= watch.make(kind, call.site, call.name, known)
    result = call.run()
    fitting.given_back(call, result, marks, known)
    return result


def _names_outcome(watch: Watch, value: object) -> bool:
    if isinstance(value, list):
        return any(is_outcome(watch, name) for name in value)
    return any(is_outcome(watch, name) for name in getattr(value, "columns", ()))


def contracted(watch: Watch, site: int, result: object, left: object, right: object) -> bool:
    """A product that sums over rows: columns against a vector, such as the outcome; False if it is none."""
    known, other = watch.rows(right), left
    if known is None:
        info = watch.tracked.get(left)
        known, other = (info.given if info is not None else None), right
    shape = np.shape(left)
    if known is None or not shape or shape[-1] != len(known[0]) or np.shape(right)[:1] != shape[-1:]:
        return False
    data = left if other is right else right
    with_outcome = looks_like_outcome(watch, other)
    marks = watch.tracked.marks(other)
    marks = watch.marks.without(marks, "statistic") if with_outcome else marks  # an outcome less its mean
    marks |= watch.tracked.marks(data)
    marks |= watch.make("selection" if with_outcome else "correlation", site, "product", known)
    watch.give(result, (), marks, None)
    return True


def product(call: Call) -> object:
    """`numpy.dot` and the method of that name."""
    marks, sides = call.marks, call.operands[:2]
    result = call.run()
    if len(sides) < 2 or not contracted(call.watch, call.site, result, *sides):
        call.watch.passed_on(call, result, marks)
    return result


def best(call: Call) -> object:
    """The highest or lowest of something."""
    watch, marks = call.watch, call.marks
    picked = choice(watch, call.site, call.name, marks)
    result = call.run()
    watch.passed_on(call, result, marks | picked | frozenset(call.made))
    return result


def combat_applied(call: Call) -> object:
    """Parameters learnt before are applied."""
    marks = call.marks
    known = next((own.given for value in call.operands if (own := call.watch.tracked.get(value)) and own.given), None)
    result = call.run()
    fitting.given_back(call, result, marks, known)
    return result


_HANDLERS: tuple[tuple[frozenset[str], Handler], ...] = (
    (QUIET, quiet),
    (frozenset(["train_test_split"]), splitting.train_test_split),
    (frozenset(["resample"]), splitting.resampled),
    (CROSS_VALIDATED, scoring.cross_validated),
    (CURVES, scoring.curve),
    (METRICS, scoring.metric),
    (frozenset(["auc"]), scoring.area),
    (frozenset(["dot", "matmul"]), product),
    (TESTS, tested),
    (CORRELATIONS, correlation),
    (REDUNDANCY, correlation),
    (frozenset(CHANGES), changed),
    (frozenset(["neuroCombatFromTraining"]), combat_applied),
    (STATISTICS, statistic),
    (HIGHEST | LOWEST, best),
)
