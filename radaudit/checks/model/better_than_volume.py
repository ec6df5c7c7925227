from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Outcome, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.volume_alone import VolumeAlone
from radaudit.evidence.volumes import Volumes
from radaudit.statistics.delong import delong_test
from radaudit.statistics.partial_correlation import RankCorrelations, rank_correlations
from radaudit.statistics.resampling import resampled_interval

BENIGN = (
    "the volume is what the signature is meant to measure, and the paper says so",
    "biology: larger tumours do worse, and their texture goes with their size",
)


@check("model/better-than-volume", severity=Severity.MAJOR, references=("doi:10.1016/j.radonc.2018.10.027",))
def better_than_volume(
    volume_alone: tuple[VolumeAlone, ...],
    volumes: Volumes,
    *,
    correlation: float = 0.8,
    margin: float = 0.02,
    level: float = 0.95,
) -> Iterator[Finding]:
    """The model is more than a tumour-size meter.

    The best known radiomics signature turned out to be the tumour's volume under another name. The model's scores of
    held-out cases are held against the volume twice: by rank correlation, and by the task's measure (AUC, C-index, R2)
    of the model less that of the volume alone, whose direction is learnt on the training cases (DeLong's paired method,
    else a bootstrap of patients). A model is a size meter where the interval of the correlation, of level `level`, lies
    above option correlation and it does not do better by more than option margin; minor where it seems to, without
    being shown to. model/better-than-simple-models holds it against other variables too.

    Remedy: report the volume alone beside the signature, and what the signature adds to it.
    """
    for own in volume_alone:
        try:
            yield _judged(own, volumes.source, correlation, margin, level)
        except ValueError as fault:
            yield unknown(f"{_name(own)}: can't be held against {volumes.source}: {str(fault).rstrip('.')}.")


def _judged(own: VolumeAlone, source: str, correlation: float, margin: float, level: float) -> Finding:
    gauge, name = own.gauge, _name(own)
    model, alone = gauge.statistic(own.target, own.scores), gauge.statistic(own.target, own.by_volume)
    of_model, of_volume = (float(part(np.ones((1, len(own.cases))))[0]) for part in (model, alone))
    if gauge.task == "binary" and own.patients is None:
        gap = delong_test(own.scores, own.by_volume, own.target > 0, level).difference
    else:
        gap = resampled_interval(
            lambda weights: model(weights) - alone(weights),
            *(len(own.cases), level),
            strata=own.target if gauge.task in ("binary", "multiclass") else None,
            groups=own.patients,
        )
    meter = None if own.risk is None else rank_correlations(own.risk[:, None], own.volumes, level=level)
    follows = meter is not None and bool(meter.least[0] >= correlation)
    said = (
        f"{name}: {gauge.name} {gauge.text(of_model)} of the model, {gauge.text(of_volume)} of "
        f"{source} alone (difference {gauge.text(gap.estimate, '+')} [{gauge.text(gap.low, '+')}, "
        f"{gauge.text(gap.high, '+')}])"
    ) + _correlated(meter)
    details = {
        "tier": Tier.TESTED,
        "difference": gap.estimate,
        "low": gap.low,
        "high": gap.high,
        "of_the_model": of_model,
        "of_the_volume": of_volume,
        "cases": len(own.cases),
        "interval_by": gap.method,
        "plots": [_plot(own, source)] if own.risk is not None else [],
    }
    if meter is not None:
        details |= {"rank_correlation": float(meter.estimate[0]), "correlation_low": float(meter.low[0])}
        details |= {"correlation_high": float(meter.high[0])}
    if follows and gap.low <= 0 and gap.estimate <= margin * gauge.step:
        return failed(f"{said}: the signature is a tumour-size meter.", code="size-meter", benign=BENIGN, **details)
    if follows and gap.low <= 0:
        told = "not shown to be more than a tumour-size meter"
        return failed(f"{said}: {told}.", code="maybe-a-size-meter", benign=BENIGN, severity=Severity.MINOR, **details)
    if gap.estimate <= 0:
        return failed(f"{said}: the model adds nothing to it.", code="no-better", benign=BENIGN, **details)
    if gap.low <= 0:
        return unknown(f"{said}: not settled.", add="More held-out cases would tell.", **details)
    return _unless_leaking(passed(f"{said}: better than the volume.", **details), own)


def _name(own: VolumeAlone) -> str:
    return f"{own.model}, {'cross-validated' if own.set == 'cv' else f'the {own.set} set'}"


def _correlated(meter: RankCorrelations | None) -> str:
    if meter is None or np.isnan(meter.estimate[0]):
        return ""
    return (
        f"; its scores go with the volume by rank at {meter.estimate[0]:.2f} [{meter.low[0]:.2f}, {meter.high[0]:.2f}]"
    )


def _unless_leaking(finding: Finding, own: VolumeAlone) -> Finding:
    """Praise of scores that a leak may flatter tells nothing."""
    if not own.leaks or finding.outcome != Outcome.PASS:
        return finding
    return unknown(
        f"{finding.message} But {' and '.join(own.leaks)}, so that this can't be relied on.",
        add="Take the leak out; model/claims-hold-without-leaks shows what is left.",
        plots=finding.plots,
        **finding.values,
    )


def _plot(own: VolumeAlone, source: str) -> Plot:
    kinds = [("all cases", np.ones(len(own.cases), bool))]
    if own.gauge.task in ("binary", "survival"):
        events = (own.target if own.target.ndim == 1 else own.target[:, 1]) > 0
        kinds = [("with the event", events), ("without it", ~events)]
    return Plot(
        "points",
        f"The model's score and the volume: {_name(own)}",
        source,
        "score of the model",
        tuple(
            Series(label, tuple(own.volumes[rows].tolist()), tuple(own.risk[rows].tolist())) for label, rows in kinds
        ),
        log="x" if own.volumes.min() > 0 else "",
        note="A size meter puts all cases on one rising, or falling, curve.",
    )
