from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.groups import Grouping
from radaudit.evidence.scored_sets import CROSS_VALIDATED, ScoredSet, held_out, patients_of, unless_leaking
from radaudit.models.metrics import measure
from radaudit.statistics.heterogeneity import Heterogeneity, cochran_q
from radaudit.statistics.holm import holm
from radaudit.statistics.interval import Interval, normal_quantile
from radaudit.statistics.possible import hanley_mcneil_width

BENIGN = (
    "the cases of one group are harder for anybody, such as early stages at a screening site",
    "groups differ in something else that the model does not claim to cover",
)


@dataclass(frozen=True)
class Group:
    """One group that is big enough.

    Attributes
    ----------
    name
        Of the group.
    auc
        With its interval.
    events, others
        Cases with and without the event.
    units
        Patients that have either.
    """

    name: str
    auc: Interval
    events: int
    others: int
    units: tuple[int, int]


@check(
    "model/performance-by-group",
    severity=Severity.MAJOR,
    references=("doi:10.2307/3001666", "doi:10.1148/radiology.143.1.7063747", "doi:10.1038/s41591-021-01595-0"),
)
def performance_by_group(
    scored_sets: tuple[ScoredSet, ...],
    groupings: tuple[Grouping, ...],
    cohort: Cohort,
    *,
    alpha: float = 0.05,
    fewest: int = 10,
) -> Iterator[Finding]:
    """The model discriminates alike in every site, scanner, sex and age group.

    An AUC over all patients can hide a group in which the model fails. AUCs of the groups, over all held-out cases, are
    tested for one common value (Cochran's Q; each variance the greater of DeLong's and of Hanley and McNeil's at the
    common AUC, so that a group without a single error is not taken as certain); p-values are adjusted by Holm's method,
    level: option alpha. Groups with fewer events or non-events than option fewest are left out. Few groups are big
    enough for a small difference to be seen: nothing found is not nothing there, and the intervals say what remains
    possible. Numbers, such as ages, are divided at the cohort's median.

    Remedy: report performance by group with intervals, and name the groups that the model was not shown to work in.
    """
    models = dict.fromkeys(own.model for own in held_out(scored_sets))
    for model in models:
        together = _together(model, scored_sets, cohort)
        for finding in _of_model(together, groupings, alpha, fewest):
            yield unless_leaking(finding, together)


def _together(model: str, sets: Sequence[ScoredSet], cohort: Cohort) -> ScoredSet:
    """All held-out cases of one model; those of a cross-validation only where there are no others."""
    own = [one for one in sets if one.model == model and one.held_out]
    own = [one for one in own if one.set != CROSS_VALIDATED] or own
    cases = tuple(case for one in own for case in one.cases)
    scores, outcomes = (np.concatenate([getattr(one, name) for one in own]) for name in ("scores", "outcomes"))
    name = " and ".join(one.set for one in own)
    patients = patients_of(cohort, cases)
    return ScoredSet(model, name, own[0].way, cases, scores, outcomes, patients, own[0].probabilities, own[0].leaks)


def _of_model(scored: ScoredSet, groupings: Sequence[Grouping], alpha: float, fewest: int) -> Iterator[Finding]:
    if scored.survival:
        yield unknown(f"{scored.model}: performance by group is compared for binary outcomes only.")
        return
    found = {own.name: groups for own in groupings if len(groups := _groups(own, scored, fewest)) > 1}
    if not found:
        yield unknown(
            f"{scored.name}: no two groups of {', '.join(own.name for own in groupings)} have {fewest} events and "
            f"{fewest} others each.",
            add="More held-out cases in each group.",
        )
        return
    tests = [cochran_q([own.auc.estimate for own in groups], _variances(groups)) for groups in found.values()]
    adjusted = holm([test.p for test in tests])
    plots = [_plot(scored, found)]
    for (name, groups), test, p in zip(found.items(), tests, adjusted, strict=True):
        yield _judged(scored, name, groups, test, p, alpha, plots)
        plots = []


def _groups(own: Grouping, scored: ScoredSet, fewest: int) -> list[Group]:
    """Those with enough cases of both classes."""
    names = np.array([own.of.get(case, "") for case in scored.cases])
    found = []
    for name in sorted(set(names) - {""}):
        members = names == name
        events, scores = scored.events[members], scored.scores[members]
        if min(events.sum(), (~events).sum()) < max(fewest, 2):
            continue
        patients = np.arange(len(events)) if scored.patients is None else scored.patients[members]
        several = len(np.unique(patients)) < len(patients)
        try:
            auc = measure("auc", events, scores, groups=patients if several else None)
        except ValueError:  # all cases of a class are of one patient
            continue
        units = tuple(len(np.unique(patients[part])) for part in (events, ~events))
        found.append(Group(str(name), auc, int(events.sum()), int((~events).sum()), units))
    return found


def _variances(groups: Sequence[Group]) -> list[float]:
    """Of each group's AUC: its own (DeLong's), or that of an AUC common to all where it is greater."""
    pairs = np.array([own.events * own.others for own in groups], dtype=float)
    common = float(np.clip(pairs @ [own.auc.estimate for own in groups] / pairs.sum(), 0.5, 0.995))
    expected = [hanley_mcneil_width(common, *own.units) / (2 * normal_quantile(0.95)) for own in groups]
    return [max(_error(own.auc), error) ** 2 for own, error in zip(groups, expected, strict=True)]


def _error(auc: Interval) -> float:
    """Standard error, from the side of the interval that was not cut off at 0 or 1."""
    return max(auc.high - auc.estimate, auc.estimate - auc.low) / normal_quantile(0.95)


def _judged(
    scored: ScoredSet, name: str, groups: list[Group], test: Heterogeneity, p: float, alpha: float, plots: list[Plot]
) -> Finding:
    worst, best = (choose(groups, key=lambda own: own.auc.estimate) for choose in (min, max))
    details = {"tier": Tier.TESTED, "plots": plots, "q": test.q, "p": test.p, "adjusted_p": p}
    details["rows"] = [
        {
            name: own.name,
            "AUC": own.auc.estimate,
            "low": own.auc.low,
            "high": own.auc.high,
            "events": own.events,
            "others": own.others,
        }
        for own in groups
    ]
    shown = f"{scored.model} by {name}: AUC from {_said(worst)} to {_said(best)} (Cochran's Q, adjusted p = {p:.2g})"
    if p <= alpha:
        return failed(f"{shown}.", code="differs", benign=BENIGN, **details)
    return passed(f"{shown}; no difference shown.", **details)


def _said(own: Group) -> str:
    return f"{own.auc.estimate:.2f} [{own.auc.low:.2f}, {own.auc.high:.2f}] ({own.name})"


def _plot(scored: ScoredSet, found: Mapping[str, list[Group]]) -> Plot:
    overall = measure("auc", scored.events, scored.scores, groups=scored.patients)
    rows = [("all held-out cases", overall)]
    rows += [(f"{name}: {own.name}", own.auc) for name, groups in found.items() for own in groups]
    values, low, high = (tuple(getattr(auc, key) for _, auc in rows) for key in ("estimate", "low", "high"))
    return Plot(
        "intervals",
        f"AUC by group: {scored.name}",
        "AUC",
        "",
        (Series("AUC with 95 % interval", values, tuple(range(len(rows))), low, high),),
        labels=tuple(label for label, _ in rows),
        note=f"Groups too small for an interval are left out. {scored.source}",
    )
