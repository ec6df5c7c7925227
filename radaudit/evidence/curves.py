"""Plain data of plots that several checks show."""

from __future__ import annotations

import numpy as np

from radaudit.core.plot import Plot, Series
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.target import Target
from radaudit.evidence.ways import WORDS, Way
from radaudit.models.roc import roc_points


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
            points = roc_points(known, np.array([scores[case][0] for case in cases]))
            series.append(Series(f"{name} ({len(cases)} cases, {int(known.sum())} events)", *points))
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
        note=f"Scores of {WORDS[way.kind]}{' on the declared training rows' if way.kind == 'estimator' else ''}.",
    )
