from collections.abc import Iterator, Mapping, Sequence

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.claims import AGREES, AssessedClaim
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.curves import roc_plot
from radaudit.evidence.target import Target
from radaudit.evidence.ways import WORDS, Way
from radaudit.models.metrics import METRICS_BY_TASK, Metric


@check(
    "model/claims-reproduced",
    severity=Severity.MAJOR,
    references=("doi:10.2307/2531595", "doi:10.1109/LSP.2014.2337313", "doi:10.1023/A:1024068626366"),
)
def claims_reproduced(
    claims: tuple[AssessedClaim, ...], ways: Mapping[str, tuple[Way, ...]], cohort: Cohort, target: Target
) -> Iterator[Finding]:
    """Every claim about a model comes out again when the model is fitted and scored again.

    A claim is checked in every way the study allows: its estimator fitted again on the declared rows, with the steps
    on all rows that the authors say they fitted there; its command; its fitted model file; its reported predictions.
    It is reproduced if the figure agrees to the decimals written, or within the declared tolerance; one that only
    lies inside the 95 % interval of the figure found is consistent, but something differs: a seed, a version, a row.
    One outside is not what this code gives on this data. Reported predictions decide where nothing can be run again.

    Remedy: publish the code, seed and rows that give the claimed figure, or correct the claim.
    """
    drawn = [roc_plot(way, cohort, target) for own in ways.values() for way in own]
    metrics = METRICS_BY_TASK[target.task]
    plots = [_interval_plot(claims, metrics), *[plot for plot in drawn if plot]]
    shown = False
    for status, make in (("not reproduced", _off), ("within the interval", _near)):
        for claim in (own for own in claims if own.status == status):
            yield make(claim, metrics[claim.claim.metric], () if shown else plots)
            shown = True
    for claim in (own for own in claims if own.status == "not assessable"):
        yield unknown(
            f"Claim {claim.claim.id} can't be assessed: {claim.reason}.", where=[claim.place], rows=_rows(claim)
        )
    good = [own for own in claims if own.status in AGREES]
    if good:
        exact = sum(own.status == "reproduced" for own in good)
        yield passed(
            _agreement(len(claims), exact, len(good) - exact) + _by(good),
            where=[own.place for own in good],
            rows=[row for own in good for row in _rows(own)],
            plots=() if shown else plots,
            reproduced=exact,
            within_tolerance=len(good) - exact,
            claims=len(claims),
        )


def _agreement(claims: int, exact: int, near: int) -> str:
    if not near:
        return f"{exact} of {claims} claims reproduce to the decimals written"
    return f"{exact} of {claims} claims reproduce to the decimals written, {near} within the declared tolerance"


def _by(good: list[AssessedClaim]) -> str:
    """How they were checked; the usual way needs no words."""
    kinds = sorted({own.way for own in good})
    return "." if kinds == ["estimator"] else f", by {' and '.join(WORDS[kind] for kind in kinds)}."


def _off(claim: AssessedClaim, metric: Metric, plots: Sequence[Plot]) -> Finding:
    found, value = claim.found, claim.claim.value
    flattering = _is_better(value, found.estimate, metric)
    notes = [note for one in claim.ways if one.way == claim.way for note in one.notes]
    how = "better" if flattering else "worse"
    return failed(
        f"{_label(claim, metric)}: claimed {value:g}, {_giver(claim)} {_interval(claim)}. The claim is {how} than "
        f"{_source(claim)}.",
        code="not-reproduced",
        tier=Tier.TESTED,
        severity=Severity.CRITICAL if flattering and not notes else Severity.MAJOR,
        where=[claim.place],
        rows=_rows(claim),
        plots=plots,
        benign=[
            *notes,
            "the declared split, features or estimator are not those of the paper",
            "a random seed that is not fixed",
        ],
        claimed=value,
        rerun=found.estimate,
        low=found.low,
        high=found.high,
    )


def _is_better(value: float, other: float, metric: Metric) -> bool:
    if metric.higher_is_better is not None:
        return value > other if metric.higher_is_better else value < other
    return metric.ideal is not None and abs(value - metric.ideal) < abs(other - metric.ideal)


def _near(claim: AssessedClaim, metric: Metric, plots: Sequence[Plot]) -> Finding:
    return failed(
        f"{_label(claim, metric)}: claimed {claim.claim.value:g}, {_giver(claim)} {_interval(claim)}: "
        "consistent, but not the same.",
        code="within-interval",
        tier=Tier.TESTED,
        severity=Severity.MINOR,
        where=[claim.place],
        rows=_rows(claim),
        plots=plots,
        benign=["another version of a library", "a random seed that is not fixed", "rounding"],
        claimed=claim.claim.value,
        rerun=claim.found.estimate,
    )


def _giver(claim: AssessedClaim) -> str:
    return "the reported predictions give" if claim.way == "predictions" else "the re-run gives"


def _source(claim: AssessedClaim) -> str:
    if claim.way == "predictions":
        return "the study's own reported predictions say"
    return "the study's own code gives on the study's own data"


def _label(claim: AssessedClaim, metric: Metric) -> str:
    source = f" ({claim.claim.source})" if claim.claim.source else ""
    where = "in cross-validation" if claim.claim.set == "cv" else f"on the {claim.claim.set} set"
    time = f" by {claim.claim.horizon:g}" if claim.claim.horizon is not None else ""
    return f"{metric.label}{time} {where}{source}"


def _interval(claim: AssessedClaim) -> str:
    digits = max(2, min(claim.decimals, 6))
    found = claim.found
    return f"{found.estimate:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"


def _rows(claim: AssessedClaim) -> list[dict]:
    """One row a way; one where there was none."""
    own = claim.claim
    row = {"claim": own.id, "metric": own.metric, "set": own.set, "claimed": own.value}
    row |= {"claimed interval": f"[{own.ci[0]:g}, {own.ci[1]:g}]" if own.ci else ""}
    rows = []
    for one in claim.ways or (claim,):
        told = row | ({"by": WORDS[one.way]} if one.way else {})
        if one.found is None:
            told |= {"verdict": one.status, "reason": one.reason}
        else:
            told |= {
                "re-run": one.found.estimate,
                "re-run, 95 % interval": f"[{one.found.low:.4g}, {one.found.high:.4g}]",
                "verdict": one.status,
                "interval by": one.found.method,
                "cases": one.cases,
                "events": one.events,
            }
        notes = getattr(one, "notes", ())
        rows.append(told | ({"note": "; ".join(notes)} if notes else {}))
    return rows


def _interval_plot(claims: tuple[AssessedClaim, ...], metrics: Mapping[str, Metric]) -> Plot:
    found = [own for own in claims if own.found is not None]
    labels = tuple(f"{metrics[own.claim.metric].label}, {own.claim.set}" for own in found)
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
