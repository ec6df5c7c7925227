import math
from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.sizes import Learnt, Sizes, Validated
from radaudit.statistics.sample_size.development import (
    binary_development,
    events_per_variable,
    expected_shrinkage,
    max_r2,
    r2_of_auc,
    survival_development,
)
from radaudit.statistics.sample_size.requirement import Requirement
from radaudit.statistics.sample_size.validation import binary_validation

FOR_CALIBRATION = ("observed over expected", "calibration slope")
BENIGN = (
    "the criteria are of a model without strong penalties, chosen among all candidates",
    "a first study of feasibility, which says that it is one",
)
GREATEST_AUC = 0.99  # above it, an R2 that can hardly be hoped for would ask for too few cases


@check(
    "model/sample-size",
    severity=Severity.MAJOR,
    references=("doi:10.1136/bmj.m441", "doi:10.1002/sim.7992", "doi:10.1002/sim.9025", "doi:10.1002/sim.8806"),
)
def sample_size(sizes: Sizes, *, share_of_r2: float = 0.15, far: float = 2.0) -> Iterator[Finding]:
    """There are enough cases for the number of candidate features, and enough to judge what is claimed.

    With hundreds of candidates and a few dozen events a model fits the noise. The criteria of Riley and others say how
    many cases keep shrinkage at 0.9 or more and optimism at 0.05 or less, and tell the overall risk to within 0.05. The
    fit to be expected follows from the lowest AUC on unseen cases, claimed or found again, and is at least the share of
    the greatest possible R2 in option share_of_r2, which Riley advises where nothing is known. Held-out sets
    are judged by the width of the AUC's interval (0.1), and by those of the calibration measures (0.2) where
    calibration is claimed. A development set that is too small weighs heavily only where it is so by more than option
    far (radaudit's own) and no other cases show what the model is worth.

    Remedy: fewer candidates, named before the outcome is seen; more events; strong penalties; validation elsewhere.
    """
    for own in sizes.learnt:
        if not own.candidates:
            yield unknown(
                f"{own.model}: how many candidate features there were is not known.",
                add="Give 'features.table', or a claim of the metric n_features.",
            )
        elif own.task in ("binary", "survival"):
            yield _developed(own, share_of_r2, far)
        else:
            yield unknown(f"{own.model}: no criteria are applied to the task {own.task}.")
    for own in sizes.validated:
        yield _validated(own)


def _developed(own: Learnt, share_of_r2: float, far: float) -> Finding:
    outcomes = own.outcomes
    events = int((outcomes if outcomes.ndim == 1 else outcomes[:, 1]).sum())
    cases = len(outcomes)
    try:
        needed, r2, known = _requirement(own, events, cases, share_of_r2)
    except ValueError as reason:
        return unknown(f"{own.model}, training: {str(reason).rstrip('.')}.", events=events, cases=cases)
    judged = Requirement(tuple(one for one in needed.criteria if one.name != "mape"), needed.event_rate, needed.source)
    each = events_per_variable(events, cases, own.candidates)
    details = {
        "tier": Tier.TESTED,
        "candidates": own.candidates,
        "counted_by": own.counted_by,
        "events": events,
        "cases": cases,
        "events_per_variable": each,
        "expected_shrinkage": expected_shrinkage(cases, own.candidates, r2),
        "r2": r2,
        "r2_from": known,
        "rows": [_row(one.name, one.meaning, one.cases, cases, one in judged.criteria) for one in needed.criteria],
    }
    shown = (
        f"{own.model}, training: {cases} cases with {events} events for {own.candidates} candidate features "
        f"({each:.2g} events a feature); "
    )
    if judged.cases <= cases:
        return passed(f"{shown}{judged.cases:,} are needed.", **details)
    grave = judged.cases > far * cases and not own.validated
    return failed(
        f"{shown}{judged.cases:,} are needed, for {judged.binding.meaning} (R2 {r2:.2f}, {known}).",
        code="too-few-to-develop",
        severity=Severity.MAJOR if grave else Severity.MINOR,
        benign=BENIGN,
        **details,
    )


def _requirement(own: Learnt, events: int, cases: int, share_of_r2: float) -> tuple[Requirement, float, str]:
    """What is needed, with the R2 expected and where that comes from."""
    if not 0 < events < cases:
        raise ValueError(f"{events} of {cases} cases have the event; there is nothing to learn")
    if own.task == "survival":
        times = own.outcomes[:, 0]
        rate = events / float(times.sum())
        a_case = rate * float(times.mean())
        greatest = 1 - math.exp(2 * (a_case * math.log(a_case) - a_case))  # Riley et al. 2019, doi:10.1002/sim.7992
        r2 = share_of_r2 * greatest
        horizon, watched = float(np.median(times)), float(times.mean())
        said = f"{share_of_r2:.0%} of the greatest possible"
        return survival_development(own.candidates, rate, watched, horizon, r2), r2, said
    prevalence = events / cases
    r2, said = share_of_r2 * max_r2(prevalence), f"{share_of_r2:.0%} of the greatest possible"
    hoped = r2_of_auc(min(own.auc, GREATEST_AUC), prevalence) if own.auc is not None and own.auc > 0.5 else 0.0
    if hoped > r2:
        r2, said = hoped, f"of an AUC of {own.auc:.2f} on unseen cases"
    return binary_development(own.candidates, prevalence, r2), r2, said


def _validated(own: Validated) -> Finding:
    shown = f"{own.model}, the {own.set} set: {own.cases} cases with {own.events} events"
    if not 0 < own.events < own.cases:
        return unknown(f"{shown}; performance can't be judged on one class.")
    if own.auc is None or not 0.5 < own.auc < 1:
        known = "is not known" if own.auc is None else f"is {own.auc:.2f}"
        return unknown(f"{shown}; how many are needed can't be said, because the AUC to be expected {known}.")
    prevalence = own.events / own.cases
    needed = binary_validation(prevalence, own.auc, *_linear(own.auc, prevalence))
    judged = Requirement(
        tuple(one for one in needed.criteria if own.calibration or one.name not in FOR_CALIBRATION),
        needed.event_rate,
        needed.source,
    )
    details = {
        "tier": Tier.TESTED,
        "events": own.events,
        "cases": own.cases,
        "rows": [_row(one.name, one.meaning, one.cases, own.cases, one in judged.criteria) for one in needed.criteria],
    }
    if judged.cases <= own.cases:
        return passed(f"{shown}; {judged.cases:,} are needed to judge what is claimed.", **details)
    return failed(
        f"{shown}; {judged.cases:,} are needed to judge what is claimed ({judged.binding.name}: "
        f"{judged.binding.meaning}).",
        code="too-few-to-validate",
        severity=Severity.MINOR,
        benign=["one of several sets that are judged together"],
        **details,
    )


def _linear(auc: float, prevalence: float) -> tuple[float, float]:
    """Mean and deviation of the logit of a well calibrated risk, normal in both classes, that has this AUC."""
    from scipy.special import ndtri

    apart = math.sqrt(2) * float(ndtri(auc))
    mean = math.log(prevalence / (1 - prevalence)) + apart**2 * (prevalence - 0.5)
    return mean, math.sqrt(apart**2 + prevalence * (1 - prevalence) * apart**4)


def _row(name: str, meaning: str, needed: int, given: int, judged: bool) -> dict:
    return {"criterion": name, "what": meaning, "cases needed": needed, "cases given": given, "judged": judged}
