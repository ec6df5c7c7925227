"""How much the features selected in repeated runs agree, beyond what chance alone would give."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.interval import Interval, wald


def nogueira(selected: object, level: float = 0.95) -> Interval:
    """Nogueira's stability with its asymptotic interval, cut at 1.

    1: the same features in every run; about 0: no more agreement than features drawn at random. It holds for runs that
    select different numbers of features. Above 0.75 is excellent agreement, below 0.4 poor, by the paper's reading of
    Fleiss' scale.

    Parameters
    ----------
    selected
        Shape (runs, features), booleans or 0 and 1. The runs should be independent, such as fits to bootstrap samples.
    level
        Confidence.

    Raises
    ------
    ValueError
        If there are fewer than two runs, a value is neither 0 nor 1, or all runs select nothing or everything, which
        leaves nothing to agree on.

    References
    ----------
    Nogueira, Sechidis & Brown 2018, JMLR 18(174), definition 4 and corollary 9
    """
    raw = np.asarray(selected)
    if raw.ndim != 2 or len(raw) < 2 or not raw.shape[1]:
        raise ValueError(f"Stability needs two runs or more over the same features, not an array of {raw.shape}.")
    if raw.dtype != bool and not np.isin(raw, (0, 1)).all():
        raise ValueError("A feature is selected or not (1 or 0).")
    raw = raw.astype(float)
    runs = len(raw)
    each = raw.mean(axis=0)
    share = each.mean()
    if share in (0.0, 1.0):
        raise ValueError("All runs select nothing, or everything, so their agreement is not defined.")
    by_chance = share * (1 - share)
    estimate = float(1 - runs / (runs - 1) * (each * (1 - each)).mean() / by_chance)
    sizes = raw.mean(axis=1)
    parts = (raw * each).mean(axis=1) - sizes * share + estimate / 2 * (2 * sizes * share - sizes - share + 1)
    parts /= by_chance
    variance = 4 / runs**2 * float(((parts - parts.mean()) ** 2).sum())
    found = wald(estimate, variance**0.5, level, "Wald, Nogueira's variance")
    return Interval(estimate, found.low, min(found.high, 1.0), level, found.method)
