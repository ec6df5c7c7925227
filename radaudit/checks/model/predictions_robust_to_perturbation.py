from collections.abc import Iterator, Mapping

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.perturbed_predictions import PerturbedPredictions
from radaudit.statistics.agreement import icc
from radaudit.statistics.moved_scores import MovedSides, aucs, moved_sides, spread

WORST = 20
_BENIGN = (
    "perturbations that are larger than what scanners and readers of this disease differ by",
    "contours along supervoxels that are rougher than drawn ones, which counts where the model uses shape features",
)


@check(
    "model/predictions-robust-to-perturbation",
    severity=Severity.MAJOR,
    references=("doi:10.1038/s41598-018-36938-4", "doi:10.1016/j.jcm.2016.02.012"),
)
def predictions_robust_to_perturbation(
    perturbed_predictions: Mapping[str, PerturbedPredictions], *, unstable: float = 0.5
) -> Iterator[Finding]:
    """The model says the same of a patient who is imaged and drawn a little differently.

    The model is fitted once, on its own table, and asked about cases that were extracted again after noise, a
    rotation or a shift by less than a voxel, another contour and another volume. Its score is treated like a feature:
    it fails if even the upper end of the 95 % interval of its ICC(1,1) stays below option unstable. A model may stand
    on unstable features and be steady, if they count little; and on steady ones and be none, near its threshold.

    Remedy: leave features out that don't survive perturbation, and fit again; augment the training cases by perturbed
    ones.
    """
    for name, own in perturbed_predictions.items():
        if own.problem:
            yield unknown(f"{name}: can't be asked about perturbed cases: {own.problem}.")
        else:
            yield _judged(name, own, unstable)


def _judged(name: str, own: PerturbedPredictions, unstable: float) -> Finding:
    scores, task = own.scores[:, :, 0], own.own.setup.task
    if task == "multiclass":  # of the class that is predicted for the case as it is
        first = own.scores[:, 0].argmax(axis=1)
        scores = np.take_along_axis(own.scores, first[:, None, None], axis=2)[:, :, 0]
    form = icc(scores)["icc1"]
    estimate, low, high = (float(part) for part in (form.estimate, form.low, form.high))
    sides = _sides(own, scores)
    figures = _figures(own, scores, sides)
    details = {
        "tier": Tier.TESTED,
        "icc": estimate,
        "icc_low": low,
        "icc_high": high,
        "within_case_sd": float(np.sqrt((spread(scores) ** 2).mean())),
        "cases": len(scores),
        "measurements": scores.shape[1],
        "features_perturbed": own.moved,
        "columns_held": own.held,
        **figures,
        "rows": _rows(own, scores, sides),
        "plots": [_plot(name, own, scores)],
    }
    told = f"over {scores.shape[1]} measurements of {len(scores)} cases its score has an ICC(1,1) of {estimate:.2f} "
    told += f"({low:.2f} to {high:.2f}){_told(figures)}"
    if not np.isfinite(estimate):
        return unknown(f"{name}: gives every case the same score, so nothing can move.", **details)
    if high < unstable:
        return failed(f"{name}: {told}.", code="predictions-unstable", benign=_BENIGN, **details)
    if low < unstable:
        return unknown(
            f"{name}: {told}: too few cases to tell.",
            add="Set 'effort: {perturbed_cases: ...}' in the policy to more cases.",
            **details,
        )
    return passed(f"{name}: {told}.", **details)


def _told(figures: Mapping[str, float]) -> str:
    """Who changes sides, and what becomes of the AUC, where there is either."""
    told = ""
    if "share_that_changes" in figures:
        told += f"; {figures['share_that_changes']:.0%} of the perturbed cases change sides, "
        told += f"{figures['cases_that_ever_change']:.0%} of the cases ever do"
    if "auc_lowest" in figures:
        told += f"; its AUC among them is {figures['auc_as_it_is']:.2f}, and {figures['auc_lowest']:.2f} to "
        told += f"{figures['auc_highest']:.2f} when perturbed"
    return told


def _sides(own: PerturbedPredictions, scores: np.ndarray) -> MovedSides | None:
    """Who crosses the threshold, or changes class; None where there is neither."""
    task, threshold = own.own.setup.task, own.own.info.threshold
    if task == "multiclass":
        return moved_sides(own.scores.argmax(axis=2))
    if task != "binary" or (threshold is None and not own.probabilities):
        return None
    return moved_sides(scores >= (0.5 if threshold is None else threshold))


def _figures(own: PerturbedPredictions, scores: np.ndarray, sides: MovedSides | None) -> dict[str, float]:
    figures = {}
    if sides is not None:
        figures |= {"share_that_changes": float(sides.share.mean()), "cases_that_ever_change": sides.ever}
    if own.own.setup.task == "binary":
        found = aucs(scores, own.own.events[own.rows])
        if np.isfinite(found).all():
            figures |= {"auc_as_it_is": float(found[0])}
            figures |= {"auc_lowest": float(found[1:].min()), "auc_highest": float(found[1:].max())}
    return figures


def _rows(own: PerturbedPredictions, scores: np.ndarray, sides: MovedSides | None) -> list[dict]:
    """The patients whose score moves most."""
    apart = spread(scores)
    return [
        {
            "case": own.own.cases[own.rows[row]],
            "set": own.own.sets[own.rows[row]],
            "as it is": float(scores[row, 0]),
            "lowest": float(scores[row, 1:].min()),
            "highest": float(scores[row, 1:].max()),
            "SD": float(apart[row]),
        }
        | ({"changes sides": float(sides.share[row])} if sides is not None else {})
        for row in np.argsort(-apart, kind="stable")[:WORST]
    ]


def _plot(name: str, own: PerturbedPredictions, scores: np.ndarray) -> Plot:
    order = np.argsort(scores[:, 0], kind="stable")
    parts = (scores[order, 0], scores[order, 1:].min(axis=1), scores[order, 1:].max(axis=1))
    first, low, high = (tuple(map(float, part)) for part in parts)
    return Plot(
        "intervals",
        f"Scores over perturbations: {name}",
        "score",
        "case",
        (Series("as it is, and the range over perturbations", first, tuple(map(float, range(len(order)))), low, high),),
        labels=tuple(own.own.cases[own.rows[row]] for row in order),
        note="A line that crosses the threshold is a patient whose class depends on the scan or the reader.",
    )
