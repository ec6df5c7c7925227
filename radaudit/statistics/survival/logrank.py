"""Whether risk groups differ in survival: the log-rank test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.survival.followup import followed


@dataclass(frozen=True)
class LogRank:
    """The test of equal hazards.

    Attributes
    ----------
    chi2, freedom, p
        Statistic, groups less one, and probability of a greater statistic if the hazards were equal.
    groups
        Names, sorted.
    cases, observed, expected
        Of each group: cases, events seen, and events expected if the hazards were equal.
    """

    chi2: float
    freedom: int
    p: float
    groups: tuple[str, ...]
    cases: tuple[int, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]


def logrank(times: object, events: object, groups: object) -> LogRank:
    """Compare two or more groups; ties by the hypergeometric variance.

    A small p of risk groups made with these cases' own outcomes (a cut-off that separates best) says nothing.

    Parameters
    ----------
    times, events
        As `followed`.
    groups
        Shape (cases,): the group of each.

    Raises
    ------
    ValueError
        As `followed`, if there are fewer than two groups, or no event.

    References
    ----------
    Mantel 1966, Cancer Chemotherapy Reports 50:163; Peto & Peto 1972, doi:10.2307/2344317
    """
    from scipy.special import chdtrc

    times, events = followed(times, events)
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    if group.shape != times.shape or names.size < 2:
        raise ValueError(
            f"A log-rank test needs two groups or more and one name a case; there are {names.size} groups."
        )
    if not events.any():
        raise ValueError("A log-rank test needs at least one event.")
    steps, place = np.unique(times, return_inverse=True)
    left = np.zeros((steps.size, names.size))
    died = np.zeros_like(left)
    np.add.at(left, (place, group), 1)
    np.add.at(died, (place, group), events)
    at_risk = np.cumsum(left[::-1], axis=0)[::-1]
    total, deaths = at_risk.sum(axis=1), died.sum(axis=1)
    share = at_risk / total[:, None]
    expected = (deaths[:, None] * share).sum(axis=0)
    scale = np.divide(deaths * (total - deaths), total - 1, out=np.zeros_like(total), where=total > 1)
    covariance = np.diag(scale @ share) - (share * scale[:, None]).T @ share
    excess = died.sum(axis=0) - expected
    # The rows add up to 0, so one is superfluous; the pseudo-inverse drops it, and groups gone before any event.
    chi2 = float(excess @ np.linalg.pinv(covariance, rcond=1e-10, hermitian=True) @ excess)
    freedom = int((expected > 0).sum()) - 1
    if freedom < 1:
        raise ValueError("Only one group is watched at the time of any event, so nothing can be compared.")
    return LogRank(
        chi2,
        freedom,
        float(chdtrc(freedom, chi2)),
        tuple(map(str, names)),
        tuple(map(int, np.bincount(group))),
        tuple(int(count) for count in died.sum(axis=0)),
        tuple(map(float, expected)),
    )
