from collections.abc import Iterator, Sequence

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.kept_signal import Compared, Kept
from radaudit.statistics.interval import Interval
from radaudit.study.load import Study

BENIGN = {
    "signal-lost": ["a preserved covariate that goes with it, and was fitted poorly"],
    "signal-made": [
        "a preserved covariate that goes with the outcome, such as age",
        "cells that were missing or mistaken in the measured table",
    ],
    "signal-masked": ["sites whose patients differ in other ways, which work against it"],
    "signal-of-sites": ["sites that treat sicker patients: real biology, where new sites will differ likewise"],
    "signal-between-sites": ["a difference between scanners that only looked like signal, and was rightly taken"],
}


@check(
    "harmonisation/signal-kept",
    severity=Severity.MAJOR,
    references=(
        "doi:10.1016/j.neucom.2026.133146",
        "doi:10.1093/biostatistics/kxv027",
        "doi:10.2967/jnumed.121.262464",
    ),
)
def signal_kept(study: Study, kept_signal: tuple[Kept, ...], *, tolerance: float = 0.05) -> Iterator[Finding]:
    """Harmonisation neither took nor made what features tell of the outcome and of known covariates.

    Within a site, a shift and a scale leave the order of the patients alone, so a feature's rank correlation with the
    outcome there stays what it was; where it changes, more was done, as when the outcome was added back as a covariate.
    Where the outcome goes with the site and was not preserved, harmonisation takes the difference between sites away,
    real or not. The strongest features (5 % false discoveries) are compared, as a mean of rank correlations; it counts
    if the bootstrap interval lies beyond tolerance.

    Remedy: harmonise without the outcome, preserve covariates that really differ between sites, and judge the model
    within sites; where one site holds nearly all events, no harmonisation can tell the two apart.
    """
    rows = [line for own in kept_signal for line in _rows(own)]
    if not rows:
        yield unknown(
            f"No feature goes with {' or '.join(repr(own.of) for own in kept_signal)}, before harmonisation or after: "
            "there is nothing to compare.",
            code="no-signal",
            patients=max(own.patients for own in kept_signal),
        )
        return
    table = study.manifest.harmonisation.table if study.manifest.harmonisation else None
    found = [(own, code) for own in kept_signal for code in _codes(own, tolerance)]
    for number, (own, code) in enumerate(found):
        grave = own.outcome and code == "signal-made"
        yield failed(
            _sentence(own, code),
            code=code,
            tier=Tier.TESTED,
            severity=Severity.MAJOR if grave else Severity.MINOR,
            where=[Location(table)] if table else [],
            rows=rows if number == 0 else [],
            plots=[_plot(kept_signal)] if number == 0 else [],
            benign=BENIGN[code],
        )
    if not found:
        told = " and ".join(repr(own.of) for own in kept_signal if _told(own))
        yield passed(
            f"The strongest features go with {told} as before harmonisation, as far as the intervals tell.",
            tier=Tier.TESTED,
            rows=rows,
            plots=[_plot(kept_signal)],
        )


def _told(own: Kept) -> list[tuple[str, Compared]]:
    pairs = [("within sites", own.within), ("over all rows", own.pooled)]
    return [(how, compared) for how, compared in pairs if compared is not None]


def _codes(own: Kept, tolerance: float) -> list[str]:
    codes = []
    if own.within is not None:
        for change, below, above in (
            (own.within.within_change, "signal-lost", "signal-made"),
            (own.within.over_sites, "signal-masked", "signal-of-sites"),
        ):
            codes += [below] if change.high < -tolerance else [above] if change.low > tolerance else []
    if own.pooled is not None and own.pooled.pooled_change.high < -tolerance:
        codes.append("signal-between-sites")
    return codes


def _sentence(own: Kept, code: str) -> str:
    if code == "signal-between-sites":
        of, change = own.pooled, own.pooled.pooled_change
        said = (
            f"Over all rows it fell from {of.pooled_before:.2f} to {of.pooled_after:.2f}; within sites it was "
            f"{of.within_before:.2f}, so what was taken lay between sites"
        )
    elif code in ("signal-lost", "signal-made"):
        of, change = own.within, own.within.within_change
        verb = "fell" if code == "signal-lost" else "rose"
        said = f"Within sites it {verb} from {of.within_before:.2f} to {of.within_after:.2f}"
    else:
        of, change = own.within, own.within.over_sites
        verb = "masked" if code == "signal-masked" else "added to"
        said = (
            f"After harmonisation it is {of.pooled_after:.2f} over all rows and {of.within_after:.2f} within sites: "
            f"{verb} by the sites"
        )
    return (
        f"Mean rank correlation of {counted(len(of.features), 'feature')} with {own.of!r}. {said} (difference "
        f"{change.estimate:+.2f}, 95 % interval {change.low:+.2f} to {change.high:+.2f})."
    )


def _rows(own: Kept) -> list[dict[str, object]]:
    made = []
    for how, of in _told(own):
        figures = {
            "within sites, before": of.within_before,
            "within sites, after": of.within_after,
            "all rows, before": of.pooled_before,
            "all rows, after": of.pooled_after,
        }
        for what, change in _changes(of):
            figures |= {f"{what}, low": change.low, f"{what}, high": change.high}
        line = {"of": own.of, "chosen": how, "patients": own.patients, "features": len(of.features)}
        made.append(line | {"strongest": of.features[0]} | {name: round(value, 3) for name, value in figures.items()})
    return made


def _changes(of: Compared) -> list[tuple[str, Interval]]:
    return [
        ("change within sites", of.within_change),
        ("change over all rows", of.pooled_change),
        ("after, all rows less within", of.over_sites),
    ]


def _plot(kept: Sequence[Kept]) -> Plot:
    told = [
        (f"{own.of}, chosen {how}: {what}", change)
        for own in kept
        for how, of in _told(own)
        for what, change in _changes(of)
    ]
    estimates, low, high = (tuple(getattr(change, name) for _, change in told) for name in ("estimate", "low", "high"))
    return Plot(
        "intervals",
        "What harmonisation did to the strongest features' signal",
        "difference of the mean rank correlation",
        "",
        (Series("difference, 95 % interval", estimates, (), low, high),),
        tuple(label for label, _ in told),
        note="At 0 nothing was taken or made; above 0 something was made, below 0 something was taken.",
    )
