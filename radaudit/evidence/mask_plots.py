"""Pictures of predicted masks: each case's Dice by structure and site, and the volumes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from radaudit.core.plot import Plot, Series
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.mask_figures import case_value
from radaudit.evidence.segmentations import ROI, Segmentations, Segmented
from radaudit.statistics.bland_altman import bland_altman
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_interval

ML = 1000.0  # mm^3


def mask_plots(segmentations: Segmentations, cohort: Cohort, split: Split | None) -> Iterator[Plot]:
    """All plots of all predictors, of the cases that need a prediction."""
    for predictor in segmentations.predictors:
        yield from _strip(segmentations, predictor, cohort, segmentations.due(predictor, cohort, split))
    yield from _volumes(segmentations)


def _strip(segmentations: Segmentations, predictor: str, cohort: Cohort, cases: Collection[str]) -> Iterator[Plot]:
    """One row a structure and site, one mark a case."""
    groups: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for structure in segmentations.structures:
        for own in segmentations.of(predictor, structure, cases):
            value, row = case_value(own, "dice"), cohort.rows[own.case]
            if np.isfinite(value):
                key = (segmentations.shown(structure), cohort.sites[row] or "")
                groups.setdefault(key, []).append((value, cohort.patients[row] or own.case))
    if not groups:
        return
    keys = sorted(groups, key=lambda key: (list(segmentations.structures).index(key[0] or ROI), key[1]))
    marks = [(value, row) for row, key in enumerate(keys) for value, _ in groups[key]]
    each = Series("cases", tuple(value for value, _ in marks), tuple(row for _, row in marks))
    means = [_mean(groups[key]) for key in keys]
    ends = (tuple(own.low for own in means), tuple(own.high for own in means))
    mean = Series("mean, 95 % interval", tuple(own.estimate for own in means), tuple(range(len(keys))), *ends)
    labels = tuple(_row_name(key, len(groups[key])) for key in keys)
    note = "Every case that needs a mask is here: an empty or missing prediction is a mark at 0."
    yield Plot("strip", f"Dice of {predictor}, case by case", "Dice", "", (mean, each), labels=labels, note=note)


def _mean(marks: Sequence[tuple[float, str]]) -> Interval:
    """The mean with its bootstrap over patients; of one patient, the mean alone."""
    values, patients = np.array([value for value, _ in marks]), np.array([patient for _, patient in marks])
    if np.unique(patients).size < 2:
        return Interval(float(values.mean()), float(values.mean()), float(values.mean()), 0.95, "one patient")
    return resampled_interval(lambda weights: weights @ values / weights.sum(axis=1), values.size, groups=patients)


def _row_name(key: tuple[str, str], cases: int) -> str:
    structure, site = key
    parts = [part for part in (structure, f"site {site}" if site else "") if part]
    return f"{', '.join(parts) or 'all cases'} (n = {cases})"


def _volumes(segmentations: Segmentations) -> Iterator[Plot]:
    for structure in segmentations.structures:
        drawn = {name: _pairs(segmentations.of(name, structure)) for name in segmentations.predictors}
        series, said = [], []
        for name, (predicted, reference) in drawn.items():
            if predicted.size < 2:
                continue
            series.append(Series(name, tuple((predicted + reference) / 2), tuple(predicted - reference)))
            own = bland_altman(predicted, reference)
            limits = f"{own.lower.estimate:.3g} to {own.upper.estimate:.3g} mL"
            said.append(f"{name}: bias {own.bias.estimate:.3g} mL, 95 % limits of agreement {limits}.")
        if series:
            title = " of ".join(part for part in ("Volumes", segmentations.shown(structure)) if part)
            axes = ("mean of predicted and reference, mL", "predicted less reference, mL")
            yield Plot("points", title, *axes, tuple(series), note=" ".join(said))


def _pairs(rows: tuple[Segmented, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Predicted and reference volumes in mL of every measured case, empty ones too."""
    seen = [own for own in rows if own.state == "measured" and not own.is_absent]
    predicted = np.array([own.predicted * own.voxel_mm3 / ML for own in seen])
    return predicted, np.array([own.reference * own.voxel_mm3 / ML for own in seen])
