import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.sizes import Learnt, Sizes, Validated
from radaudit.statistics.sample_size.development import (
    binary_development,
    continuous_development,
    events_per_variable,
    expected_shrinkage,
    max_r2,
    r2_of_auc,
    survival_development,
)
from radaudit.statistics.sample_size.multinomial import multinomial_development, share_of_pairs
from radaudit.statistics.sample_size.requirement import Requirement
from radaudit.statistics.sample_size.validation import binary_validation, continuous_validation

OF_DISCRIMINATION = ("auc", "r2")  # judged always; the others where calibration is claimed
BIAS_WIDTH = 0.2  # of the interval of the mean error, in standard deviations of the outcome; radaudit's own
NO_FORMULA = {
    "survival": "how many are needed follows from a simulation (doi:10.1002/sim.9275), which is not done here",
    "multiclass": "no formula is published for several classes",
}
SIMULATE = "Simulate sets of this size and show how wide the intervals of the claimed figures are."
BENIGN = (
    "the criteria are of a model without strong penalties, chosen among all candidates",
    "a first study of feasibility, which says that it is one",
)
GREATEST_R2 = 0.99
GREATEST_AUC = 0.99  # above it, an R2 that can hardly be hoped for would ask for too few cases


@check(
    "model/sample-size",
    severity=Severity.MAJOR,
    references=(
        "doi:10.1136/bmj.m441",
        "doi:10.1002/sim.7992",
        "doi:10.1002/sim.7993",
        "doi:10.1177/09622802231151220",
        "doi:10.1002/sim.9025",
        "doi:10.1002/sim.8766",
        "doi:10.1002/sim.8806",
    ),
)
def sample_size(sizes: Sizes, *, share_of_r2: float = 0.15, far: float = 2.0) -> Iterator[Finding]:
    """There are enough cases for the number of candidate features, and enough to judge what is claimed.

    With hundreds of candidates and a few dozen events a model fits the noise. The criteria of Riley and others say how
    many cases keep shrinkage at 0.9 or more and optimism at 0.05 or less, and tell the overall risk to within 0.05 (of
    a number, its mean and residual deviation to within 10 %; of several classes, each two of them count). The
    fit to be expected follows from the lowest AUC or R2 on unseen cases, claimed or found again, and is at least the
    share of the greatest possible R2 in option share_of_r2, which Riley advises where nothing is known. Held-out sets
    are judged by the width of the interval of the AUC or R2 (0.1), and by those of the calibration measures (0.2) where
    calibration is claimed; for several classes no formula is published, for a time to an event it takes a simulation
    (doi:10.1002/sim.9275), which is not done here. A development set that is too small weighs heavily only where it is
    so by more than option far (radaudit's own) and no other cases show what the model is worth.

    Remedy: fewer candidates, named before the outcome is seen; more events; strong penalties; validation elsewhere.
    """
    for own in sizes.learnt:
        if not own.candidates:
            yield unknown(
                f"{own.model}: how many candidate features there were is not known.",
                add="Give 'features.table', or a claim of the metric n_features.",
            )
        else:
            yield _developed(own, share_of_r2, far)
    for own in sizes.validated:
        yield _validated(own)


