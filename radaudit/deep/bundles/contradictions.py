"""What a bundle says of a network's input, held against what the manifest says."""

from __future__ import annotations

from collections.abc import Sequence

from radaudit.study.geometry_steps import AxisOrder, Crop, MaskOut, Orient, Resample
from radaudit.study.input_steps import Step
from radaudit.study.intensity_steps import MinMax, Percentile, Scale, Standardise, Window, ZScore

# Kinds that answer one question: what tells of one of them contradicts what tells of another.
_ABOUT = (
    ("the values", (Window, Scale, ZScore, MinMax, Percentile)),
    ("the channels' means", (Standardise,)),
    ("the voxel size", (Resample,)),
    ("the orientation", (Orient,)),
    ("the crop", (Crop,)),
    ("what lies outside of the ROI", (MaskOut,)),
    ("the order of the axes", (AxisOrder,)),
)


def contradictions(told: Sequence[Step], declared: Sequence[Step]) -> tuple[str, ...]:
    """Sentences, each on one question that both answer, or that the bundle answers and the manifest leaves out.

    What a bundle leaves out is no contradiction: images are often prepared before they reach it.

    Parameters
    ----------
    told
        The bundle's steps.
    declared
        The manifest's, in radaudit's steps.
    """
    found = []
    for about, kinds in _ABOUT:
        theirs = [own for own in told if isinstance(own, kinds)]
        ours = [own for own in declared if isinstance(own, kinds)]
        if theirs and [_meant(own) for own in theirs] != [_meant(own) for own in ours]:
            said = "; ".join(own.words for own in ours) or "nothing of it"
            found.append(f"on {about} the bundle says: {'; '.join(own.words for own in theirs)}; the manifest: {said}")
    return tuple(found)


def _meant(step: Step) -> object:
    """What decides the input's values, so that one thing in two words is one; counts of voxels at a border don't."""
    if isinstance(step, Resample):
        return tuple(round(own, 6) for own in step.spacing), step.image
    if isinstance(step, Crop):
        return step.mode, step.size, step.margin_mm, step.margin_voxels, step.cube
    if isinstance(step, Window):
        slope = (step.to[1] - step.to[0]) / (step.high - step.low)
        return _line(slope, step.to[0] - slope * step.low, tuple(sorted(step.to)) if step.clip else None)
    if isinstance(step, Scale):
        return _line(1 / step.divide, step.offset / step.divide, step.clip)
    return step


def _line(slope: float, start: float, clip: tuple[float, ...] | None) -> tuple[object, ...]:
    return round(slope, 9), round(start, 6), clip
