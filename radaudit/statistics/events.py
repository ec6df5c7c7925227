"""Scores beside what happened: the one place where both are looked at before anything is computed."""

from __future__ import annotations

import numpy as np


def aligned(scores: object, events: object) -> tuple[np.ndarray, np.ndarray]:
    """Scores as floats and events as booleans, of one length.

    Parameters
    ----------
    scores
        Shape (cases,) or (scores, cases), any unit.
    events
        Shape (cases,); booleans, or the numbers 0 and 1.

    Returns
    -------
    tuple of numpy.ndarray
        The scores in their shape, and the events.

    Raises
    ------
    ValueError
        If there are no cases, the lengths differ, a score is missing, or an event is neither 0 nor 1.
    """
    scores, raw = np.asarray(scores, dtype=float), np.asarray(events)
    if raw.ndim != 1 or scores.ndim not in (1, 2):
        raise ValueError("Scores and events must be rows of one number a case.")
    if scores.shape[-1] != raw.size:
        raise ValueError(f"There are {scores.shape[-1]} scores a row but {raw.size} events; there must be one a case.")
    if raw.size == 0:
        raise ValueError("There are no cases.")
    missing = int(np.isnan(scores).sum())
    if missing:
        raise ValueError(f"{missing} of {scores.size} scores are missing (not a number); leave those cases out.")
    if raw.dtype != bool and not np.isin(raw, (0, 1)).all():
        raise ValueError("An event must be true or false (1 or 0) for every case.")
    return scores, raw.astype(bool)


def probabilities(scores: object, events: object) -> tuple[np.ndarray, np.ndarray]:
    """As `aligned`, for one row of scores that must be probabilities.

    Raises
    ------
    ValueError
        As `aligned`, and if a score lies outside 0 to 1.
    """
    scores, events = aligned(scores, events)
    outside = int(((scores < 0) | (scores > 1)).sum())
    if scores.ndim != 1:
        raise ValueError("Probabilities must be one row of one number a case.")
    if outside:
        raise ValueError(f"{outside} of {scores.size} scores lie outside 0 to 1, so they are not probabilities.")
    return scores, events


def both_classes(events: np.ndarray, what: str, least: int = 1) -> None:
    """Demand events and non-events.

    Parameters
    ----------
    events
        Booleans, shape (cases,).
    what
        What needs them: the subject of the error's sentence.
    least
        How many of each.

    Raises
    ------
    ValueError
        If there are fewer of either.
    """
    yes = int(events.sum())
    no = events.size - yes
    if min(yes, no) < least:
        raise ValueError(f"{what} needs at least {least} of each class; there are {yes} events and {no} non-events.")
