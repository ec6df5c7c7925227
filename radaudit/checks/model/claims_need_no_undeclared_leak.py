from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.undeclared import Undeclared


@check(
    "model/claims-need-no-undeclared-leak",
    severity=Severity.CRITICAL,
    references=("doi:10.1186/s13244-021-01115-1", "doi:10.1016/j.patter.2023.100804"),
)
def claims_need_no_undeclared_leak(undeclared: tuple[Undeclared, ...], *, material: float = 0.02) -> Iterator[Finding]:
    """No claimed figure comes out only when a step is fitted on all rows that is not declared so.

    A claim that the declared analysis does not give is tried again with each of the estimator's steps - scaling,
    imputation, selection, oversampling, harmonisation - fitted on all rows before the split, alone and together. Where
    that gives the claim to the decimals printed, and is better by more than option material than the declared analysis,
    the claim is consistent with such a leak. It is no proof: with few decimals and several trials a figure can be met
    by chance. Errors in the outcome's unit are judged in standard deviations of the outcome.

    Remedy: say on which rows each step was fitted, and report the figure with all of them fitted on the training rows.
    """
    for own in undeclared:
        if own.problem:
            yield unknown(f"Claim {own.figure.id} could not be tried: {own.problem}.", where=[own.figure.place])
        else:
            yield _judged(own, material)


def _judged(own: Undeclared, material: float) -> Finding:
    claim, gauge, declared = own.figure.claim.claim, own.figure.gauge, own.declared.value
    details = {"where": [own.figure.place], "claimed": own.figure.value, "as_declared": declared}
    matching = [
        trial
        for trial in own.matching
        if trial.kinds and gauge.quality(trial.value) - gauge.quality(declared) > material * gauge.step
    ]
    if own.declared.gives_the_claim:
        return passed(f"Claim {claim.id} comes out as declared.", **details)
    if len(own.trials) == 1:
        return passed(
            f"Claim {claim.id}: the estimator has no step that could have been fitted on all rows.", **details
        )
    details["rows"] = [
        {
            "fitted on all rows": ", ".join(trial.kinds) or "as declared",
            gauge.name: trial.value,
            "gives the claim": trial.gives_the_claim,
        }
        for trial in own.trials
    ]
    if not matching:
        return passed(f"Claim {claim.id} does not come out with any step fitted on all rows either.", **details)
    steps = " and ".join(matching[0].kinds)
    return failed(
        f"Claim {claim.id}: {own.figure.value:g} does not come out as declared "
        f"({declared:.{own.figure.claim.printed.decimals}f}), but with {steps} fitted on all rows it does.",
        code="leak-gives-the-claim",
        tier=Tier.HEURISTIC,
        benign=[
            f"a coincidence: {len(own.trials) - 1} combinations were tried",
            "another seed, split or version, of which the claim is the result",
        ],
        trials=len(own.trials) - 1,
        **details,
    )
