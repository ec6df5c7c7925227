from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.cross_validations import CrossValidation
from radaudit.evidence.forest import forest_plot
from radaudit.evidence.plain import PlainModel, PlainModels
from radaudit.evidence.printed import PrintedSet
from radaudit.evidence.scored_sets import ScoredSet, unless_leaking
from radaudit.statistics.delong import auc, delong_test
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_interval
from radaudit.statistics.weighted_auc import weighted_auc

BENIGN = (
    "a set so small that no difference could be shown",
    "the signature is meant to replace the variable, not to add to it",
)


@check(
    "model/better-than-simple-models",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.radonc.2018.10.027", "doi:10.2307/2531595"),
)
def better_than_simple_models(
    plain_models: PlainModels,
    cohort: Cohort,
    outcome: Outcome,
    split: Split | None,
    scored_sets: tuple[ScoredSet, ...] | None,
    printed_claims: tuple[PrintedSet, ...] | None,
    cross_validations: Mapping[str, CrossValidation] | None,
    *,
    level: float = 0.95,
) -> Iterator[Finding]:
    """The model discriminates better than volume, clinical variables, site, acquisition or missing values alone.

    A signature that does no better than the size of the ROI may be a size meter (a published one was); one that does
    no better than the site has learnt who was sent where. A logistic regression sees one of these alone, fitted on the
    same training rows less those with a twin in another set, and is compared with the model on the same cases
    (intervals of level `level` by DeLong's paired method; by a bootstrap of patients, where one has several cases). The
    forest plot shows all AUCs, among them plain pipelines on the whole table, and the study's own estimator in a
    repeated cross-validation without leaks.

    Remedy: report the simple model beside the signature, and what the signature adds to it.
    """
    scored = [own for own in scored_sets or () if own.set in plain_models.sets]
    single = [own for own in plain_models.models if own.alone and not own.problem]
    plots = [
        forest_plot(name, plain_models, scored, printed_claims or (), cohort, outcome, split, cross_validations)
        for name in plain_models.sets
    ]
    plots = [plot for plot in plots if plot.labels]
    if not single:
        raise Unavailable("The study gives no variable for a simple model.", _add(plain_models))
    said = False
    for own in scored:
        finding = _compared(own, single, level)
        if finding is not None:
            yield replace(unless_leaking(finding, own), plots=() if said else tuple(plots))
            said = True
    if not said:
        yield unknown(
            f"{counted(len(single), 'simple model')} could be fitted, but there are no scores of the study's model to "
            "compare with them.",
            add="Audit with --trust, so that the model is run; or give 'models[].predictions'.",
            plots=plots,
        )


def _compared(own: ScoredSet, single: list[PlainModel], level: float) -> Finding | None:
    rows = [row for simple in single if (row := _row(own, simple, level))]
    if not rows:
        return None
    beaten = [row for row in rows if row["difference"] <= 0]
    undecided = [row for row in rows if row["difference"] > 0 and row["low"] <= 0]
    where = own.name
    if beaten:
        worst = min(beaten, key=lambda row: row["difference"])
        return failed(
            f"{where}: {worst['alone']} reaches AUC {worst['AUC alone']:.2f}, the model "
            f"{worst['AUC of the model']:.2f} (difference {worst['difference']:+.2f} "
            f"[{worst['low']:+.2f}, {worst['high']:+.2f}]).",
            code="no-better",
            tier=Tier.TESTED,
            rows=rows,
            benign=BENIGN,
        )
    if undecided:
        return failed(
            f"{where}: not shown to be better than {_listed(undecided)}.",
            code="not-shown-better",
            tier=Tier.TESTED,
            severity=Severity.MINOR,
            rows=rows,
            benign=BENIGN,
        )
    return passed(f"{where}: better than {_listed(rows)}.", rows=rows)


def _row(own: ScoredSet, simple: PlainModel, level: float) -> dict | None:
    """One comparison, on the cases that both scored; None where it can't be made."""
    kept = np.array([case in simple.scores for case in own.cases], dtype=bool)
    model, events = own.scores[kept], own.events[kept]
    alone = simple.of([case for case, both in zip(own.cases, kept, strict=True) if both])
    if min(events.sum(), (~events).sum()) < 2:
        return None
    try:
        difference = _difference(model, alone, events, own.patients[kept] if own.patients is not None else None, level)
    except ValueError:  # a perfect score beside a constant one: no sampling variance to test with
        return None
    return {
        "alone": simple.label,
        "AUC alone": auc(alone, events),
        "AUC of the model": auc(model, events),
        "difference": difference.estimate,
        "low": difference.low,
        "high": difference.high,
        "interval by": difference.method,
        "cases": int(kept.sum()),
        "events": int(events.sum()),
    }


def _difference(model: np.ndarray, alone: np.ndarray, events: np.ndarray, patients, level: float) -> Interval:
    """AUC of the model less that of the simple one."""
    if patients is None:
        return delong_test(model, alone, events, level).difference

    def gap(weights: np.ndarray) -> np.ndarray:
        yes, no = weights * events, weights * ~events
        return weighted_auc(model, yes, no) - weighted_auc(alone, yes, no)

    return resampled_interval(gap, len(events), level, strata=events, groups=patients)


def _listed(rows: list[dict]) -> str:
    return ", ".join(f"{row['alone']} (AUC {row['AUC alone']:.2f})" for row in rows)


def _add(plain: PlainModels) -> str:
    return "Missing: " + "; ".join(dict.fromkeys(plain.missing.values())) + "."
