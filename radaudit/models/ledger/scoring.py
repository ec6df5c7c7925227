"""Scores: of predictions, of raw columns, by cross-validation."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from radaudit.models.ledger import splitting
from radaudit.models.ledger.lineage import Known, has_rows
from radaudit.models.ledger.tracked import NOTHING, PLAIN, Info

if TYPE_CHECKING:
    from radaudit.models.ledger.call import Call
    from radaudit.models.ledger.watching import Watch

OF_A_MODEL = ("fit", "threshold", "tuning")


def evaluated(
    watch: Watch, site: int, what: str, known: Known | None, marks: frozenset[int], folds: bool = False
) -> frozenset[int]:
    """Write an evaluation down.

    Returns
    -------
    frozenset of int
        The mark of its score.
    """
    marks = watch.marks.without(marks, "score")
    if known is None:
        watch.unplaced += 1
        return NOTHING
    made = watch.marks.make("score", site, what, *known, number=watch.next())
    score = next(iter(made)) >> 1 if made else -1
    said = sorted({(mark >> 1, not mark & 1) for mark in marks})
    best = {step: sure or (step, True) in said for step, sure in said}
    watch.event(
        site,
        "evaluation",
        what=what,
        rows=watch.book.rows(known[0]),
        exact=known[1],
        marks=[[step, sure] for step, sure in best.items()],
        folds=folds,
        score=score,
    )
    return made


def _predicted(call: Call) -> tuple[frozenset[int], Known | None, bool]:
    """Marks and rows of what is scored, and whether it is a model's."""
    watch = call.watch
    pieces = [own for own in [*call.args, *call.named.values()] if not isinstance(own, PLAIN)]
    by_model = [own for own in pieces if watch.marks.of(watch.tracked.marks(own), "fit", "threshold")]
    chosen = by_model or pieces[1:] or pieces
    marks = frozenset().union(*(watch.tracked.marks(own) for own in chosen)) if chosen else NOTHING
    known = next((rows for own in [*chosen, *pieces] if (rows := watch.rows(own)) is not None), None)
    weighed = watch.marks.of(marks, "selection")
    return marks | call.pending, known, bool(by_model or weighed)


def metric(call: Call) -> object:
    """A figure of performance; of a raw column it says how well that goes with the outcome."""
    watch = call.watch
    marks, known, of_model = _predicted(call)
    result = call.run()
    if of_model:
        made = evaluated(watch, call.site, call.name, known, marks)
    else:
        made = marks | watch.make("selection", call.site, call.name, known)
    put(watch, result, made)
    return result


def curve(call: Call) -> object:
    """A curve over all cut-offs: whoever takes a cut-off from it takes it from these rows."""
    watch = call.watch
    marks, known, of_model = _predicted(call)
    result = call.run()
    if of_model:
        evaluated(watch, call.site, call.name, known, marks)
    kind = "threshold" if of_model else "selection"
    put(watch, result, watch.make(kind, call.site, call.name, known))
    return result


def area(call: Call) -> object:
    """The area under a curve: the score of those rows."""
    watch, marks = call.watch, call.marks
    result = call.run()
    put(watch, result, watch.marks.turned(marks, "score", lambda step: step.kind == "threshold"))
    return result


def put(watch: Watch, result: object, marks: frozenset[int]) -> None:
    if isinstance(result, PLAIN):
        watch.pending |= marks
        return
    for part in result if isinstance(result, tuple | list) else ():
        watch.tracked.put(part, Info(None, marks))
    watch.tracked.put(result, Info(None, marks))


def cross_validated(call: Call) -> object:
    """Fits and scores fold by fold, in one call."""
    watch = call.watch
    model, data, target = call.argument(0, "estimator"), call.argument(1, "X"), call.argument(2, "y")
    known = watch.rows(data) or (watch.rows(target) if has_rows(target) else None)
    marks = watch.tracked.marks(data) | watch.marks.of(watch.tracked.marks(target), "oversampling")
    marks = watch.marks.without(marks, "fit") | watch.marks.of(watch.tracked.marks(model), "tuning")
    if known is not None:
        _note_folds(call, known, target)
    result = call.run()
    made = evaluated(watch, call.site, call.name, known, marks | call.pending, folds=True)
    if call.name == "cross_val_predict":
        own = watch.make("fit", call.site, call.name, known)
        watch.keep(result, Info(known[0] if known else None, marks | own, known[1] if known else True))
    else:
        for part in result.values() if isinstance(result, dict) else (result,):
            watch.tracked.put(part, Info(None, made))
        watch.tracked.add(result, made)
    return result


def _note_folds(call: Call, known: Known, target: object) -> None:
    """The folds that the call will use, where asking for them changes nothing."""
    cv, groups = call.named.get("cv"), call.named.get("groups")
    if not (cv is None or isinstance(cv, int) or isinstance(getattr(cv, "random_state", None), int | None)):
        return  # a shared generator, or something of the study's own
    if getattr(cv, "shuffle", False) and getattr(cv, "random_state", None) is None:
        return
    try:
        from sklearn.base import is_classifier
        from sklearn.model_selection import check_cv

        own = check_cv(copy.deepcopy(cv), target, classifier=is_classifier(call.argument(0, "estimator")))
        folds = list(own.split(range(len(known[0])), target, groups))
    except Exception:  # the study's call will say what is wrong
        return
    for train, test in folds:
        splitting.note(call.watch, call.site, type(own).__name__, known, train, test)
