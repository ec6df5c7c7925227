"""What the auditing process and the study's process tell each other: one folder, plain files, no pickles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

_REQUEST, _DATA, _ANSWER = "request.json", "data.npz", "answer.json"


@dataclass(frozen=True)
class Request:
    """Fit this estimator on these rows and score the others.

    Attributes
    ----------
    entry
        ``path/to/module.py:function``, relative to the folder "code".
    columns
        Names of the feature columns.
    features
        float64, shape (cases, columns).
    clinical
        Further columns, as text, by name.
    events
        bool, shape (cases,); False outside the train rows.
    train
        bool, shape (cases,): the rows to fit on.
    seed
        For Python's and numpy's global generators.
    """

    entry: str
    columns: tuple[str, ...]
    features: np.ndarray
    clinical: Mapping[str, tuple[str | None, ...]]
    events: np.ndarray
    train: np.ndarray
    seed: int


def write_request(folder: Path, request: Request) -> None:
    arrays = {name: getattr(request, name) for name in ("features", "events", "train")}
    np.savez(folder / _DATA, **arrays)
    rest = {name: getattr(request, name) for name in ("entry", "columns", "clinical", "seed")}
    (folder / _REQUEST).write_text(json.dumps(rest))


def read_request(folder: Path) -> Request:
    rest = json.loads((folder / _REQUEST).read_text())
    with np.load(folder / _DATA, allow_pickle=False) as arrays:
        return Request(**rest, **{name: arrays[name] for name in arrays.files})


@dataclass(frozen=True)
class Answer:
    """What came of it.

    Attributes
    ----------
    problem
        Why there are no scores; empty if there are.
    scores
        One a case.
    probabilities
        Whether the scores are probabilities of the event (else a decision function's values).
    steps
        Class names of the estimator's steps.
    used
        Names of the columns that the fitted model depends on, where it tells; else None.
    """

    problem: str = ""
    scores: tuple[float, ...] = ()
    probabilities: bool = True
    steps: tuple[str, ...] = ()
    used: tuple[str, ...] | None = None


def write_answer(folder: Path, answer: Answer) -> None:
    (folder / _ANSWER).write_text(json.dumps(asdict(answer)))


def read_answer(folder: Path, largest: int = 2**28) -> Answer | None:
    """The answer, or None where there is none, or none of this form: the study's process wrote it."""
    path = folder / _ANSWER
    try:
        if path.is_symlink() or path.stat().st_size > largest:
            return None
        content = json.loads(path.read_text())
        answer = Answer(
            str(content["problem"]),
            tuple(float(score) for score in content["scores"]),
            bool(content["probabilities"]),
            tuple(str(step) for step in content["steps"]),
            None if content["used"] is None else tuple(str(name) for name in content["used"]),
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return answer
