"""Who is given whose outcome when outcomes are dealt out anew."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np


def units(outcomes: Sequence[Hashable], patients: Sequence[str | None]) -> tuple[np.ndarray, str]:
    """What outcomes are dealt out to: patients with all their cases, or cases, where a patient has several outcomes.

    Parameters
    ----------
    outcomes, patients
        Of each case; a case of no named patient is a patient of its own.

    Returns
    -------
    tuple of (numpy.ndarray, str)
        int64, shape (cases,): the unit of each case; and "patients" or "cases".
    """
    numbers: dict[object, int] = {}
    named = [patient if patient is not None else ("case", row) for row, patient in enumerate(patients)]
    unit = np.array([numbers.setdefault(name, len(numbers)) for name in named], dtype=np.int64)
    own: dict[int, Hashable] = {}
    if all(own.setdefault(number, outcome) == outcome for number, outcome in zip(unit.tolist(), outcomes, strict=True)):
        return unit, "patients"
    return np.arange(len(unit), dtype=np.int64), "cases"


def dealt(unit: np.ndarray, strata: Sequence[Hashable] | None, seed: Sequence[int]) -> np.ndarray:
    """The case whose outcome each case is given.

    Parameters
    ----------
    unit
        int64, shape (cases,): as `units` gives them.
    strata
        Of each case: units are dealt to within their stratum only, that of their first case. None for one stratum.
    seed
        Of the generator.

    Returns
    -------
    numpy.ndarray
        int64, shape (cases,): a permutation, as far as units go.
    """
    random = np.random.default_rng(list(seed))
    names, first, position = np.unique(unit, return_index=True, return_inverse=True)
    source = np.arange(len(names))
    groups: dict[Hashable, list[int]] = {}
    for number, case in enumerate(first.tolist()):
        groups.setdefault(strata[case] if strata is not None else None, []).append(number)
    for members in groups.values():
        source[members] = random.permutation(members)
    return first[source][position]
