"""The ways to a model's scores that the study allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.artefacts import Applied
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Split
from radaudit.evidence.commands import Produced
from radaudit.evidence.predictions import Predictions
from radaudit.evidence.reruns import FoldScores, Rerun
from radaudit.study.manifest import ModelInfo

Kind = Literal["estimator", "command", "artefact", "predictions"]
WORDS: Mapping[str, str] = {
    "estimator": "the estimator, fitted again",
    "command": "the study's command, run again",
    "artefact": "the fitted model file, applied again",
    "predictions": "the reported predictions",
}


@dataclass(frozen=True)
class Way:
    """Scores of one model, got in one way.

    Attributes
    ----------
    model, kind
        Whose, and how.
    problem
        Why there are none; empty if there are.
    sets
        By set, then by case; each score as in `models.request.RunResult`.
    probabilities
        Whether they are probabilities.
    classes_only
        Whether they only name the predicted class.
    folds
        Of a cross-validation.
    folds_problem
        Why there are none.
    notes
        What the reader must know, without a full stop.
    horizons
        The times of the probabilities that stand after each score; empty unless the outcome is the time to an event.
    unanswered
        Why there are none although they are declared.
    """

    model: str
    kind: Kind
    problem: str = ""
    sets: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)
    probabilities: bool = True
    classes_only: bool = False
    folds: tuple[FoldScores, ...] = ()
    folds_problem: str = ""
    notes: tuple[str, ...] = ()
    horizons: tuple[float, ...] = ()
    unanswered: str = ""


@evidence
def ways(
    models: tuple[ModelInfo, ...],
    split: Split | None,
    reruns: Mapping[str, Rerun] | None,
    commands: Mapping[str, Produced] | None,
    artefacts: Mapping[str, Applied] | None,
    predictions: Mapping[str, Predictions] | None,
    auditor: Auditor,
) -> Mapping[str, tuple[Way, ...]]:
    """Every way to each model's scores, by model."""
    found: dict[str, tuple[Way, ...]] = {}
    for name in (model.name for model in models):
        own = [_by_estimator(reruns[name], split)] if name in (reruns or {}) else []
        own += [_by_command(commands[name])] if name in (commands or {}) else []
        own += [_by_artefact(artefacts[name], split)] if name in (artefacts or {}) else []
        own += [_by_predictions("predictions", predictions[name])] if name in (predictions or {}) else []
        found[name] = tuple(own)
    needs_trust = {} if auditor.trust else {model.name: model.estimator or model.command for model in models}
    if any(found.values()):
        return {name: own or _not_run(name, needs_trust.get(name)) for name, own in found.items()}
    if any(needs_trust.values()):
        raise Unavailable(
            "The study's code was not run.",
            "Read it, then audit with --trust: it runs in a process of its own, with limits.",
        )
    raise Unavailable(
        "No model can be run again, and none gives its predictions.",
        "Add 'models[].estimator', 'command', 'artefact' or 'predictions' to radaudit.yaml.",
    )


def _not_run(model: str, code: object) -> tuple[Way, ...]:
    """A way that only wants the auditor's word."""
    reason = "the study's code was not run; read it, then audit with --trust"
    return (Way(model, "estimator", reason),) if code else ()


def _by_estimator(rerun: Rerun, split: Split | None) -> Way:
    rows = rerun.classes or {case: (score, *rerun.by_time.get(case, ())) for case, score in rerun.scores.items()}
    return Way(
        rerun.model,
        "estimator",
        rerun.problem and f"the model could not be re-run: {rerun.problem}",
        _by_set(rows, split),
        rerun.probabilities,
        folds=rerun.folds,
        folds_problem=rerun.folds_problem,
        notes=rerun.notes,
        horizons=rerun.horizons,
        unanswered=rerun.unanswered,
    )


def _by_set(rows: Mapping[str, tuple[float, ...]], split: Split | None) -> dict[str, dict[str, tuple[float, ...]]]:
    names = split.used if split else ()
    return {name: {case: rows[case] for case in split.cases(name) if case in rows} for name in names}


def _by_command(own: Produced) -> Way:
    if own.predictions is None:
        return Way(own.model, "command", f"its command gave nothing to assess: {own.problem}", notes=own.notes)
    return replace(_by_predictions("command", own.predictions), notes=own.notes)


def _by_artefact(own: Applied, split: Split | None) -> Way:
    return Way(
        own.model,
        "artefact",
        own.problem,
        _by_set(own.rows, split),
        own.probabilities,
        notes=own.notes,
        horizons=own.horizons,
        unanswered=own.unanswered,
    )


def _by_predictions(kind: Kind, own: Predictions) -> Way:
    """The way that a table of predictions gives."""
    names = {row.set for row in own.rows} - {None, "cv"}
    folds: dict[tuple[str, ...], list] = {}
    for row in own.rows:
        if row.set == "cv":
            folds.setdefault(row.fold, []).append(row)
    repeats = sorted({fold[0] for fold in folds if len(fold) == 2})
    scored = tuple(
        FoldScores(
            repeats.index(fold[0]) if len(fold) == 2 else 0,
            number,
            tuple(row.case for row in rows),
            np.array([row.scores for row in rows]),
        )
        for number, (fold, rows) in enumerate(sorted(folds.items()))
    )
    return Way(
        own.model,
        kind,
        "",
        {name: own.scores(name) for name in sorted(names)},
        own.probabilities,
        own.classes_only,
        scored,
        horizons=own.horizons,
    )
