"""Each model's scores beside what happened, set by set, got in the best way that the study allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Outcome
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.overlaps import Overlaps
from radaudit.evidence.reruns import FoldScores
from radaudit.evidence.target import Target
from radaudit.evidence.ways import WORDS, Way
from radaudit.study.manifest import ModelInfo

TRAIN, CROSS_VALIDATED = "train", "cv"
_PREFERRED = ("estimator", "command", "artefact", "predictions")


@dataclass(frozen=True, eq=False)
class ScoredSet:
    """The cases of one set that have a score of one model, and an outcome.

    Attributes
    ----------
    model, set
        Their names; the set is "cv" for the held-out cases of the declared cross-validation (its first repeat).
    way
        How the scores were got, see `evidence.ways.WORDS`.
    cases
        In the cohort's order.
    scores
        float64, shape (cases,); for survival the risks.
    outcomes
        float64, shape (cases,): 1 for the event; for survival (cases, 2): time and event.
    patients
        Shape (cases,): the patient of each case as a number; None where nobody has two cases, or it is not known.
    probabilities
        Whether the scores are probabilities of the event.
    leaks
        What may flatter the scores, as clauses: steps that the authors fitted on all rows, these cases among them;
        cases that are in the training set too.
    horizons, by_time
        Of a time to an event: the times by which the probability of the event is known, and these probabilities,
        shape (cases, horizons).
    unanswered
        Why there are none although they are declared.
    """

    model: str
    set: str
    way: str
    cases: tuple[str, ...]
    scores: np.ndarray = field(repr=False)
    outcomes: np.ndarray = field(repr=False)
    patients: np.ndarray | None = field(default=None, repr=False)
    probabilities: bool = True
    leaks: tuple[str, ...] = ()
    horizons: tuple[float, ...] = ()
    by_time: np.ndarray | None = field(default=None, repr=False)
    unanswered: str = ""

    @property
    def survival(self) -> bool:
        """Whether the outcome is the time to an event."""
        return self.outcomes.ndim == 2

    @property
    def events(self) -> np.ndarray:
        """Who had the event; bool, shape (cases,)."""
        return (self.outcomes[:, 1] if self.survival else self.outcomes) > 0

    @property
    def counts(self) -> tuple[int, int]:
        """Cases with and without the event."""
        return int(self.events.sum()), int((~self.events).sum())

    @property
    def held_out(self) -> bool:
        """Whether the model has not seen these cases."""
        return self.set != TRAIN

    @property
    def name(self) -> str:
        """For sentences."""
        return f"{self.model}, {'cross-validated' if self.set == CROSS_VALIDATED else f'the {self.set} set'}"

    @property
    def source(self) -> str:
        """For captions: how the scores were got."""
        return f"Scores: {WORDS[self.way]}."


@evidence
def scored_sets(
    models: tuple[ModelInfo, ...],
    ways: Mapping[str, tuple[Way, ...]],
    cohort: Cohort,
    target: Target,
    split: Split | None,
    overlaps: Overlaps | None,
) -> tuple[ScoredSet, ...]:
    """Scores of each model by set: of the estimator, else the command, the fitted model, or as reported."""
    if target.task not in ("binary", "survival"):
        raise NotApplicable(f"This is asked of models of an event; the task is {target.task}.")
    found, problems = [], {}
    for model, own in ways.items():
        usable = [way for way in own if not way.problem and not way.classes_only and (way.sets or way.folds)]
        if usable:
            found += _sets(min(usable, key=_after), cohort, target)
        else:
            problems[model] = _problem(own)
    if not found:
        raise Unavailable(
            "No model's scores are known: " + "; ".join(f"{name}: {why}" for name, why in problems.items()) + ".",
            "Audit with --trust, so that the models are run, or give 'models[].predictions' with scores.",
        )
    early = {model.name: [kind for kind, rows in model.fitted_on.items() if rows == "all"] for model in models}
    return tuple(replace(own, leaks=_leaks(early[own.model], _twins(own, split, overlaps))) for own in found)


def held_out(sets: Iterable[ScoredSet]) -> tuple[ScoredSet, ...]:
    """The sets that no model was fitted on.

    Raises
    ------
    Unavailable
        If there is none.
    """
    found = tuple(own for own in sets if own.held_out)
    if not found:
        raise Unavailable(
            "No case with a score was held out from its model.",
            "Declare the sets in 'cohort.split', or the cross-validation in 'models[].cv'.",
        )
    return found


def unless_leaking(finding: Finding, own: ScoredSet) -> Finding:
    """The finding; one that speaks well of scores that a leak may flatter tells nothing."""
    if finding.outcome != Outcome.PASS or not own.leaks:
        return finding
    message = f"{finding.message} But {' and '.join(own.leaks)}, so that this can't be relied on."
    add = "Take the leak out; model/claims-hold-without-leaks shows what is left."
    return replace(finding, outcome=Outcome.UNKNOWN, message=message, values=finding.values | {"add": add})


def patients_of(cohort: Cohort, cases: Sequence[str]) -> np.ndarray | None:
    """The patient of each case as a number, shape (cases,); None where each has one case, or one is not known."""
    names = [cohort.patient(case) for case in cases]
    if None in names or len(set(names)) == len(names):
        return None
    return np.unique(np.array(names), return_inverse=True)[1]


def _after(way: Way) -> tuple[bool, int]:
    """Ways whose probabilities by a time could not be had come last."""
    return not way.horizons, _PREFERRED.index(way.kind)


def _leaks(early: Sequence[str], twins: int) -> tuple[str, ...]:
    steps = (f"{' and '.join(early)} {'was' if len(early) == 1 else 'were'} fitted on all rows",) if early else ()
    shared = f"{twins} of these cases {'is' if twins == 1 else 'are'} in the training set too"
    return steps + ((f"{shared}, as patient, image or row",) if twins else ())


def _twins(own: ScoredSet, split: Split | None, overlaps: Overlaps | None) -> int:
    """How many cases of a held-out set have a twin in the training set."""
    if split is None or overlaps is None or own.set in (TRAIN, CROSS_VALIDATED):
        return 0
    groups = [group for shared in (overlaps.patients, overlaps.images, overlaps.rows) for group in shared.values()]
    seen = {case for group in groups if TRAIN in map(split.sets.get, group) for case in group}
    return len(seen & set(own.cases))


def _problem(ways: Sequence[Way]) -> str:
    reasons = [way.problem or ("classes only" if way.classes_only else "no set is declared") for way in ways]
    return ", ".join(reasons) or "no estimator, command, fitted model or predictions"


def _sets(way: Way, cohort: Cohort, target: Target) -> list[ScoredSet]:
    scores = dict(way.sets)
    if way.folds:
        scores[CROSS_VALIDATED] = _first_repeat(way.folds)
    known = dict(zip(cohort.cases, target.known, strict=True))
    found = []
    for name, own in scores.items():
        cases = tuple(case for case in cohort.cases if case in own and known[case])
        if cases:
            rows = np.array([own[case] for case in cases], dtype=float)
            outcomes = target.values[[cohort.rows[case] for case in cases]]
            patients = patients_of(cohort, cases)
            told = (way.model, name, way.kind, cases, rows[:, 0], outcomes, patients, way.probabilities)
            by_time = rows[:, 1:] if way.horizons else None
            found.append(ScoredSet(*told, horizons=way.horizons, by_time=by_time, unanswered=way.unanswered))
    return found


def _first_repeat(folds: Sequence[FoldScores]) -> dict[str, tuple[float, ...]]:
    """Every case once, by the model that had not seen it."""
    first = min(fold.repeat for fold in folds)
    return {
        case: tuple(row)
        for fold in folds
        if fold.repeat == first
        for case, row in zip(fold.cases, fold.scores.tolist(), strict=True)
    }
