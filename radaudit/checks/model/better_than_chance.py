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
    permuted outcomes give an AUC well above one half on average (option flattery), the analysis makes its own findings:
    its AUC can't be read as discrimination, whatever the p-value.

    Remedy: fit every step that sees the outcome inside the training rows; report the permutation test.
    """
    for own in chance:
        if own.problem:
            yield unknown(
                f"Claim {own.claim.claim.id}: the analysis could not be repeated on permuted outcomes: {own.problem}.",
                where=[own.claim.place],
            )
        else:
            yield _judged(own, level, flattery)


def _judged(own: Chance, level: float, flattery: float) -> Finding:
    null = np.array(own.permuted)
    mean, error = float(np.nanmean(null)), float(np.nanstd(null, ddof=1) / np.sqrt(len(null)))
    details = {
        "where": [own.claim.place],
        "tier": Tier.TESTED,
        "rerun": own.observed,
        "mean_of_permuted": mean,
        "standard_error": error,
        "p": own.test.p,
        "permutations": own.test.permutations,
        "permuted": own.units,
        "plots": [_plot(own)],
    }
    found = f"Claim {own.claim.claim.id}: AUC {own.observed:.2f} on the true outcomes, "
    found += f"{mean:.2f} on average on permuted ones"
    if mean - 3 * error > 0.5 and mean - 0.5 > flattery:
        return failed(
            f"{found}: the analysis finds what is not there (p = {own.test.p:.3f}).",
            code="analysis-flatters",
            **details,
        )
    if own.test.p > level:
        return failed(
            f"{found}: not more than chance gives (p = {own.test.p:.3f}).",
            code="no-better-than-chance",
            benign=["too few cases to show an effect that is there"],
            **details,
        )
    return passed(f"{found} (p = {own.test.p:.3f}).", **details)


def _plot(own: Chance) -> Plot:
    counts, edges = np.histogram([auc for auc in own.permuted if np.isfinite(auc)], bins=20, range=(0, 1))
    middles = tuple((edges[:-1] + edges[1:]) / 2)
    place = int(np.clip(np.searchsorted(edges, own.observed, side="right") - 1, 0, len(counts) - 1))
    truth = tuple(float(max(counts)) if index == place else None for index in range(len(counts)))
    return Plot(
        "bars",
        f"The same analysis on permuted outcomes: {own.model}, {own.claim.claim.set}",
        "AUC",
        "permutations",
        (Series("permuted outcomes", middles, tuple(map(float, counts))), Series("the true outcomes", middles, truth)),
        note=f"The true outcomes give {own.observed:.2f}. An honest analysis of permuted outcomes lies around 0.5.",
    )
