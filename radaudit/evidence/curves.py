"""Plain data of plots that several checks show."""

from __future__ import annotations

import numpy as np

from radaudit.core.plot import Plot, Series
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.target import Target
from radaudit.evidence.ways import WORDS, Way
from radaudit.models.roc import roc_band, roc_points

_RESAMPLES = 500  # of a band that is only looked at


def roc_plot(way: Way, cohort: Cohort, target: Target) -> Plot | None:
    """ROC curves of a binary model, one a set; None where no set has scores of both outcomes."""
    if target.task != "binary" or way.classes_only:
        return None
    events = dict(zip(cohort.cases, target.events, strict=True))
    series = []
    for name, scores in way.sets.items():
        cases = [case for case in cohort.cases if case in scores and events[case] is not None]
        known = np.array([events[case] for case in cases], dtype=bool)
        if known.any() and not known.all():
            patients = [cohort.patient(case) or f"case {case}" for case in cases]
            label = f"{name} ({len(cases)} cases, {int(known.sum())} events)"
            series.append(_curve(label, known, np.array([scores[case][0] for case in cases]), patients))
    if not series:
        return None
    again = way.kind != "predictions"
    return Plot(
        "lines",
        f"ROC of {way.model}, {'re-run' if again else 'as reported'}",
        "1 - specificity",
        "sensitivity",
        tuple(series),
        guide="identity",
        note=f"Scores of {WORDS[way.kind]}{' on the declared training rows' if way.kind == 'estimator' else ''}. "
        "Bands hold 95 % of bootstrap samples at each specificity.",
    )


def _curve(label: str, events: np.ndarray, scores: np.ndarray, patients: list[str]) -> Series:
    """The curve with its band, where each class has two cases or more."""
    points = roc_points(events, scores)
    if min(events.sum(), (~events).sum()) < 2:
        return Series(label, *points)
    groups = patients if len(set(patients)) < len(patients) else None
    band = roc_band(events, scores, resamples=_RESAMPLES, groups=groups)
    height = np.interp(band.false_positive, *points)  # where the curve rises straight up, the upper end
    return Series(label, *map(tuple, (band.false_positive, height, band.low, band.high)))
