"""How well features agree with themselves when a case is imaged and drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.perturbed import Perturbed
from radaudit.statistics.agreement import icc


@dataclass(frozen=True)
class Robustness:
    """ICC(1,1) of each feature, over the case as it is and its perturbations.

    Attributes
    ----------
    names
        Features, in pyradiomics' order.
    estimate, low, high
        float64, shape (features,), with the 95 % interval; nan for a feature that is constant, or lacking somewhere.
    cases, measurements
        How many cases, and how many measurements of each, are complete.
    """

    names: tuple[str, ...]
    estimate: np.ndarray = field(repr=False)
    low: np.ndarray = field(repr=False)
    high: np.ndarray = field(repr=False)
    cases: int
    measurements: int


@evidence
def robustness(perturbed: Perturbed) -> Robustness:
    """Each feature's agreement over perturbations."""
    rows, columns = perturbed.complete
    if len(rows) < 2 or len(columns) < 2:
        reason = next(iter(perturbed.failures.values()), "no case was extracted")
        raise Unavailable(
            f"Too few perturbations gave features: of {len(perturbed.cases)} cases {len(rows)} are left. {reason}.",
            "See the check features/all-cases-extracted.",
        )
    found = icc(perturbed.values[np.ix_(rows, columns)])["icc1"]
    return Robustness(perturbed.names, found.estimate, found.low, found.high, len(rows), len(columns))
