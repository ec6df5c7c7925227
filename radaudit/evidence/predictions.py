"""The predictions that the authors report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import DataError, Problem, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.cohort import SETS, Cohort, Split, value_of
from radaudit.evidence.target import Target
from radaudit.features.resolution import Resolution, resolution_of
from radaudit.study.identifiers import match_ids
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo
from radaudit.study.modelling import ProbabilityInfo
from radaudit.study.personal import shown
from radaudit.study.table import Table

_CASE = ("case", "case_id", "caseid", "id", "patient", "patient_id", "patientid")
_SET = ("set", "split", "cohort", "dataset")
_COLUMNS = {  # by task: names of the columns that may hold scores, and whether they are probabilities
    "binary": (("probability", True), ("prob", True), ("risk", False), ("score", False)),
    "regression": (("value", False), ("prediction", False), ("predicted", False)),
    "survival": (("risk", False), ("score", False)),
}
_ROUNDED = 0.011  # two probabilities, each printed with two decimals
_CLASS = ("class", "label", "predicted_class")


@dataclass(frozen=True)
class Prediction:
    """One row: what is predicted for a case.

    Attributes
    ----------
    case
        As the cohort spells it.
    set
        "train", "validation", "test", "external" or "cv"; None where neither the row nor the split tells.
    fold
        Repeat and fold, as written; empty where the table names none.
    scores
        As in `models.request.RunResult`.
    place
        Where it stands.
    """

    case: str
    set: str | None
    fold: tuple[str, ...]
    scores: tuple[float, ...]
    place: Location


@dataclass(frozen=True)
class Predictions:
    """The predictions of a model.

    Attributes
    ----------
    model, path
        Its name; the table.
    rows
        In the table's order; of a case that is given twice (in a set and fold) the first.
    probabilities
        Whether the scores are probabilities.
    classes_only
        Whether the table gives predicted classes and no scores.
    resolution
        To how many digits the scores were printed.
    repeated
        Cases given twice, with the place of the second.
    unknown
        Ids that are no case of the cohort, with their place.
    missing
        Cases without a prediction, with their set: those of the declared sets that the table has any case of.
    horizons
        Of a time to an event: the times of the probabilities that stand after each risk.
    ranked
        Whether the table has no risks, and the probability by the longest horizon stands for them.
    """

    model: str
    path: str
    rows: tuple[Prediction, ...]
    probabilities: bool
    classes_only: bool
    resolution: Resolution
    repeated: Mapping[str, Location] = field(default_factory=dict)
    unknown: Mapping[str, Location] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    horizons: tuple[float, ...] = ()
    ranked: bool = False

    def scores(self, name: str) -> dict[str, tuple[float, ...]]:
        """Scores of the cases of a set."""
        return {row.case: row.scores for row in self.rows if row.set == name}


@evidence
def predictions(
    models: tuple[ModelInfo, ...], study: Study, cohort: Cohort, target: Target, split: Split | None
) -> Mapping[str, Predictions]:
    """The reported predictions of each model that gives them, by name."""
    own = [model for model in models if model.predictions]
    if not own:
        raise Unavailable("No model gives its predictions.", "Add 'models[].predictions' to radaudit.yaml.")
    return {
        model.name: read_predictions(model.name, study.table(model.predictions), study, cohort, target, split)
        for model in own
    }


def read_predictions(
    model: str, table: Table, study: Study, cohort: Cohort, target: Target, split: Split | None
) -> Predictions:
    """The predictions in a table.

    Raises
    ------
    DataError
        With every row that can't be used, or the column that is missing.
    """
    case_column = _case_column(table, study)
    by_time = _probability_columns(table, study, model)
    columns, probabilities, classes_only = _score_columns(table, target, bool(by_time))
    values = _values(table, columns, target, probabilities, classes_only)
    if by_time:
        chances = _chances(table, by_time, target)
        values = np.column_stack([values if columns else chances[:, -1:], chances])
    ids = table.texts(case_column)
    match = match_ids(cohort.cases, tuple(dict.fromkeys(ids)))
    case_of = {right: left for left, right in match.pairs.items()}
    sets, folds = _sets(table, study), _folds(table)
    rows: dict[tuple, Prediction] = {}
    repeated: dict[str, Location] = {}
    unknown: dict[str, Location] = {}
    for row, text in enumerate(ids):
        case, place = case_of.get(text), table.place(row)
        if case is None:
            unknown.setdefault(text.strip(), place)
            continue
        own = sets[row] if sets else (split.sets[case] if split else None)
        key = (case, own, folds[row])
        if key in rows:
            repeated.setdefault(case, place)
        else:
            rows[key] = Prediction(case, own, folds[row], tuple(values[row].tolist()), place)
    scored = columns or [own.name for own in by_time]
    resolution = resolution_of(text for name in scored for text in table.texts(name))
    given = tuple(rows.values())
    missing = _missing(given, cohort, target, split) if split else {}
    return Predictions(
        model,
        table.path,
        given,
        probabilities,
        classes_only,
        resolution,
        repeated,
        unknown,
        missing,
        tuple(own.horizon for own in by_time),
        bool(by_time) and not columns,
    )


def _probability_columns(table: Table, study: Study, model: str) -> tuple[ProbabilityInfo, ...]:
    """The declared probabilities that the table has, by their horizons; a column that is named must be there."""
    declared = next((own.probabilities for own in study.manifest.models if own.name == model), ())
    for own in declared:
        if own.column and own.column not in table.columns:
            message = f"has no column {own.column!r}, which 'models[].probabilities' names"
            raise DataError(Problem(message, table.path))
    found = (own for own in declared if own.name in table.columns)
    return tuple(sorted(found, key=lambda own: own.horizon))


def _chances(table: Table, by_time: Sequence[ProbabilityInfo], target: Target) -> np.ndarray:
    """Probabilities of the event, shape (rows, horizons).

    Raises
    ------
    DataError
        If one is no probability, or smaller than that by an earlier time: an event that has happened stays.
    """
    found = _values(table, [own.name for own in by_time], target, True, False)
    found = np.where([own.of == "survival" for own in by_time], 1 - found, found)
    falls = np.argwhere(np.diff(found, axis=1) < -_ROUNDED)
    if len(falls):
        row, place = (int(own) for own in falls[0])
        before, after = by_time[place], by_time[place + 1]
        message = f"the event is less probable by {after.horizon:g} ({after.name!r}) than by {before.horizon:g} "
        message += f"({before.name!r}); 'models[].probabilities[].of' says whether a column is of event or survival"
        raise DataError(Problem(message, table.path, table.place(row).line))
    return found


def _missing(rows: Sequence[Prediction], cohort: Cohort, target: Target, split: Split) -> dict[str, str]:
    named, given = {row.set for row in rows}, {(row.case, row.set) for row in rows}
    known = dict(zip(cohort.cases, target.known, strict=True))
    return {case: own for case, own in split.sets.items() if own in named and known[case] and (case, own) not in given}


def _named(table: Table, names: Sequence[str]) -> str | None:
    """The column of one of these names, in any case; the first name goes first."""
    spelt = {name.casefold(): name for name in reversed(table.columns)}
    return next((spelt[name.casefold()] for name in names if name.casefold() in spelt), None)


def _case_column(table: Table, study: Study) -> str:
    info = study.manifest.cohort
    found = _named(table, [name for name in (info.case, info.patient, *_CASE) if name])
    if found is None:
        wanted = info.case or info.patient
        raise DataError(Problem(f"has no column {wanted!r} that says which case a prediction is of", table.path))
    return found


def _score_columns(table: Table, target: Target, by_time: bool = False) -> tuple[tuple[str, ...], bool, bool]:
    """The columns of scores; whether they are probabilities; whether they only name classes.

    None where probabilities by a time stand for the risk.
    """
    if target.task == "multiclass":
        found = [_named(table, (f"probability_{name}", f"prob_{name}")) for name in target.classes]
        if all(found):
            return tuple(found), True, False
    for name, probabilities in _COLUMNS.get(target.task, ()):
        if _named(table, (name,)):
            return (_named(table, (name,)),), probabilities, False
    label = _named(table, _CLASS)
    if label and target.task in ("binary", "multiclass"):
        return (label,), False, True
    if by_time:
        return (), False, False
    wanted = {
        "binary": "probability (or risk, or class)",
        "multiclass": f"probability_{target.classes[0] if target.classes else '...'} and so on (or class)",
        "regression": "value",
        "survival": "risk",
    }[target.task]
    raise DataError(Problem(f"has no column of predictions; for this task it is called {wanted}", table.path))


def _values(
    table: Table, columns: Sequence[str], target: Target, probabilities: bool, classes_only: bool
) -> np.ndarray:
    """Scores; float64, shape (rows, columns)."""
    if classes_only:
        return _classes(table, columns[0], target)
    found, problems = np.empty((len(table), len(columns))), []
    for position, name in enumerate(columns):
        numbers, _ = table.numbers(name)
        fits = np.isfinite(numbers) & ((numbers >= 0) & (numbers <= 1) if probabilities else True)
        what = "a probability between 0 and 1" if probabilities else "a number"
        problems += [
            Problem(f"{name!r} must be {what}, not {shown(table.texts(name)[row])}", table.path, table.place(row).line)
            for row in np.flatnonzero(~fits)
        ]
        found[:, position] = numbers
    if problems:
        raise DataError(problems)
    return found


def _classes(table: Table, column: str, target: Target) -> np.ndarray:
    """One column for binary, 1 for the event; else a 1 in the column of the class."""
    texts = table.values(column)
    number = {"0": 0, "1": 1} if target.task == "binary" else {}
    number = {value_of(name): place for name, place in number.items()}
    number |= {value_of(name): position for position, name in enumerate(target.classes)}
    found = [None if text is None else number.get(value_of(text)) for text in texts]
    message = f"{column!r} must name a class ({', '.join(target.classes)}), not"
    problems = [
        Problem(f"{message} {shown(table.texts(column)[row])}", table.path, table.place(row).line)
        for row, own in enumerate(found)
        if own is None
    ]
    if problems:
        raise DataError(problems)
    if target.task == "binary":
        return np.array(found, dtype=float)[:, None]
    return np.eye(len(target.classes))[np.array(found, dtype=int)]


def _sets(table: Table, study: Study) -> list[str | None] | None:
    """The set of each row; None where the table has no column for it."""
    column = _named(table, _SET)
    if column is None:
        return None
    info = study.manifest.cohort.split
    meaning = {name: name for name in (*SETS, "cv")} | {"training": "train", "internal": "test"}
    meaning |= {value.casefold(): name for name in SETS for value in (getattr(info, name) if info else ())}
    return [meaning.get(text.casefold()) if text is not None else None for text in table.values(column)]


def _folds(table: Table) -> list[tuple[str, ...]]:
    named = [column for column in (_named(table, ("repeat",)), _named(table, ("fold",))) if column]
    parts = [table.values(column) for column in named]
    return [tuple(str(part[row]) for part in parts) for row in range(len(table))]
