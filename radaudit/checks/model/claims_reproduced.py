from collections.abc import Iterator, Mapping

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.claims import AssessedClaim
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.curves import roc_plot
from radaudit.evidence.reruns import Rerun
from radaudit.models.metrics import METRICS

LOWER_IS_BETTER = frozenset({"brier"})


@check(
    "model/claims-reproduced",
    severity=Severity.MAJOR,
    references=("doi:10.2307/2531595", "doi:10.1109/LSP.2014.2337313"),
)
def claims_reproduced(
    claims: tuple[AssessedClaim, ...], cohort: Cohort, outcome: Outcome, split: Split, reruns: Mapping[str, Rerun]
) -> Iterator[Finding]:
    """Every claim about a model comes out again when the model is fitted and scored again.

    The study's own estimator is fitted on the declared training rows and scored on the declared sets. A claim is
    reproduced if the re-run agrees to the decimals written (or within the declared tolerance); one that only lies
    inside the re-run's 95 % interval is consistent, but something differs: a seed, a version, a row. One outside is
    not what this code gives on this data.

    Remedy: publish the code, seed and rows that give the claimed figure, or correct the claim.
    """
    plots = [_interval_plot(claims), *[roc_plot(own, cohort, outcome, split) for own in reruns.values() if own.scores]]
    shown = False
    for status, make in (("not reproduced", _off), ("within the interval", _near)):
        for claim in (own for own in claims if own.status == status):
            yield make(claim, () if shown else plots)
            shown = True
    for claim in (own for own in claims if own.status == "not assessable"):
        yield unknown(
            f"Claim {claim.claim.id} can't be assessed: {claim.reason}.", where=[claim.place], rows=[_row(claim)]
        )
    good = [own for own in claims if own.status == "reproduced"]
    if good:
        yield passed(
            f"{len(good)} of {len(claims)} claims reproduce to the decimals written.",
            where=[own.place for own in good],
            rows=[_row(own) for own in good],
            plots=() if shown else plots,
            reproduced=len(good),
            claims=len(claims),
        )


def _off(claim: AssessedClaim, plots) -> Finding:
    found, value = claim.found, claim.claim.value
    lower = claim.claim.metric in LOWER_IS_BETTER
    flattering = value < found.low if lower else value > found.high
    how = "better" if flattering else "worse"
    return failed(
        f"{_label(claim)}: claimed {value:g}, the re-run gives {_interval(claim)}. The claim is {how} than the "
        "study's own code gives on the study's own data.",
        code="not-reproduced",
        tier=Tier.TESTED,
        severity=Severity.CRITICAL if flattering else Severity.MAJOR,
        where=[claim.place],
        rows=[_row(claim)],
        plots=plots,
        benign=[
            "the declared split, features or estimator are not those of the paper",
            "a random seed that is not fixed",
        ],
        claimed=value,
        rerun=found.estimate,
        low=found.low,
        high=found.high,
    )


def _near(claim: AssessedClaim, plots) -> Finding:
    return failed(
        f"{_label(claim)}: claimed {claim.claim.value:g}, the re-run gives {_interval(claim)}: "
        "consistent, but not the same.",
        code="within-interval",
        tier=Tier.TESTED,
        severity=Severity.MINOR,
        where=[claim.place],
        rows=[_row(claim)],
        plots=plots,
        benign=["another version of a library", "a random seed that is not fixed", "rounding"],
        claimed=claim.claim.value,
        rerun=claim.found.estimate,
    )


def _label(claim: AssessedClaim) -> str:
    source = f" ({claim.claim.source})" if claim.claim.source else ""
    return f"{METRICS[claim.claim.metric].label} on the {claim.claim.set} set{source}"


def _interval(claim: AssessedClaim) -> str:
    digits = max(2, min(claim.decimals, 6))
    found = claim.found
    return f"{found.estimate:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"


def _row(claim: AssessedClaim) -> dict:
    own, found = claim.claim, claim.found
    row = {"claim": own.id, "metric": own.metric, "set": own.set, "claimed": own.value}
    row |= {"claimed interval": f"[{own.ci[0]:g}, {own.ci[1]:g}]" if own.ci else ""}
    if found is None:
        return row | {"verdict": claim.status, "reason": claim.reason}
    return row | {
        "re-run": found.estimate,
        "re-run, 95 % interval": f"[{found.low:.4g}, {found.high:.4g}]",
        "verdict": claim.status,
        "interval by": found.method,
        "cases": claim.cases,
        "events": claim.events,
    }


def _interval_plot(claims: tuple[AssessedClaim, ...]) -> Plot:
    found = [own for own in claims if own.found is not None]
    labels = tuple(f"{METRICS[own.claim.metric].label}, {own.claim.set}" for own in found)
    rows = tuple(range(len(found)))
    rerun = Series(
        "re-run, 95 % interval",
        tuple(own.found.estimate for own in found),
        rows,
        tuple(own.found.low for own in found),
        tuple(own.found.high for own in found),
    )
    claimed = Series("claimed", tuple(own.claim.value for own in found), rows)
    return Plot(
        "intervals",
        "Claimed beside re-run",
        "value",
        "",
        (rerun, claimed),
        labels=labels,
        note="A claim outside its interval is not what the study's code gives on the study's data.",
    )
