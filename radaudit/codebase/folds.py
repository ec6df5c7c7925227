"""Rows parted for a test, and figures of performance on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radaudit.codebase.ledger import Split
from radaudit.codebase.names import is_visit
from radaudit.codebase.rows import NO_ROWS, NOT, Part, Rows, restricted, united
from radaudit.codebase.source import Place
from radaudit.codebase.state import State
from radaudit.codebase.values import NOTHING, Mark, Model, Value, a_tuple, element, gathered
from radaudit.codebase.vocabulary import SEARCHES

if TYPE_CHECKING:
    from radaudit.codebase.calls import Arguments


def _noted(state: State, site: tuple, place: Place, method: str, data: Value, grouped: bool, ordered: bool) -> None:
    unique = "one-per-patient" in data.tags or _of_one_visit(data)
    copies = min((mark.place for mark in data.kinds("variants")), default=None)
    state.ledger.split(Split(place, site, method, grouped, ordered, unique, "sorted" in data.tags, copies))


def _of_one_visit(data: Value) -> bool:
    """Whether all rows are of one visit, or were computed of several visits' rows."""
    groups = [[part for part in atom.parts if part.site[0] == "column"] for atom in data.rows]
    named = [any(not own.role.startswith(NOT) and is_visit(str(own.site[-1])) for own in parts) for parts in groups]
    return bool(named) and all(named) and "concat" not in data.tags


def train_test_split(state: State, name: str, arguments: Arguments, place: Place) -> Value:
    """Each table given comes back as two; one, by ``random_split``, as many as lengths are given."""
    site = ("split", place.path, place.line)
    tables = arguments.positional[:1] if name == "random_split" else arguments.positional
    data = tables[0] if tables else NOTHING
    ordered = arguments.constant("shuffle") is False
    _noted(state, site, place, "train_test_split", data, False, ordered)
    sides = []
    pieces = arguments.get(1, "lengths").items if name == "random_split" else None
    roles = ("train", "val", "test") if pieces and len(pieces) == 3 else ("train", "test")
    for own in tables:
        for role in roles:
            sides.append(_side(own, Part(site, role)))
    return a_tuple(sides)


def _side(value: Value, part: Part) -> Value:
    tags = (value.tags - {"concat", "read", "unknown"}) | ({"index"} if "index" in value.tags else set())
    entries = tuple((key, own.but(rows=restricted(own.rows, [part]))) for key, own in value.entries)
    return value.but(rows=restricted(value.rows, [part]), tags=tags, items=None, inside=None, entries=entries)


def splitter(state: State, _frame: object, name: str, arguments: Arguments, place: Place) -> Value:
    """A splitter of scikit-learn's."""
    return Value(
        whats=frozenset(
            [Model(name, frozenset(), place, tuple(arguments.positional), arguments.named, arguments.constants)]
        ),
        marks=frozenset(mark for value in arguments.values for mark in value.kinds("seed")),
    )


def _shuffled(model: Model) -> bool:
    if model.name in ("KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold"):
        return model.constants.get("shuffle") not in (None, False)
    return model.name not in ("TimeSeriesSplit", "LeaveOneOut", "PredefinedSplit", "LeaveOneGroupOut")


def split_by(state: State, model: Model, arguments: Arguments, place: Place) -> Value:
    """``splitter.split(X, y, groups)``: iterating gives the two index arrays."""
    data = next((value for value in arguments.positional if value.rows), NOTHING)
    site = ("folds", place.path, place.line)
    grouped = "Group" in model.name or model.name == "PredefinedSplit"
    _noted(state, site, place, model.name, data, grouped, model.name == "KFold" and not _shuffled(model))
    inside = a_tuple([_index(data, Part(site, "train")), _index(data, Part(site, "test"))])
    return Value(data.rows, inside=inside, tags=frozenset(["folds"]))


