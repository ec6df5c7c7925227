"""Where each model's threshold comes from, and the risk groups that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.printed import PrintedSet
from radaudit.evidence.scored_sets import TRAIN, ScoredSet, held_out
from radaudit.statistics.possible import COUNTS_GIVE
from radaudit.statistics.survival.cut_off import cut_off_origin
from radaudit.statistics.threshold_origin import BestThreshold, ThresholdOrigin, threshold_origin
from radaudit.study.load import Study

ONE_HALF = 0.5


@dataclass(frozen=True, eq=False)
class CutOff:
    """One model's threshold on one held-out set.

    Attributes
    ----------
    scored
        The set that is divided.
    value
        Scores at or above it are called positive, or of high risk.
    declared
        Whether the study names it; else it is the median of the training scores.
    place
        Where it is declared; None if it isn't.
    origin
        The best thresholds of this set and of the training set; None where nothing was looked for.
    usual
        Why the value needs no explanation, such as one half of a probability; empty otherwise.
    chance
        How easily a threshold set beforehand would be one of the best of this set, by any criterion, as near as it is
        printed: if it could lie anywhere between the quartiles of the scores. nan where nothing was looked for.
    problem
        Why nothing can be said; empty if something can.
    """

    scored: ScoredSet
    value: float
    declared: bool
    place: Location | None = None
    origin: ThresholdOrigin | None = None
    usual: str = ""
    chance: float = float("nan")
    problem: str = ""


@evidence
def cut_offs(
    study: Study, scored_sets: tuple[ScoredSet, ...], printed_claims: tuple[PrintedSet, ...] | None
) -> tuple[CutOff, ...]:
    """Every declared threshold on every held-out set; for survival without one, the median of the training risks."""
    judged = held_out(scored_sets)
    train = {own.model: own for own in scored_sets if own.set == TRAIN}
    found = []
    for index, model in enumerate(study.manifest.models):
        for own in (scored for scored in judged if scored.model == model.name):
            if model.threshold is not None:
                place = study.declared("models", index, "threshold")
                found.append(
                    _cut_off(
                        own, train.get(model.name), model.threshold, _rounding(study, index, model.threshold), place
                    )
                )
            elif own.survival and model.name in train:
                found.append(CutOff(own, float(np.median(train[model.name].scores)), False))
    if found:
        return tuple(found)
    if any(own.claim.metric in COUNTS_GIVE for group in printed_claims or () for own in group.claims):
        raise Unavailable("Figures of a threshold are claimed, but no threshold is named.", "Add 'models[].threshold'.")
    raise NotApplicable("No threshold is named, and no figure that needs one is claimed.")


def _rounding(study: Study, index: int, value: float) -> float:
    """Half a unit of the last digit of a threshold as it is written."""
    written = study.file.scalars.get(f"models/{index}/threshold", repr(value)).lower()
    return 0.0 if "e" in written else 0.5 * 10.0 ** -len(written.partition(".")[2])


def _cut_off(own: ScoredSet, train: ScoredSet | None, value: float, rounding: float, place: Location) -> CutOff:
    if own.probabilities and not own.survival and value == ONE_HALF:
        return CutOff(own, value, True, place, usual="one half of a probability")
    if train is None:
        return CutOff(own, value, True, place, problem="there are no scores of the training set")
    if _divides_in_half(train.scores, value, rounding):
        return CutOff(own, value, True, place, usual="the median of the training set")
    try:
        origin = _origin(own, train, value, rounding)
    except ValueError as reason:
        return CutOff(own, value, True, place, problem=str(reason).rstrip("."))
    return CutOff(own, value, True, place, origin, chance=_chance(origin.test.values(), own.scores, rounding))


def _origin(own: ScoredSet, train: ScoredSet, value: float, rounding: float) -> ThresholdOrigin:
    if own.survival:
        return cut_off_origin(value, _followed(own), _followed(train), rounding)
    return threshold_origin(value, own.scores, own.events, train.scores, train.events, rounding)


def _followed(own: ScoredSet) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return own.outcomes[:, 0], own.events, own.scores


def _divides_in_half(scores: np.ndarray, value: float, rounding: float) -> bool:
    below, above = np.quantile(scores, 0.5, method="lower"), np.quantile(scores, 0.5, method="higher")
    return bool(below - rounding <= value <= above + rounding)


def _chance(found: Iterable[BestThreshold], scores: np.ndarray, rounding: float) -> float:
    """Width of all best ranges, as they are printed, over the distance of the scores' quartiles."""
    ends = [
        (max(low - rounding, scores.min()), min(high + rounding, scores.max()))
        for best in found
        for low, high in best.ranges
    ]
    width, reached = 0.0, -np.inf
    for low, high in sorted(ends):
        width += max(high - max(low, reached), 0.0)
        reached = max(reached, high)
    apart = float(np.subtract(*np.quantile(scores, [0.75, 0.25])))
    return min(width / apart, 1.0) if apart > 0 else 1.0


def ranges_of(best: Sequence[tuple[float, float]]) -> str:
    """Ranges for sentences: ``0.543 to 0.550``."""
    return ", ".join(f"{low:.3g} to {high:.3g}" for low, high in best[:3]) + (" ..." if len(best) > 3 else "")
