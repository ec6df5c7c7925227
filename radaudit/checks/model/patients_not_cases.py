import math
from collections.abc import Iterator, Mapping

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.evidence.scored_sets import ScoredSet
from radaudit.models.metrics import applicable, measure
from radaudit.statistics.interval import Interval
from radaudit.study.manifest import ModelInfo


@check(
    "model/patients-not-cases",
    severity=Severity.MINOR,
    references=("doi:10.2307/2533958", "doi:10.1111/j.1467-9868.2007.00593.x"),
)
def patients_not_cases(
    cohort: Cohort,
    split: Split | None,
    printed_claims: tuple[PrintedSet, ...],
    scored_sets: tuple[ScoredSet, ...] | None,
    models: tuple[ModelInfo, ...] | None,
    *,
    material: float = 1.1,
) -> Iterator[Finding]:
    """No claimed interval counts several cases of one patient as if they were of several patients.

    Lesions of one patient resemble each other, so that twenty lesions of ten patients tell less than twenty patients
    do. Each claimed interval of a set in which patients have several cases is set beside two: one that takes cases as
    independent and one that keeps patients whole (Obuchowski's variance for an AUC, a bootstrap of patients for other
    measures). Where the second is wider by more than the factor in option material (radaudit's own) and the claimed
    width is closer to the first, patients were not considered.

    Remedy: resample patients instead of cases, or use a variance for clustered data; give numbers of patients too.
    """
    if None in cohort.patients:
        yield unknown(
            "Which cases are of one patient is not known.", add="Add 'cohort.patient' to radaudit.yaml, for every case."
        )
        return
    if len(set(cohort.patients)) == len(cohort):
        yield passed(f"Each of {counted(len(cohort), 'patient')} has one case.")
        return
    claims = [(group, own) for group in printed_claims for own in group.claims if own.claim.ci is not None]
    if not claims:
        raise NotApplicable("The study claims no interval.")
    thresholds = {model.name: model.threshold for model in models or ()}
    scored = {(own.model, own.set): own for own in scored_sets or ()}
    for group, own in claims:
        name = group.model or (next(iter(thresholds)) if len(thresholds) == 1 else None)
        yield _judged(group, own, cohort, split, scored.get((name, group.set)), thresholds, material)


def _judged(
    group: PrintedSet,
    own: PrintedClaim,
    cohort: Cohort,
    split: Split | None,
    scored: ScoredSet | None,
    thresholds: Mapping[str, float | None],
    material: float,
) -> Finding:
    cases = scored.cases if scored else (split.cases(group.set) if split and group.set else ())
    patients = {cohort.patient(case) for case in cases}
    shown = f"{own.claim.metric} ({group.name})"
    if cases and len(patients) == len(cases):
        return passed(f"{shown}: each patient has one case.", where=[own.place])
    if scored is None or group.set == "cv":
        return unknown(
            f"{shown}: what patients with several cases do to its interval can't be told without scores of the set.",
            where=[own.place],
            add="Give 'models[].predictions', or audit with --trust.",
        )
    try:
        alone, whole = (_interval(own.claim.metric, scored, thresholds, kept) for kept in (False, True))
    except ValueError as reason:
        return unknown(f"{shown}: {str(reason).rstrip('.')}.", where=[own.place])
    return _compared(shown, own, len(patients), len(cases), alone, whole, material)


def _interval(metric: str, scored: ScoredSet, thresholds: Mapping[str, float | None], whole: bool) -> Interval:
    task = "survival" if scored.survival else "binary"
    if not applicable(metric, task):
        raise ValueError(f"no interval of {metric} is known")
    cut = thresholds.get(scored.model)
    if cut is None and not scored.probabilities and metric != "auc" and not scored.survival:
        raise ValueError("the scores are no probabilities, and no threshold is named")
    target = scored.outcomes if scored.survival else scored.events
    groups = scored.patients if whole else None
    return measure(metric, target, scored.scores, 0.5 if cut is None else cut, task=task, groups=groups)


def _compared(
    shown: str, own: PrintedClaim, patients: int, cases: int, alone: Interval, whole: Interval, material: float
) -> Finding:
    claimed, of_cases, of_patients = (high - low for low, high in (own.claim.ci, _ends(alone), _ends(whole)))
    details = {
        "where": [own.place],
        "tier": Tier.HEURISTIC,
        "patients": patients,
        "cases": cases,
        "rows": [
            {"interval": "claimed", "low": own.claim.ci[0], "high": own.claim.ci[1], "width": claimed},
            {"interval": "cases independent", "low": alone.low, "high": alone.high, "width": of_cases},
            {"interval": "patients kept whole", "low": whole.low, "high": whole.high, "width": of_patients},
        ],
    }
    if min(claimed, of_cases, of_patients) <= 0:
        return unknown(f"{shown}: one of the intervals has no width, so they can't be compared.", **details)
    wider = of_patients / of_cases
    details["wider"] = wider
    said = (
        f"{shown}: {cases} cases of {patients} patients; patients kept whole, the interval is {wider:.2f} times as wide"
    )
    if wider <= material:
        return passed(f"{said}.", **details)
    if abs(math.log(claimed / of_cases)) < abs(math.log(claimed / of_patients)):
        return failed(
            f"{said}, and the claimed one has {claimed / of_cases:.2f} times the width of one that takes cases as "
            f"independent.",
            code="cases-as-patients",
            benign=["an interval of another method or level that happens to have this width"],
            **details,
        )
    return passed(f"{said}, and the claimed one is about as wide.", **details)


def _ends(own: Interval) -> tuple[float, float]:
    return own.low, own.high