def _developed(own: Learnt, share_of_r2: float, far: float) -> Finding:
    cases, size = len(own.outcomes), _size(own)
    counted = {"cases": cases, **({"events": size.events} if size.events is not None else {})}
    try:
        needed, r2, known = _REQUIREMENTS[own.task](own, share_of_r2)
    except ValueError as reason:
        return unknown(f"{own.model}, training: {str(reason).rstrip('.')}.", **counted)
    judged = Requirement(tuple(one for one in needed.criteria if one.name != "mape"), needed.event_rate, needed.source)
    details = {
        "tier": Tier.TESTED,
        "candidates": own.candidates,
        "counted_by": own.counted_by,
        **counted,
        "r2": r2,
        "r2_from": known,
        "rows": [_row(one.name, one.meaning, one.cases, cases, one in judged.criteria) for one in needed.criteria],
    }
    if size.events is not None:
        details["events_per_variable"] = events_per_variable(size.events, cases, own.candidates)
        details["expected_shrinkage"] = expected_shrinkage(cases, own.candidates, r2)
    shown = (
        f"{own.model}, training: {cases} cases{size.of_them} for {own.candidates} candidate features "
        f"({size.rarest / own.candidates:.2g} {size.unit} a feature); "
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


@dataclass(frozen=True)
class _Size:
    """What a training set's size is told by: events where there are any, the rarest class, cases."""

    of_them: str
    rarest: int
    unit: str
    events: int | None = None


def _size(own: Learnt) -> _Size:
    cases = len(own.outcomes)
    if own.task == "regression":
        return _Size("", cases, "cases")
    if own.task == "multiclass":
        rarest = int(np.bincount(own.outcomes.astype(int)).min())
        return _Size(f", {rarest} of the rarest class,", rarest, "of these")
    events = int((own.outcomes if own.outcomes.ndim == 1 else own.outcomes[:, 1]).sum())
    return _Size(f" with {events} events", min(events, cases - events), "events", events)


# What is needed, with the R2 expected and where that comes from.
_Needed = tuple[Requirement, float, str]


def _two_classes(own: Learnt, share_of_r2: float) -> _Needed:
    prevalence = _share_of_events(own)
    r2, said = _hoped(own, prevalence, share_of_r2)
    return binary_development(own.candidates, prevalence, r2), r2, said


def _time_to_event(own: Learnt, share_of_r2: float) -> _Needed:
    times, a_case = own.outcomes[:, 0], _share_of_events(own)
    watched, horizon = float(times.mean()), float(np.median(times))
    if not horizon:
        raise ValueError("half of the cases were watched for no time at all")
    greatest = 1 - math.exp(2 * (a_case * math.log(a_case) - a_case))  # Riley et al. 2019, doi:10.1002/sim.7992
    r2 = share_of_r2 * greatest
    needed = survival_development(own.candidates, a_case / watched, watched, horizon, r2)
    return needed, r2, _of_greatest(share_of_r2)


def _number(own: Learnt, share_of_r2: float) -> _Needed:
    r2, said = share_of_r2, _of_greatest(share_of_r2)
    if own.r2 is not None and own.r2 > r2:
        r2, said = min(own.r2, GREATEST_R2), f"of an R2 of {own.r2:.2f} on unseen cases"
    mean = float(own.outcomes.mean()) if own.outcomes.min() > 0 else None
    return continuous_development(own.candidates, r2, mean, float(own.outcomes.std())), r2, said


def _classes(own: Learnt, share_of_r2: float) -> _Needed:
    counts = np.bincount(own.outcomes.astype(int)).tolist()
    pairs, said = share_of_pairs(counts, share_of_r2), _of_greatest(share_of_r2)
    if own.auc is not None:
        # Each two classes are taken to be told apart as well as one is from the rest; if some are told apart worse,
        # still more cases are needed.
        parts = {pair: counts[pair[1]] / (counts[pair[0]] + counts[pair[1]]) for pair in pairs}
        hoped = {pair: _hoped(own, part, share_of_r2) for pair, part in parts.items()}
        pairs, said = {pair: r2 for pair, (r2, _) in hoped.items()}, next(iter(hoped.values()))[1]
    return multinomial_development(own.candidates, counts, pairs, share_of_r2), min(pairs.values()), said


_REQUIREMENTS: dict[str, Callable[[Learnt, float], _Needed]] = {
    "binary": _two_classes,
    "survival": _time_to_event,
    "regression": _number,
    "multiclass": _classes,
}


def _share_of_events(own: Learnt) -> float:
    events, cases = _size(own).events, len(own.outcomes)
    if not 0 < events < cases:
        raise ValueError(f"{events} of {cases} cases have the event; there is nothing to learn")
    return events / cases


def _hoped(own: Learnt, prevalence: float, share_of_r2: float) -> tuple[float, str]:
    """The R2 of two classes, and where it comes from: of the AUC, if that is more than the share."""
    least = share_of_r2 * max_r2(prevalence)
    hoped = r2_of_auc(min(own.auc, GREATEST_AUC), prevalence) if own.auc is not None and own.auc > 0.5 else 0.0
    return (
        (hoped, f"of an AUC of {own.auc:.2f} on unseen cases") if hoped > least else (least, _of_greatest(share_of_r2))
    )


def _of_greatest(share_of_r2: float) -> str:
    return f"{share_of_r2:.0%} of the greatest possible"


def _validated(own: Validated) -> Finding:
    events = f" with {own.events} events" if own.task in ("binary", "survival") else ""
    shown = f"{own.model}, the {own.set} set: {own.cases} cases{events}"
    if own.task in NO_FORMULA:
        return unknown(f"{shown}; {NO_FORMULA[own.task]}.", add=SIMULATE)
    try:
        needed = _to_validate(own)
    except ValueError as reason:
        return unknown(f"{shown}; {reason}.")
    judged = Requirement(
        tuple(one for one in needed.criteria if own.calibration or one.name in OF_DISCRIMINATION),
        needed.event_rate,
        needed.source,
    )
    details = {
        "tier": Tier.TESTED,
        **({"events": own.events} if own.task == "binary" else {}),
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


def _to_validate(own: Validated) -> Requirement:
    """What is needed.

    Raises
    ------
    ValueError
        Why that can't be said.
    """
    if own.task == "regression":
        if own.r2 is None or not 0 < own.r2 < 1 or not own.variance:
            known = "is not known" if own.r2 is None else f"is {own.r2:.2f}"
            raise ValueError(f"how many are needed can't be said, because the R2 to be expected {known}")
        return continuous_validation(own.r2, own.variance, BIAS_WIDTH * math.sqrt(own.variance))
    if not 0 < own.events < own.cases:
        raise ValueError("performance can't be judged on one class")
    if own.auc is None or not 0.5 < own.auc < 1:
        known = "is not known" if own.auc is None else f"is {own.auc:.2f}"
        raise ValueError(f"how many are needed can't be said, because the AUC to be expected {known}")
    prevalence = own.events / own.cases
    return binary_validation(prevalence, own.auc, *_linear(own.auc, prevalence))


def _linear(auc: float, prevalence: float) -> tuple[float, float]:
    """Mean and deviation of the logit of a well calibrated risk, normal in both classes, that has this AUC."""
    from scipy.special import ndtri

    apart = math.sqrt(2) * float(ndtri(auc))
    mean = math.log(prevalence / (1 - prevalence)) + apart**2 * (prevalence - 0.5)
    return mean, math.sqrt(apart**2 + prevalence * (1 - prevalence) * apart**4)


def _row(name: str, meaning: str, needed: int, given: int, judged: bool) -> dict:
    return {"criterion": name, "what": meaning, "cases needed": needed, "cases given": given, "judged": judged}
