"""What arithmetic allows: figures that no set of so many cases can give."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import clopper_pearson, normal_quantile, wilson

COUNTS_GIVE = ("accuracy", "balanced_accuracy", "sensitivity", "specificity", "ppv", "npv", "f1")
RANGES = {
    **dict.fromkeys((*COUNTS_GIVE, "auc", "brier", "c_index", "uno_c", "ibs", "dice", "iou"), (0.0, 1.0)),
    **dict.fromkeys(("mae", "rmse", "hd", "hd95", "asd", "volume_error", "observed_expected"), (0.0, math.inf)),
    "r2": (-math.inf, 1.0),
    "icc": (-1.0, 1.0),
}
_SLACK = 1e-12  # of binary arithmetic, far below any printed digit


@dataclass(frozen=True)
class Printed:
    """A figure as it stands in a paper.

    Attributes
    ----------
    value
        The figure.
    decimals
        To how many decimals it is printed.
    """

    value: float
    decimals: int

    @property
    def unit(self) -> float:
        """One in the last place."""
        return 10.0**-self.decimals

    @property
    def low(self) -> float:
        """The least that is printed so, by rounding."""
        return self.value - self.unit / 2 - _SLACK

    @property
    def high(self) -> float:
        """What is printed so, by rounding or by cutting off, is at most this."""
        return self.value + self.unit - _SLACK

    def __contains__(self, exact: float) -> bool:
        return self.low <= exact <= self.high

    def among(self, exact: np.ndarray) -> np.ndarray:
        """Which of these could have been printed so; boolean, same shape."""
        return (exact >= self.low) & (exact <= self.high)


def confusions(events: int, others: int, figures: Mapping[str, Printed]) -> int:
    """How many confusion matrices of so many cases give all these figures at once.

    Every matrix is tried, so that zero is a proof: the figures can't come from one threshold on these cases. The idea
    is that of GRIM (Brown & Heathers 2017, doi:10.1177/1948550616673876) and mlscorecheck (Fazekas & Kovacs 2023,
    doi:10.48550/arXiv.2310.12527).

    Parameters
    ----------
    events, others
        Numbers of cases with and without the event, at least one each.
    figures
        By name, of `COUNTS_GIVE`.

    Returns
    -------
    int
        Number of pairs (true positives, true negatives).

    Raises
    ------
    ValueError
        If a name is not of `COUNTS_GIVE`, or one of the classes is empty.
    """
    strange = set(figures) - set(COUNTS_GIVE)
    if strange or events < 1 or others < 1:
        raise ValueError(f"Needs cases of both classes and figures of {', '.join(COUNTS_GIVE)}.")
    negatives = np.arange(others + 1)[None, :]
    rows = max(1, 2**21 // (others + 1))  # bounds the memory
    found = 0
    for start in range(0, events + 1, rows):
        positives = np.arange(start, min(start + rows, events + 1))[:, None]
        fits = np.ones((len(positives), others + 1), dtype=bool)
        for name, printed in figures.items():
            fits &= printed.among(_figure(name, positives, negatives, events, others))
        found += int(fits.sum())
    return found


def nearest_figures(name: str, events: int, others: int, printed: Printed) -> tuple[float, float]:
    """The greatest value below and the least value above that so many cases can give; nan where there is none.

    Parameters
    ----------
    name
        One of `COUNTS_GIVE`, or "auc".
    """
    if name == "auc":
        step = 2 * events * others
        return math.floor(printed.value * step) / step, math.ceil(printed.value * step) / step
    values = _figure(name, np.arange(events + 1)[:, None], np.arange(others + 1)[None, :], events, others)
    below, above = values[values <= printed.value], values[values >= printed.value]
    return float(below.max()) if below.size else math.nan, float(above.min()) if above.size else math.nan


def auc_possible(events: int, others: int, printed: Printed) -> bool:
    """Whether so many cases can give this AUC.

    An AUC counts pairs of an event and a non-event, a tie for one half: times twice the number of pairs it is a whole
    number (Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747).
    """
    step = 2 * events * others
    return math.ceil(printed.low * step) <= math.floor(printed.high * step)


def auc_bounds(sensitivity: Printed, specificity: Printed) -> tuple[float, float]:
    """Between which values an AUC lies whose ROC curve passes through this point.

    The curve rises: left of the point it is no higher, right of it no lower. So the area is at least
    sensitivity x specificity, and at most 1 - (1 - sensitivity)(1 - specificity).
    """
    least = max(0.0, sensitivity.low) * max(0.0, specificity.low)
    most = 1 - max(0.0, 1 - sensitivity.high) * max(0.0, 1 - specificity.high)
    return least, most


def usual_width(figure: str, value: float, events: int, others: int) -> float | None:
    """Width of the narrowest usual 95 % interval of a figure, from its value and the numbers of cases alone.

    Of a proportion the narrowest of the Wald, Wilson and Clopper-Pearson intervals; of an AUC that of Hanley & McNeil.

    Returns
    -------
    float or None
        None where only the data can tell.
    """
    if figure == "auc":
        return hanley_mcneil_width(value, events, others) if 0.5 <= value < 1 else None
    trials = {"accuracy": events + others, "sensitivity": events, "specificity": others}.get(figure)
    if trials is None:
        return None
    wald = 2 * normal_quantile(0.95) * math.sqrt(value * (1 - value) / trials)
    return min(
        wald, *(own.high - own.low for own in (f(round(value * trials), trials) for f in (wilson, clopper_pearson)))
    )


def hanley_mcneil_width(auc: float, events: int, others: int) -> float:
    """Width of the usual 95 % interval of an AUC, from its value and the numbers of cases alone.

    Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747, equation 2.
    """
    both_events, both_others = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    spread = (events - 1) * (both_events - auc**2) + (others - 1) * (both_others - auc**2)
    error = math.sqrt((auc * (1 - auc) + spread) / (events * others))
    return 2 * normal_quantile(0.95) * error


def _figure(name: str, true_positive, true_negative, events: int, others: int) -> np.ndarray:
    """The figure of every confusion matrix; 0 where it has no cases to be computed on, as software prints it."""
    tp, tn = np.broadcast_arrays(np.asarray(true_positive, float), np.asarray(true_negative, float))
    fn, fp = events - tp, others - tn
    above, below = {
        "accuracy": (tp + tn, tp + tn + fp + fn),
        "balanced_accuracy": (tp * others + tn * events, np.full_like(tp, 2.0 * events * others)),
        "sensitivity": (tp, tp + fn),
        "specificity": (tn, tn + fp),
        "ppv": (tp, tp + fp),
        "npv": (tn, tn + fn),
        "f1": (2 * tp, 2 * tp + fp + fn),
    }[name]
    return np.divide(above, below, out=np.zeros_like(tp), where=below > 0)
