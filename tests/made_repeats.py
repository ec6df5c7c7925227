"""Repeated measurements of chosen agreement, by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from radaudit.core.finding import Location
from radaudit.evidence.repeats import Repeats


def measured(
    agreements: Mapping[str, float],
    cases: int = 60,
    sessions: int = 2,
    seed: int = 0,
    shift: Mapping[str, float] | None = None,
) -> np.ndarray:
    """Features of a true ICC(1,1), of variance 1 between persons; a shift of the last session breaks agreement alone.

    Returns
    -------
    numpy.ndarray
        Shape (cases, sessions, features).
    """
    random = np.random.default_rng(seed)
    own = random.normal(size=(cases, 1, len(agreements)))
    noise = np.array([(1 / icc - 1) ** 0.5 for icc in agreements.values()])
    values = own + noise * random.normal(size=(cases, sessions, len(agreements)))
    for column, name in enumerate(agreements):
        values[:, -1, column] += (shift or {}).get(name, 0.0)
    return values


def some_repeats(values: np.ndarray, names: Sequence[str], kind: str = "retest", **changes: object) -> Repeats:
    """Repeats of cases c0, c1, ... with these values, as from a table."""
    fields = {
        "source": "table",
        "cases": tuple(f"c{n}" for n in range(values.shape[0])),
        "sessions": tuple(f"s{n}" for n in range(values.shape[1])),
        "where": Location("repeats.csv"),
    }
    return Repeats(kind=kind, names=tuple(names), values=values, **(fields | changes))


def repeats_of(agreements: Mapping[str, float], kind: str = "retest", **options: object) -> Repeats:
    """Repeats of features of chosen agreement; options as in `measured`."""
    return some_repeats(measured(agreements, **options), tuple(agreements), kind)
