"""What would change the published number: claim, re-run and plain models in one forest plot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from radaudit.core.plot import Plot, Series
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.cross_validations import CrossValidation
from radaudit.evidence.gauge import gauge_of
from radaudit.evidence.plain import CROSS_VALIDATED, PlainModels
from radaudit.evidence.printed import PrintedSet
from radaudit.evidence.scored_sets import ScoredSet
from radaudit.statistics.delong import delong_interval
from radaudit.statistics.interval import Interval

_SHORT = {"estimator": "re-run", "command": "re-run", "artefact": "applied again", "predictions": "as reported"}
Row = tuple[str, float, float | None, float | None]


def scored_cases(name: str, cohort: Cohort, outcome: Outcome, split: Split | None, scored: Sequence[Mapping]):
    """Cases of a set that all of these scored, and their events.

    Returns
    -------
    tuple of (tuple of str, numpy.ndarray)
        Case ids and booleans, shape (cases,).
    """
    events = dict(zip(cohort.cases, outcome.events, strict=True))
    members = cohort.cases if name == CROSS_VALIDATED or split is None else split.cases(name)
    cases = tuple(c for c in members if events[c] is not None and all(c in scores for scores in scored))
    return cases, np.array([bool(events[case]) for case in cases])


def scores_of(own: ScoredSet) -> dict[str, float]:
    """Scores by case."""
    return dict(zip(own.cases, own.scores.tolist(), strict=True))


def auc_of(scores: np.ndarray, events: np.ndarray, level: float = 0.95) -> Interval | None:
    """AUC with its interval; None where a class has fewer than two cases."""
    return delong_interval(scores, events, level) if min(events.sum(), (~events).sum()) >= 2 else None


def forest_plot(
    name: str,
    plain: PlainModels,
    sets: Sequence[ScoredSet],
    printed: tuple[PrintedSet, ...],
    cohort: Cohort,
    outcome: Outcome,
    split: Split | None,
    again: Mapping[str, CrossValidation] | None = None,
) -> Plot:
    """AUCs on one set: what is claimed, what the model gives, and what needs no radiomics or no skill."""
    rows: list[Row] = [
        (f"claimed: {group.model or 'model'}", own.claim.value, *(own.claim.ci or (None, None)))
        for group in printed
        for own in group.claims
        if own.claim.metric == "auc" and group.set == name
    ]
    gauge, _ = gauge_of("binary", "auc")

    def measured(scores: Mapping[str, float]) -> Interval | None:
        cases, events = scored_cases(name, cohort, outcome, split, [scores])
        return auc_of(np.array([scores[case] for case in cases]), events)

    everyone = {f"{_SHORT[own.way]}: {own.model}": measured(scores_of(own)) for own in sets if own.set == name}
    everyone |= {f"repeated cross-validation: {model}": own.of(gauge) for model, own in (again or {}).items()}
    everyone |= {model.label: measured(model.scores) for model in plain.models if not model.problem}
    rows += [(label, found.estimate, found.low, found.high) for label, found in everyone.items() if found]
    series = Series(
        "AUC with 95 % interval",
        tuple(row[1] for row in rows),
        tuple(range(len(rows))),
        tuple(row[2] for row in rows),
        tuple(row[3] for row in rows),
    )
    where = "out of fold" if name == CROSS_VALIDATED else f"on the {name} set"
    return Plot(
        "intervals",
        f"What would change the published number, {where}",
        "AUC",
        "",
        (series,),
        labels=tuple(row[0] for row in rows),
        note="Plain models were fitted on the study's training rows, less those with a twin in another set."
        + (
            " The repeated cross-validation is the study's own estimator's, on all cases but external ones."
            if again
            else ""
        ),
    )
