"""What the volume of the ROI alone predicts of the cases that a model was held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.gauge import Gauge
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.scored_sets import CROSS_VALIDATED, TRAIN, ScoredSet, patients_of
from radaudit.evidence.target import Target
from radaudit.evidence.volumes import Volumes
from radaudit.evidence.ways import Way
from radaudit.models.single import classes_of_one, value_of_one
from radaudit.study.manifest import ModelInfo

FEWEST = 10  # cases, to learn which way the volume goes and to tell it from a model


@dataclass(frozen=True, eq=False)
class VolumeAlone:
    """One set of a model's cases, scored by the model and by the volume.

    Attributes
    ----------
    model, set
        Their names; the set is "cv" for the held-out cases of the declared cross-validation.
    gauge
        The task's leading measure.
    cases
        Those with an outcome, a volume and a score.
    target
        Their outcomes, as `evidence.target.Target.values`.
    scores, by_volume
        Of the model, and of the volume alone, as `Gauge.scores` gives them. The volume's direction (of classes and
        values its regression) is learnt on the training cases.
    volumes
        float64, shape (cases,).
    patients
        As `evidence.scored_sets.ScoredSet.patients`.
    leaks
        What may flatter the model's scores.
    """

    model: str
    set: str
    gauge: Gauge
    cases: tuple[str, ...]
    target: np.ndarray = field(repr=False)
    scores: np.ndarray = field(repr=False)
    by_volume: np.ndarray = field(repr=False)
    volumes: np.ndarray = field(repr=False)
    patients: np.ndarray | None = field(default=None, repr=False)
    leaks: tuple[str, ...] = ()

    @property
    def risk(self) -> np.ndarray | None:
        """One score a case; None for several classes, whose scores have no single order."""
        if self.scores.ndim == 1:
            return self.scores
        return self.scores[:, 0] if self.gauge.task == "survival" else None


@evidence
def volume_alone(
    models: tuple[ModelInfo, ...],
    ways: Mapping[str, tuple[Way, ...]],
    volumes: Volumes,
    cohort: Cohort,
    target: Target,
    split: Split | None,
    scored_sets: tuple[ScoredSet, ...] | None,
) -> tuple[VolumeAlone, ...]:
    """Every set that a model was held against and whose volumes are known."""
    known = dict(zip(cohort.cases, target.known, strict=True))
    usable = {case for case in volumes.by_case if known.get(case)}
    train = [case for case in (split.cases(TRAIN) if split else ()) if case in usable]
    early = {model.name: [kind for kind, rows in model.fitted_on.items() if rows == "all"] for model in models}
    leaks = {(own.model, own.set): own.leaks for own in scored_sets or ()}
    made = []
    for model, own in ways.items():
        way = next((way for way in own if not way.problem and not way.classes_only and (way.sets or way.folds)), None)
        for name, folds in _parts(way, train, usable) if way else ():
            told = (f"{' and '.join(early[model])} fitted on all rows",) if early[model] else ()
            found = _compared(folds, volumes, cohort, target)
            if found:
                made.append(VolumeAlone(model, name, *found, leaks.get((model, name), told)))
    if not made:
        raise Unavailable(
            "No scores of held-out cases with a known volume are there to compare with.",
            "Audit with --trust, so that the models are run, or give 'models[].predictions' with scores.",
        )
    return tuple(made)


Part = tuple[list[str], dict[str, tuple[float, ...]]]  # the cases to learn from, and scores of others


def _parts(way: Way, train: Sequence[str], usable: set[str]) -> Iterator[tuple[str, list[Part]]]:
    """Each held-out set, with the cases that the volume's part may be learnt from; of folds one entry a fold."""
    for name, scores in way.sets.items():
        if name != TRAIN:
            yield name, [(list(train), {case: row for case, row in scores.items() if case in usable})]
    first = [fold for fold in way.folds if fold.repeat == way.folds[0].repeat]
    everybody = [case for fold in first for case in fold.cases if case in usable]
    parts = []
    for fold in first:
        rows = zip(fold.cases, map(tuple, fold.scores.tolist()), strict=True)
        held = {case: row for case, row in rows if case in usable}
        parts.append(([case for case in everybody if case not in held], held))
    if parts:
        yield CROSS_VALIDATED, parts


def _compared(parts: Iterable[Part], volumes: Volumes, cohort: Cohort, target: Target):
    """Fields of `VolumeAlone` from the gauge on; None where there are too few cases."""
    gauge = leading_gauge(target.task)
    cases: list[str] = []
    rows, alone = [], []
    for learnt, scores in parts:
        if len(learnt) < FEWEST or not scores:
            return None
        cases += scores
        rows += scores.values()
        alone.append(_by_volume(gauge, *_given(learnt, volumes, cohort, target), _sizes(volumes, scores), target))
    if len(cases) < FEWEST:
        return None
    values = target.values[[cohort.rows[case] for case in cases]]
    return (
        *(gauge, tuple(cases), values, _as_scores(gauge, np.array(rows, dtype=float)), np.concatenate(alone)),
        *(volumes.of(cases), patients_of(cohort, cases)),
    )


def _given(learnt: Sequence[str], volumes: Volumes, cohort: Cohort, target: Target) -> tuple[np.ndarray, np.ndarray]:
    return _sizes(volumes, learnt), target.values[[cohort.rows[case] for case in learnt]]


def _sizes(volumes: Volumes, cases: Iterable[str]) -> np.ndarray:
    """Volumes by their logarithm, unless the table was scaled; the order is the same."""
    own = volumes.of(list(cases))
    return np.log(own) if min(volumes.by_case.values()) > 0 else own


def _as_scores(gauge: Gauge, rows: np.ndarray) -> np.ndarray:
    """Rows of a run's scores as `Gauge.scores` has them."""
    if gauge.task == "multiclass":
        return rows
    return rows[:, :1] if gauge.task == "survival" else rows[:, 0]


def _by_volume(gauge: Gauge, sizes: np.ndarray, outcomes: np.ndarray, asked: np.ndarray, target: Target) -> np.ndarray:
    if gauge.task == "regression":
        return value_of_one(sizes, outcomes, asked)
    if gauge.task == "multiclass":
        return classes_of_one(sizes, outcomes, asked, len(target.classes))
    towards = -1.0 if _concordance(gauge, outcomes, sizes) < 0.5 else 1.0
    return towards * (asked[:, None] if gauge.task == "survival" else asked)


def _concordance(gauge: Gauge, outcomes: np.ndarray, sizes: np.ndarray) -> float:
    """AUC or C-index of the volume as it is; one half where training cases leave it undefined."""
    try:
        scores = sizes[:, None] if gauge.task == "survival" else sizes
        return float(gauge.statistic(outcomes, scores)(np.ones((1, len(sizes))))[0])
    except ValueError:
        return 0.5
