"""Plain data of plots that several checks show."""

from __future__ import annotations

import numpy as np

from radaudit.core.plot import Plot, Series
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.reruns import Rerun
from radaudit.models.roc import roc_points


def roc_plot(rerun: Rerun, cohort: Cohort, outcome: Outcome, split: Split) -> Plot:
    """ROC curves of a re-run model, one a set."""
    events = dict(zip(cohort.cases, outcome.events, strict=True))
    series = []
    for name in split.used:
        cases = tuple(case for case in split.cases(name) if case in rerun.scores)
        known = np.array([bool(events[case]) for case in cases])
        if known.any() and not known.all():
            series.append(
                Series(f"{name} ({len(cases)} cases, {int(known.sum())} events)", *roc_points(known, rerun.of(cases)))
            )
    return Plot(
        "lines",
        f"ROC of {rerun.model}, re-run",
        "1 - specificity",
        "sensitivity",
        tuple(series),
        guide="identity",
        note="Scores of the study's estimator, fitted again on the declared training rows.",
    )
