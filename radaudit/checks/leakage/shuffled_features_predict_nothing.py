from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.null_runs import NullRuns, NullSet


@check(
    "leakage/shuffled-features-predict-nothing",
    severity=Severity.MAJOR,
    references=("doi:10.1093/biomet/37.3-4.326", "doi:10.1214/aoms/1177696786", "doi:10.1016/j.patter.2023.100804"),
)
def shuffled_features_predict_nothing(shuffled_features: tuple[NullRuns, ...]) -> Iterator[Finding]:
    """Without its features the study's command predicts nothing.

    In a copy of the study each feature's values, and those of the declared clinical variables, are dealt out to other
    cases, column by column, and the study's own command is run again and again. Outcomes stay. If held-out cases are
    still predicted, the outcome reaches the model by another way: ids, order of rows, site, a column that the study
    does not declare; or features are chosen with held-out outcomes in view, which makes the best of noise too. A
    sequential t-test decides, with at most one false alarm in a hundred over all looks.

    Remedy: look for what else the command reads; declare clinical variables in 'models[].clinical'; choose features on
    training cases alone.
    """
    for own in shuffled_features:
        if own.problem:
            yield unknown(f"{own.model}: its command could not be held against shuffled features: {own.problem}.")
            continue
        for part in own.sets:
            yield _judged(own, part)


def _judged(own: NullRuns, part: NullSet) -> Finding:
    said = (
        f"{own.model}: its command gives the set {part.name} {own.measure} {part.observed:.2f} on its own features and "
        f"{part.mean:.2f} on average ({own.runs} runs) where they belong to nobody"
    )
    details = {
        "tier": Tier.TESTED,
        "observed": part.observed,
        "mean_of_shuffled": part.mean,
        "standard_error": part.error,
        "runs": own.runs,
        "runs_that_broke": own.failed,
        "evidence_above": min(part.race.above, 1e9),
        "evidence_below": min(part.race.below, 1e9),
        "false_alarms": 0.01,
        "shuffled": own.altered,
    }
    if part.race.verdict == "above":
        return failed(
            f"{said}: the outcome reaches it by another way than these features.",
            code="predicts-without-features",
            benign=[
                "the command reads variables that the study does not declare as the model's",
                "held-out outcomes were seen, which does this too: see leakage/permuted-outcomes-not-predicted",
            ],
            **details,
        )
    if part.race.verdict == "below":
        return passed(f"{said}, as it should be.", **details)
    add = "Raise 'effort.probes' in the policy: what was run is not run again."
    return unknown(f"{said}: not settled after {own.runs} runs.", add=add, **details)
