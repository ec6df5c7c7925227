"""Harrell's C: how often the case at higher risk has the event first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import Interval, tail, wald
from radaudit.statistics.survival.followup import followed

METHOD = "Wald, infinitesimal jackknife"
_NUMBERS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class ConcordanceTest:
    """Two C of the same cases, compared.

    Attributes
    ----------
    difference
        First less second, with its Wald interval.
    z, p
        The difference in standard errors; two-sided.
    """

    difference: Interval
    z: float
    p: float


def harrell_c(times: object, events: object, risks: object, level: float = 0.95, groups: object = None) -> Interval:
    """Concordance index with a Wald interval, clipped to 0..1.

    Pairs count if it is known who had the event first: the shorter time ended with the event; of equal times, one
    ended with the event and the other was censored (the event came first). Two events at the same time say nothing
    and don't count. Equal risks count half. The variance is the infinitesimal jackknife (the sum of the squared
    influences of the cases, or of the patients where `groups` are given), as in ``concordance`` of the R package
    survival. Harrell's C depends on the censoring: it tends to rise as follow-up gets shorter; see `uno_c`.

    Where all pairs came out the same way the variance is 0; the exact bound for as many pairs as can be formed that
    share no case (no patient) then takes its place, and `method` says so.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): higher means an earlier event.
    level
        Confidence.
    groups
        Shape (cases,): the patient of each case.

    Raises
    ------
    ValueError
        As `followed`, and if no pair of cases can be compared.

    References
    ----------
    Harrell et al. 1982, doi:10.1001/jama.1982.03320430047030; Therneau & Atkinson, vignette "Concordance" of the R
    package survival
    """
    times, events, risks = followed(times, events, risks)
    estimate, influence = _influences(times, events, risks)
    variance = float((_of_patients(influence, groups) ** 2).sum())
    if variance <= 1e-18:
        if estimate not in (0.0, 1.0) and np.ptp(risks) > 0:
            raise ValueError("The concordance has no sampling variance, so it has no interval.")
        return separate_pairs(estimate, times, events, groups, level)
    method = f"{METHOD} over patients" if groups is not None else METHOD
    found = wald(estimate, variance**0.5, level, method)
    return Interval(estimate, max(found.low, 0.0), min(found.high, 1.0), level, method)


def concordance_test(
    times: object, events: object, first: object, second: object, level: float = 0.95, groups: object = None
) -> ConcordanceTest:
    """Whether two risks of the same cases differ in Harrell's C.

    Raises
    ------
    ValueError
        As `harrell_c`, and if the two differ without any variance.

    References
    ----------
    As `harrell_c`: the influences of the difference are the differences of the influences.
    """
    from scipy.special import ndtr

    times, events, first, second = followed(times, events, first, second)
    (one, of_one), (two, of_two) = _influences(times, events, first), _influences(times, events, second)
    variance = float((_of_patients(of_one - of_two, groups) ** 2).sum())
    if variance <= 1e-18:
        if abs(one - two) > 1e-12:
            raise ValueError("The two concordances differ without any sampling variance, so they can't be compared.")
        return ConcordanceTest(Interval(0.0, 0.0, 0.0, level, f"{METHOD}; both order the cases alike"), 0.0, 1.0)
    z = (one - two) / variance**0.5
    return ConcordanceTest(wald(one - two, variance**0.5, level, METHOD), z, float(2 * ndtr(-abs(z))))


def _influences(times: np.ndarray, events: np.ndarray, risks: np.ndarray) -> tuple[float, np.ndarray]:
    """C, and how it would change with each case's weight, shape (cases,)."""
    cases = times.size
    won, compared = np.zeros(cases), np.zeros(cases)
    at_once = max(1, _NUMBERS_AT_ONCE // cases)
    early = np.flatnonzero(events)
    for start in range(0, early.size, at_once):
        own = early[start : start + at_once]
        pairs = comparable(times, events, own)
        points = pairs * (0.5 + 0.5 * np.sign(risks[own, None] - risks))
        won[own] += points.sum(axis=1)
        compared[own] += pairs.sum(axis=1)
        won += points.sum(axis=0)
        compared += pairs.sum(axis=0)
    total = compared.sum() / 2
    if not total:
        raise ValueError("No two cases can be compared: nobody is known to have outlasted an event.")
    estimate = float(won.sum() / 2 / total)
    return estimate, (won - estimate * compared) / total


def comparable(times: np.ndarray, events: np.ndarray, early: np.ndarray) -> np.ndarray:
    """Whether each case is known to have outlasted each of some events.

    Parameters
    ----------
    times, events
        Shape (cases,).
    early
        Indices of cases with the event.

    Returns
    -------
    numpy.ndarray
        Booleans, shape (len(early), cases).
    """
    at = times[early, None]
    return (times > at) | ((times == at) & ~events)


def _of_patients(influence: np.ndarray, groups: object) -> np.ndarray:
    if groups is None:
        return influence
    names, patient = np.unique(np.asarray(groups), return_inverse=True)
    if patient.shape != influence.shape:
        raise ValueError(f"There are {patient.size} patients named for {influence.size} cases.")
    return np.bincount(patient, influence, minlength=names.size)


def separate_pairs(estimate: float, times: np.ndarray, events: np.ndarray, groups: object, level: float) -> Interval:
    """Exact bound for pairs that share nobody and all came out the same way.

    Parameters
    ----------
    estimate
        1, 0, or 0.5 where all pairs are tied.
    times, events, groups
        As `harrell_c`; only cases marked as events can be the earlier of a pair.
    level
        Confidence.

    Raises
    ------
    ValueError
        If no pair can be formed.
    """
    order = np.lexsort((events, -times))  # latest first; of equal times the censored first
    names = np.arange(times.size) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1]
    used: set[int] = set()
    waiting: list[tuple[float, bool, int]] = []
    pairs = 0
    for case in map(int, order):
        if names[case] in used:
            continue
        partner = next(
            (
                place
                for place, (time, event, name) in enumerate(waiting)
                if name not in used
                and name != names[case]
                and (time > times[case] or (time == times[case] and not event))
            ),
            None,
        )
        if events[case] and partner is not None:
            used |= {int(names[case]), waiting.pop(partner)[2]}
            pairs += 1
        else:
            waiting.append((times[case], bool(events[case]), int(names[case])))
    if not pairs:
        raise ValueError("No two patients can be compared, so the concordance has no interval.")
    bound = tail(level) ** (1 / pairs)
    low, high = {1.0: (bound, 1.0), 0.0: (0.0, 1 - bound), 0.5: (bound / 2, 1 - bound / 2)}[estimate]
    return Interval(estimate, low, high, level, f"exact bound from {pairs} separate pairs, because all came out alike")
