"""Corrections of apparent performance for having been measured on the cases that the model was fitted to.

Pure arithmetic on figures that others made by refitting; any measure, whether higher or lower is better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import Interval

OUT_OF_SAMPLE = 0.632  # share of distinct cases in a bootstrap sample, 1 - 1/e


@dataclass(frozen=True)
class Corrected:
    """Performance without the optimism.

    Attributes
    ----------
    estimate
        Corrected.
    apparent
        As given.
    optimism
        Apparent less corrected.
    resamples
        How many refits it rests on.
    overfitting
        Relative overfitting rate between 0 and 1; of .632+ only, nan otherwise.
    """

    estimate: float
    apparent: float
    optimism: float
    resamples: int
    overfitting: float = float("nan")

    def shifted(self, apparent: Interval) -> Interval:
        """The apparent interval, moved by the optimism.

        It holds no uncertainty of the optimism itself and is a little too short in small samples.

        References
        ----------
        Noma et al. 2021, doi:10.1002/sim.9148
        """
        ends = (apparent.estimate - self.optimism, apparent.low - self.optimism, apparent.high - self.optimism)
        return Interval(*ends, apparent.level, f"{apparent.method}, shifted by the optimism")


def harrell_corrected(apparent: float, inside: object, original: object) -> Corrected:
    """Apparent performance less the mean optimism of models refitted to resamples.

    Parameters
    ----------
    apparent
        The model on the cases it was fitted to.
    inside
        Shape (resamples,): each refitted model on its own resample.
    original
        Shape (resamples,): the same model on all original cases.

    Raises
    ------
    ValueError
        If there are no resamples, lengths differ, or a figure is missing.

    References
    ----------
    Efron 1983, doi:10.1080/01621459.1983.10477973; Harrell, Lee & Mark 1996,
    doi:10.1002/(SICI)1097-0258(19960229)15:4<361::AID-SIM168>3.0.CO;2-4
    """
    inside, original = _figures(apparent, inside, original)
    optimism = float((inside - original).mean())
    return Corrected(apparent - optimism, apparent, optimism, inside.size)


def point_632(apparent: float, outside: object) -> Corrected:
    """0.368 of the apparent performance and 0.632 of that on the cases that a resample left out.

    Parameters
    ----------
    apparent
        As `harrell_corrected`.
    outside
        Shape (resamples,): each refitted model on the cases that its resample left out.

    Raises
    ------
    ValueError
        As `harrell_corrected`.

    References
    ----------
    Efron 1983, doi:10.1080/01621459.1983.10477973
    """
    (outside,) = _figures(apparent, outside)
    estimate = (1 - OUT_OF_SAMPLE) * apparent + OUT_OF_SAMPLE * float(outside.mean())
    return Corrected(estimate, apparent, apparent - estimate, outside.size)


def point_632_plus(apparent: float, outside: object, no_information: float) -> Corrected:
    """As `point_632`, with more weight on the cases left out the more the model overfits.

    A model that learnt its cases by heart has a perfect apparent performance, which .632 still believes by a third.

    Parameters
    ----------
    apparent, outside
        As `point_632`.
    no_information
        The measure's value if outcome and prediction had nothing to do with each other: 0.5 for an AUC or C index.

    Raises
    ------
    ValueError
        As `harrell_corrected`.

    References
    ----------
    Efron & Tibshirani 1997, doi:10.1080/01621459.1997.10474007
    """
    (outside,) = _figures(apparent, outside)
    room = no_information - apparent
    # Performance on the cases left out is taken as no worse than that of no information.
    mean = float(outside.mean())
    bounded = max(mean, no_information) if room < 0 else min(mean, no_information)
    fall = bounded - apparent
    rate = fall / room if room and fall * room > 0 else 0.0
    weight = OUT_OF_SAMPLE / (1 - (1 - OUT_OF_SAMPLE) * rate)
    estimate = (1 - weight) * apparent + weight * bounded
    return Corrected(estimate, apparent, apparent - estimate, outside.size, rate)


def _figures(apparent: float, *rows: object) -> tuple[np.ndarray, ...]:
    arrays = tuple(np.asarray(row, dtype=float).ravel() for row in rows)
    if not arrays[0].size or len({array.size for array in arrays}) > 1:
        raise ValueError("A correction needs one figure of each kind for each resample, and at least one resample.")
    if not np.isfinite(apparent) or not all(np.isfinite(array).all() for array in arrays):
        raise ValueError("A figure is missing; leave out that resample in all rows.")
    return arrays
