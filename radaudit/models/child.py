"""The study's process: imports the study's code, fits its estimator, writes scores. Run as a program.

Nothing of the auditing process is in here but the request; whatever the study's code does, it does in a
process that holds no secrets and can be stopped.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from radaudit.models.early import CantBeTakenApart, Fitted, fit_early
from radaudit.models.frame import frame_of
from radaudit.models.horizons import with_horizons
from radaudit.models.redone import redone
from radaudit.models.request import (
    Answer,
    Request,
    Run,
    RunResult,
    forget_request,
    read_request,
    request_folders,
    write_answer,
)
from radaudit.models.sandbox.blame import in_words
from radaudit.models.sandbox.limits import Limits
from radaudit.models.scoring import as_taken, fit_frame, scores_of, takes_a_frame_only
from radaudit.models.standin import best_columns
from radaudit.models.steps import leaves


def main(folder: Path) -> None:
    asked = [(own, read_request(own)) for own in request_folders(folder)]
    for own, _ in asked:
        forget_request(own)
    for own, request in asked:
        write_answer(own, _answer(request, folder / "code"))


def _answer(request: Request, code: Path) -> Answer:
    try:
        _seed(request.runs[0].seed)
        build = _factory(request.entry, code)
        table = frame_of(request.columns, request.features, request.clinical)
    except Exception as fault:
        return Answer(_blame(fault, code))
    return Answer("", tuple(_tried(build, table, request, run, code) for run in request.runs))


def _tried(build: Callable, table: object, request: Request, run: Run, code: Path) -> RunResult:
    try:
        return _run(build, table, request, run)
    except Exception as fault:
        return RunResult(_blame(fault, code))


def _run(build: Callable, table: object, request: Request, run: Run) -> RunResult:
    _seed(run.seed)
    estimator = build()
    if not hasattr(estimator, "fit"):
        return RunResult(f"{request.entry} returned a {type(estimator).__name__}, which has no 'fit'")
    if run.reseed:
        _reseed(estimator, run.seed)
    everything = np.arange(len(table))
    predict = everything if run.predict is None else run.predict
    pool = np.union1d(run.fit, predict) if run.pool is None else run.pool
    values = request.target if run.target is None else run.target
    seen = np.union1d(run.fit, pool) if run.early else run.fit
    if not np.isfinite(values[seen]).all():
        return RunResult("a row to fit on has no outcome")
    if run.table is not None or run.refill is not None or run.rescale is not None:
        features = request.features if run.table is None else request.tables[run.table]
        request = replace(request, features=redone(features, run))
        table = frame_of(request.columns, request.features, request.clinical)
    stood_in, columns = _columns(request, run, values, pool)
    own = table[[*(request.columns[column] for column in columns), *request.clinical]]
    target = as_taken(request.task, values)
    if takes_a_frame_only(estimator):
        fit_frame(estimator, own.iloc[run.fit], target[run.fit])
        fitted = Fitted((), estimator)
    else:
        fitted = fit_early(estimator, own, target, run.fit, pool, frozenset(run.early), run.seed)
    taken = fitted.transform(own.iloc[predict])
    scores, probabilities = scores_of(fitted.estimator, taken, request.task, request.classes)
    scores, unanswered = with_horizons(fitted.estimator, taken, scores, request.horizons)
    found = tuple(leaves(build())) if fitted.before else tuple(leaves(estimator))
    return RunResult(
        "",
        tuple(tuple(row) for row in scores.tolist()),
        probabilities,
        tuple(name for name, _ in found),
        tuple(kind for _, kind in found),
        tuple(sorted({*fitted.applied, *stood_in})),
        _used(fitted, list(own.columns)),
        unanswered,
    )


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)


def _reseed(estimator: object, seed: int) -> None:
    """Set every ``random_state`` in it, that of a splitter too."""
    parameters = estimator.get_params(deep=True) if hasattr(estimator, "get_params") else {}
    own = {name: seed for name in parameters if name.rpartition("__")[2] == "random_state"}
    if own:
        estimator.set_params(**own)
    for value in parameters.values():
        if getattr(value, "shuffle", False) and hasattr(value, "random_state") and not hasattr(value, "fit"):
            value.random_state = seed


def _columns(request: Request, run: Run, values: np.ndarray, pool: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """What the stand-in stood for on all rows, and the features that the estimator is given."""
    columns = request.listed if run.columns is None else run.columns
    if not run.select:
        return (), columns
    rows = np.union1d(run.fit, pool) if "selection" in run.early else run.fit
    best = best_columns(request.features[np.ix_(rows, columns)], values[rows], request.task, run.select)
    return tuple({"selection"} & set(run.early)), columns[best]


def _factory(entry: str, code: Path) -> Callable:
    path, _, name = entry.rpartition(":")
    sys.path.insert(0, str((code / path).parent))
    spec = importlib.util.spec_from_file_location(Path(path).stem, code / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return getattr(module, name)


def _used(fitted: Fitted, columns: list[str]) -> tuple[str, ...] | None:
    """Columns with a non-zero weight in the last step, followed back through the steps before it."""
    steps = [*fitted.before, *_in_order(fitted.estimator)]
    names = np.asarray(columns, dtype=object)
    try:
        for step in steps[:-1]:
            if step in (None, "passthrough") or hasattr(step, "fit_resample"):
                continue
            names = names[step.get_support()] if hasattr(step, "get_support") else step.get_feature_names_out(names)
    except Exception:
        return None
    weights = getattr(steps[-1], "coef_", getattr(steps[-1], "feature_importances_", None))
    if weights is None:
        return tuple(map(str, names))
    weights = np.abs(np.atleast_2d(np.asarray(weights))).max(axis=0)
    return tuple(map(str, names[weights > 0])) if len(weights) == len(names) else None


def _in_order(estimator: object) -> list[object]:
    """Its steps; of a search those of the estimator that it found best."""
    estimator = getattr(estimator, "best_estimator_", estimator)
    if not hasattr(estimator, "steps"):
        return [estimator]
    steps = [step for _, step in estimator.steps]
    return [*steps[:-1], *_in_order(steps[-1])]


def _blame(fault: Exception, code: Path) -> str:
    """The exception and the study's line it came from, without paths of this machine."""
    if isinstance(fault, CantBeTakenApart):
        return f"can't be taken apart: {fault}"
    own = [frame for frame in traceback.extract_tb(fault.__traceback__) if str(code) in frame.filename]
    text = " ".join(f"{type(fault).__name__}: {fault}".split()).replace(f"{code}/", "")[:300]
    if refused := in_words(text, Limits()):
        text = f"the study's code {refused}"
    return f"{text} ({Path(own[-1].filename).relative_to(code)}:{own[-1].lineno})" if own else text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
