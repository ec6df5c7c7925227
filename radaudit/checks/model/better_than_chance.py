from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.chance import Chance


@check(
    "model/better-than-chance",
    severity=Severity.CRITICAL,
    references=("doi:10.2202/1544-6115.1585", "doi:10.1016/j.patter.2023.100804"),
)
def better_than_chance(chance: tuple[Chance, ...], *, level: float = 0.05, flattery: float = 0.05) -> Iterator[Finding]:
    """The analysis finds more in the true outcomes than in permuted ones.

    The whole analysis, with all that the authors fitted on all rows, is done again on outcomes dealt out anew to the
    patients. Where chance does as well as the truth (a p-value above option level), nothing was shown. And where
    permuted outcomes give a figure that is better on average, by more than option flattery, than the same predictions
    give of other outcomes (for an AUC one half), the analysis makes its own findings: its figure can't be read as
    skill, whatever the p-value. Errors in the outcome's unit are judged in standard deviations of the outcome. Figures
    that mean nothing alone, such as sensitivity, are compared by what they exceed such predictions by.

    Remedy: fit every step that sees the outcome inside the training rows; report the permutation test.
    """
    for own in chance:
        if own.problem:
            yield unknown(
                f"Claim {own.figure.id}: the analysis could not be repeated on permuted outcomes: {own.problem}.",
                where=[own.figure.place],
            )
        else:
            yield _judged(own, level, flattery)


def _judged(own: Chance, level: float, flattery: float) -> Finding:
    gauge, null = own.figure.gauge, np.array(own.permuted)
    mean, nothing = float(np.nanmean(null)), float(np.nanmean(own.nothing))
    error = float(np.nanstd(null, ddof=1) / np.sqrt(len(null)))
    gains = gauge.quality(null) - gauge.quality(np.array(own.nothing))
    gain, sure = float(np.nanmean(gains)), float(np.nanstd(gains, ddof=1) / np.sqrt(len(gains)))
    details = {
        "where": [own.figure.place],
        "tier": Tier.TESTED,
        "rerun": own.observed,
        "mean_of_permuted": mean,
        "standard_error": error,
        "without_skill": nothing,
        "p": own.test.p,
        "permutations": own.test.permutations,
        "permuted": own.units,
        "plots": [_plot(own, nothing)],
    }
    found = f"Claim {own.figure.id}: {gauge.name} {gauge.text(own.observed)} on the true outcomes, "
    found += f"{gauge.text(mean)} on average on permuted ones"
    if gain > 3 * sure and gain > flattery * gauge.step:
        return failed(
            f"{found}: the analysis finds what is not there (p = {own.test.p:.3f}).",
            code="analysis-flatters",
            **details,
        )
    if own.test.p > level:
        return failed(
            f"{found}: not {'more' if gauge.higher_is_better else 'less'} than chance gives (p = {own.test.p:.3f}).",
            code="no-better-than-chance",
            benign=["too few cases to show an effect that is there"],
            **details,
        )
    return passed(f"{found} (p = {own.test.p:.3f}).", **details)


def _plot(own: Chance, nothing: float) -> Plot:
    gauge = own.figure.gauge
    defined = [value for value in own.permuted if np.isfinite(value)]
    ends = (
        gauge.range
        if np.isfinite(gauge.range).all()
        else (min([*defined, own.observed]), max([*defined, own.observed]))
    )
    counts, edges = np.histogram(defined, bins=20, range=ends)
    middles = tuple((edges[:-1] + edges[1:]) / 2)
    place = int(np.clip(np.searchsorted(edges, own.observed, side="right") - 1, 0, len(counts) - 1))
    truth = tuple(float(max(counts)) if index == place else None for index in range(len(counts)))
    return Plot(
        "bars",
        f"The same analysis on permuted outcomes: {own.figure.title}",
        gauge.axis,
        "permutations",
        (Series("permuted outcomes", middles, tuple(map(float, counts))), Series("the true outcomes", middles, truth)),
        note=f"The true outcomes give {gauge.text(own.observed)}. An honest analysis of permuted outcomes lies around "
        f"{gauge.text(nothing)}.",
    )
