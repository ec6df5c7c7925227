"""What the auditing process and the study's process tell each other: one folder, plain files, no pickles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import numpy as np

from radaudit.models.harmonised import Harmonise

_REQUEST, _DATA, _ANSWER = "request.json", "data.npz", "answer.json"
_SHARED = ("features", "target")  # arrays of the request
# Arrays of a run, each of which may be None.
_OWN = ("fit", "predict", "target", "pool", "columns", "refill", "rescale")

STEP_KINDS = ("scaling", "selection", "imputation", "harmonisation", "oversampling")


@dataclass(frozen=True)
class Run:
    """Fit the estimator once, on some rows, and score some rows. Rows are positions in the setup's table.

    Attributes
    ----------
    fit
        int64, shape (fitted,): the rows to fit on; a row may stand several times, as in a bootstrap sample.
    predict
        int64, shape (scored,): the rows to score; None for all rows.
    target
        float64, like the setup's target: other labels, for example permuted ones; None for the setup's own.
    seed
        Of Python's and numpy's global generators.
    reseed
        Whether every ``random_state`` in the estimator is set to the seed as well; else the study's own stay.
    early
        Sorted names out of `STEP_KINDS`: the steps of these kinds are fitted on the pool, before the split.
    pool
        int64: the rows that were together when those steps were fitted; None for the rows fitted on and scored.
    columns
        int64: positions of the features that the estimator is given; None for the setup's ``listed`` ones.
    select
        Above 0: a stand-in for a selection that the study doesn't give as code. The estimator is given only the
        this many ``columns`` that, one at a time, tell the outcome best on the rows fitted on (or on the pool,
        where "selection" is among ``early``).
    refill, fill
        int64, shape (cells, 2): cells (row and column of the setup's table) that are emptied and filled in again with
        the "mean" or the "median" of the others in the rows fitted on; None for none.
    rescale, scale
        int64: columns that are scaled again on the rows fitted on, after that, by "zscore", "robust" or "minmax"; None
        for none.
    harmonise
        How the features are harmonised anew, before all that, from the setup's ``unharmonised`` table; None for the
        features as the setup has them. The study's process is not told: it is given the `table` that comes of it.
    table
        Position in the request's ``tables`` of the features; None for its ``features``. Set by `rerun.Refit` alone.
    """

    fit: np.ndarray
    predict: np.ndarray | None = None
    target: np.ndarray | None = None
    seed: int = 0
    reseed: bool = False
    early: tuple[str, ...] = ()
    pool: np.ndarray | None = None
    columns: np.ndarray | None = None
    select: int = 0
    refill: np.ndarray | None = None
    fill: str = "mean"
    rescale: np.ndarray | None = None
    scale: str = "zscore"
    harmonise: Harmonise | None = None
    table: int | None = None

    def __post_init__(self) -> None:
        strange = set(self.early) - set(STEP_KINDS)
        if strange or list(self.early) != sorted(self.early):
            raise ValueError(f"early must be sorted names out of {', '.join(STEP_KINDS)}; it is {self.early}")


@dataclass(frozen=True)
class Request:
    """The table, once, and what is to be done with it.

    Attributes
    ----------
    entry
        ``path/to/module.py:function``, relative to the folder "code".
    task
        "binary", "multiclass", "regression" or "survival".
    columns
        Names of the feature columns.
    features
        float64, shape (cases, columns).
    clinical
        Further columns, as text, by name.
    target
        float64, shape (cases,): 0 or 1; the number of the class; the value. For survival shape (cases, 2): the time,
        and 1 where the event was seen. nan for a case whose outcome no run may see.
    listed
        int64: positions of the features that the estimator is given where a run names none.
    runs
        What to do.
    classes
        Of a classification, how many classes there are.
    horizons
        Of a time to an event: the times by which its probability is asked for, ascending.
    tables
        Other features for runs that name one; float64, shape (cases, columns) each.
    """

    entry: str
    task: str
    columns: tuple[str, ...]
    features: np.ndarray
    clinical: Mapping[str, tuple[str | None, ...]]
    target: np.ndarray
    listed: np.ndarray
    runs: tuple[Run, ...]
    classes: int = 2
    horizons: tuple[float, ...] = ()
    tables: tuple[np.ndarray, ...] = ()


def request_folders(folder: Path) -> list[Path]:
    """Where the requests of one process lie, in their order."""
    return sorted((own for own in folder.glob("asked_*") if own.is_dir()), key=lambda own: int(own.name[6:]))


def new_request_folder(folder: Path) -> Path:
    """One more of them."""
    made = folder / f"asked_{len(request_folders(folder))}"
    made.mkdir()
    return made


def write_request(folder: Path, request: Request) -> None:
    arrays = {name: getattr(request, name) for name in (*_SHARED, "listed")}
    arrays |= {f"table_{number}": table for number, table in enumerate(request.tables)}
    plain = []
    for number, run in enumerate(request.runs):
        arrays |= {f"{name}_{number}": getattr(run, name) for name in _OWN if getattr(run, name) is not None}
        plain.append({own.name: getattr(run, own.name) for own in fields(run) if own.name not in (*_OWN, "harmonise")})
    np.savez(folder / _DATA, **arrays)
    rest = {name: getattr(request, name) for name in ("entry", "task", "columns", "clinical", "classes", "horizons")}
    (folder / _REQUEST).write_text(json.dumps(rest | {"runs": plain}))


def read_request(folder: Path) -> Request:
    rest = json.loads((folder / _REQUEST).read_text())
    with np.load(folder / _DATA, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    runs = []
    for number, plain in enumerate(rest.pop("runs")):
        own = {name: arrays.get(f"{name}_{number}") for name in _OWN}
        runs.append(Run(**{**plain, "early": tuple(plain["early"])}, **own))
    columns, horizons = tuple(rest.pop("columns")), tuple(rest.pop("horizons"))
    shared = {name: arrays[name] for name in (*_SHARED, "listed")}
    tables = tuple(arrays[f"table_{number}"] for number in range(sum(name.startswith("table_") for name in arrays)))
    return Request(columns=columns, horizons=horizons, runs=tuple(runs), tables=tables, **rest, **shared)


def forget_request(folder: Path) -> None:
    """Remove the request: the study's code is told what a run tells it, and finds no more on the disk."""
    for name in (_REQUEST, _DATA):
        (folder / name).unlink(missing_ok=True)


@dataclass(frozen=True)
class RunResult:
    """What came of a run.

    Attributes
    ----------
    problem
        Why there are no scores; empty if there are.
    scores
        One row a scored case. Binary, regression: one column. Multiclass: one column a class. Survival: the risk,
        higher meaning an earlier event; where they could be had, the probability of the event by each of the request's
        horizons after it.
    probabilities
        Whether the scores are probabilities (of the event, of each class).
    steps
        Class names of the estimator's steps.
    kinds
        The kind of each step: one of `STEP_KINDS`, "model" or "other".
    applied
        Those of ``early`` that the estimator has a step of (or that the stand-in stood for).
    used
        Names of the columns that the fitted model depends on, where it tells; else None.
    unanswered
        Why there are no probabilities by the horizons; empty if there are, or none were asked for.
    """

    problem: str = ""
    scores: tuple[tuple[float, ...], ...] = ()
    probabilities: bool = True
    steps: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    applied: tuple[str, ...] = ()
    used: tuple[str, ...] | None = None
    unanswered: str = ""

    @property
    def matrix(self) -> np.ndarray:
        """The scores; float64, shape (scored cases, columns)."""
        return np.array(self.scores, dtype=float)

    @property
    def vector(self) -> np.ndarray:
        """The first column of the scores; float64, shape (scored cases,)."""
        return np.array([row[0] for row in self.scores], dtype=float)


@dataclass(frozen=True)
class Answer:
    """What came of a request.

    Attributes
    ----------
    problem
        Why no run could be tried at all; empty if they were.
    runs
        One result a run, in their order.
    """

    problem: str = ""
    runs: tuple[RunResult, ...] = field(default=())


def write_answer(folder: Path, answer: Answer) -> None:
    (folder / _ANSWER).write_text(json.dumps(asdict(answer)))


def read_answer(folder: Path, largest: int = 2**28) -> Answer | None:
    """The answer, or None where there is none, or none of this form: the study's process wrote it."""
    path = folder / _ANSWER
    try:
        if path.is_symlink() or path.stat().st_size > largest:
            return None
        content = json.loads(path.read_text())
        return Answer(str(content["problem"]), tuple(result_of(own) for own in content["runs"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def result_of(content: Mapping) -> RunResult:
    """A result from what JSON holds.

    Raises
    ------
    KeyError, TypeError, ValueError, OverflowError
        If it has another form.
    """
    scores = tuple(tuple(float(score) for score in row) for row in content["scores"])
    if len({len(row) for row in scores}) > 1:
        raise ValueError("rows of scores differ in length")
    return RunResult(
        str(content["problem"]),
        scores,
        bool(content["probabilities"]),
        _texts(content["steps"]),
        _texts(content["kinds"]),
        _texts(content["applied"]),
        None if content["used"] is None else _texts(content["used"]),
        str(content["unanswered"]),
    )


def _texts(values: Sequence) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
