"""DeLong's interval where patients have several cases: Obuchowski's variance of the AUC."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.delong import placements
from radaudit.statistics.events import aligned, both_classes
from radaudit.statistics.interval import Interval, tail, wald

METHOD = "DeLong for patients with several cases (Obuchowski)"


def clustered_auc_variance(scores: object, events: object, groups: object) -> tuple[float, float]:
    """AUC of all pairs of cases, and its variance when the cases of one patient may resemble each other.

    With one case a patient this is DeLong's variance exactly.

    Parameters
    ----------
    scores
        Shape (cases,).
    events
        Shape (cases,), booleans.
    groups
        Shape (cases,): the patient of each case, who may have cases of both classes.

    Returns
    -------
    auc, variance

    Raises
    ------
    ValueError
        If lengths differ, a score is missing, or fewer than two patients have an event, or a non-event.

    References
    ----------
    Obuchowski 1997, doi:10.2307/2533958
    """
    scores, events = aligned(scores, events)
    both_classes(events, "An AUC")
    names, patient = np.unique(np.asarray(groups), return_inverse=True)
    if patient.shape != events.shape:
        raise ValueError(f"There are {patient.size} patients named for {events.size} cases; there must be one a case.")
    aucs, below, above = placements(scores[None], events)
    auc = float(aucs[0])
    # Sums over a patient's cases of how far each lies from the mean.
    of_events = np.bincount(patient[events], below[0] - auc, minlength=names.size)
    of_others = np.bincount(patient[~events], above[0] - auc, minlength=names.size)
    with_event, with_other = np.unique(patient[events]).size, np.unique(patient[~events]).size
    if min(with_event, with_other) < 2:
        raise ValueError(
            f"An AUC's variance over patients needs two with an event and two with a non-event; there are "
            f"{with_event} and {with_other}."
        )
    yes, no = int(events.sum()), int((~events).sum())
    variance = (
        with_event / (with_event - 1) * (of_events**2).sum() / yes**2
        + with_other / (with_other - 1) * (of_others**2).sum() / no**2
        + 2 * names.size / (names.size - 1) * (of_events * of_others).sum() / (yes * no)
    )
    return auc, float(variance)


def clustered_auc_interval(scores: object, events: object, groups: object, level: float = 0.95) -> Interval:
    """AUC with Obuchowski's Wald interval, clipped to 0..1.

    Where the variance is 0 or less (all events above all non-events, or hardly any spread), pairs of an event and a
    non-event are formed from as many different patients as possible; the exact bound for pairs that all came out the
    same way takes the interval's place, as in `delong_interval`.

    Raises
    ------
    ValueError
        As `clustered_auc_variance`, and if the variance is not positive although pairs came out both ways.

    References
    ----------
    Obuchowski 1997, doi:10.2307/2533958
    """
    auc, variance = clustered_auc_variance(scores, events, groups)
    if variance > 1e-15:
        found = wald(auc, float(np.sqrt(variance)), level, METHOD)
        return Interval(auc, max(found.low, 0.0), min(found.high, 1.0), level, METHOD)
    if auc not in (0.0, 1.0):
        raise ValueError("The AUC has no variance over patients, so it has no interval.")
    events, groups = np.asarray(events, dtype=bool), np.asarray(groups)
    with_event, with_other = set(groups[events]), set(groups[~events])
    pairs = min(len(with_event), len(with_other), len(with_event | with_other) // 2)
    bound = tail(level) ** (1 / pairs)
    low, high = (bound, 1.0) if auc == 1 else (0.0, 1 - bound)
    return Interval(auc, low, high, level, f"exact bound from {pairs} pairs of different patients")
