"""The study's process: imports the study's code, fits its estimator, writes scores. Run as a program.

Nothing of the auditing process is in here but the request; whatever the study's code does, it does in a
process that holds no secrets and can be stopped.
"""

from __future__ import annotations

import importlib.util
import random
import sys
import traceback
from pathlib import Path

import numpy as np

from radaudit.models.process import Limits, apply
from radaudit.models.request import Answer, Request, read_request, write_answer


def main(folder: Path) -> None:
    apply(Limits())
    request = read_request(folder)
    random.seed(request.seed)
    np.random.seed(request.seed)
    try:
        answer = _fit_and_score(request, folder / "code")
    except Exception as fault:
        answer = Answer(problem=_blame(fault, folder / "code"))
    write_answer(folder, answer)


def _fit_and_score(request: Request, code: Path) -> Answer:
    estimator = _factory(request.entry, code)()
    if not hasattr(estimator, "fit"):
        return Answer(f"{request.entry} returned a {type(estimator).__name__}, which has no 'fit'")
    table, events = _table(request), np.asarray(request.events, dtype=int)
    estimator.fit(table[request.train], events[request.train])
    scores, probabilities = _scores(estimator, table)
    return Answer(
        "", tuple(map(float, scores)), probabilities, _steps(estimator), _used(estimator, list(table.columns))
    )


def _factory(entry: str, code: Path):
    path, _, name = entry.rpartition(":")
    sys.path.insert(0, str((code / path).parent))
    spec = importlib.util.spec_from_file_location(Path(path).stem, code / path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return getattr(module, name)


def _table(request: Request):
    import pandas as pd

    table = pd.DataFrame(request.features, columns=list(request.columns))
    for name, texts in request.clinical.items():
        column = pd.Series(texts, dtype=object)
        numbers = pd.to_numeric(column, errors="coerce")
        table[name] = numbers if numbers.notna().sum() == column.notna().sum() else column
    return table


def _scores(estimator, table) -> tuple[np.ndarray, bool]:
    if hasattr(estimator, "predict_proba"):
        return np.asarray(estimator.predict_proba(table))[:, list(estimator.classes_).index(1)], True
    if hasattr(estimator, "decision_function"):
        return np.asarray(estimator.decision_function(table)).ravel(), False
    return np.asarray(estimator.predict(table), dtype=float).ravel(), False


def _steps(estimator) -> tuple[str, ...]:
    return tuple(type(step).__name__ for _, step in getattr(estimator, "steps", [("", estimator)]))


def _used(estimator, columns: list[str]) -> tuple[str, ...] | None:
    """Columns with a non-zero weight in the last step, followed back through the steps before it."""
    steps = [step for _, step in getattr(estimator, "steps", [("", estimator)])]
    names = np.asarray(columns, dtype=object)
    try:
        for step in steps[:-1]:
            if step in (None, "passthrough"):
                continue
            names = names[step.get_support()] if hasattr(step, "get_support") else step.get_feature_names_out(names)
    except Exception:
        return None
    weights = getattr(steps[-1], "coef_", getattr(steps[-1], "feature_importances_", None))
    if weights is None:
        return tuple(map(str, names))
    weights = np.abs(np.atleast_2d(np.asarray(weights))).max(axis=0)
    return tuple(map(str, names[weights > 0])) if len(weights) == len(names) else None


def _blame(fault: Exception, code: Path) -> str:
    """The exception and the study's line it came from, without paths of this machine."""
    own = [frame for frame in traceback.extract_tb(fault.__traceback__) if str(code) in frame.filename]
    text = " ".join(f"{type(fault).__name__}: {fault}".split()).replace(f"{code}/", "")[:300]
    return f"{text} ({Path(own[-1].filename).relative_to(code)}:{own[-1].lineno})" if own else text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