def _index(data: Value, part: Part) -> Value:
    return Value(restricted(data.rows, [part]), picks=frozenset([part]), tags=frozenset(["index"]))


def cross_validated(state: State, name: str, arguments: Arguments, place: Place) -> Value:
    """``cross_val_score(estimator, X, y, cv=...)``: every row is evaluated once, left out."""
    estimator, data = arguments.get(0, "estimator"), arguments.get(1, "X")
    target, cv = arguments.get(2, "y"), arguments.get(4, "cv")
    site = ("folds", place.path, place.line)
    own = next((what for what in cv.things if isinstance(what, Model)), None)
    stored = cv.inside or NOTHING
    grouped = (own is not None and "Group" in own.name) or any(_is_grouped(state, stored))
    ordered = own is not None and own.name == "KFold" and not _shuffled(own)
    _noted(state, site, place, own.name if own else name, data, grouped, ordered)
    folds = restricted(data.rows, [Part(site, "test")])
    training = restricted(data.rows, [Part(site, "train")])
    marks = data.marks | target.kinds("oversampling") | estimator.kinds("tuning", "seed")
    for what in estimator.things:
        if isinstance(what, Model):
            marks |= frozenset(mark for mark in what.carried if mark.kind == "tuning")
            state.ledger.nested |= what.name in SEARCHES and not what.fitted
            if what.name in SEARCHES and what.fitted:
                marks |= {Mark("tuning", what.fit_place or what.place, what.fitted)}
    made = marks | {Mark("fit", place, training)}
    state.ledger.evaluated(place, folds, made, folds=True)
    if name == "cross_val_predict":
        return Value(folds, made)
    if "permuted" in target.tags:  # what chance gives, of which nobody takes the best
        return NOTHING
    seeds = frozenset(mark for value in (cv, estimator, data) for mark in value.kinds("seed"))
    return Value(NO_ROWS, seeds | {Mark("score", place, folds, state.candidates)}, tags=frozenset(["folded"]))


def boosted(state: State, arguments: Arguments, place: Place) -> Value:
    """``xgboost.cv``: the score of each round on the rows left out."""
    data = arguments.get(1, "dtrain", "train_set", "pool")
    folds = restricted(data.rows, [Part(("folds", place.path, place.line), "test")])
    state.ledger.evaluated(place, folds, data.marks, folds=True)
    rounds = (*state.candidates, (place.path, place.line))
    return Value(marks=frozenset([Mark("score", place, folds, rounds)]))


def _is_grouped(state: State, stored: Value) -> list[bool]:
    sites = {part.site for atom in element(stored).rows for part in atom.parts}
    return [state.ledger.splits[site].grouped for site in sites if site in state.ledger.splits]


def evaluated_rows(values: list[Value]) -> tuple[Rows, frozenset[Mark]]:
    """What is evaluated: the rows of the predictions, or of all arguments where no model made one."""
    predictions = [value for value in values if value.predicted] or values
    rows = united(*(value.rows for value in predictions)) or united(*(value.rows for value in values))
    return rows, frozenset().union(*(value.marks for value in predictions)) if predictions else frozenset()


def measured(state: State, values: list[Value], place: Place) -> Value:
    """A figure of performance of predictions, or of a column by itself."""
    rows, marks = evaluated_rows(values)
    if not rows:
        return gathered(values).but(whats=frozenset())
    state.ledger.evaluated(place, rows, marks)
    seeds = frozenset(mark for mark in marks if mark.kind in ("seed", "cut")) | state.seeded_by
    made = seeds
    if any(value.tags & {"redrawn", "permuted"} for value in values):
        return Value(NO_ROWS, made)  # a bootstrap's figure, or what chance gives: nobody takes the best of it
    if any(value.predicted for value in values):
        made |= {Mark("score", place, rows, state.candidates)}
    else:
        made |= frozenset(mark for mark in marks if mark.kind != "loop") | {Mark("selection", place, rows)}
    return Value(NO_ROWS, made)
