"""Why a table does not reproduce: the pattern of deviations names the kind of cause.

Extraction itself is stable: pyradiomics 2.2 to 3.1 agree within 1e-12 over Python, numpy and SimpleITK versions,
so a larger difference means configuration, image, mask or tool. Which features move tells which of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.comparison import FeatureComparison, TableComparison

MOST = 0.5  # of a group's features must move before the group counts as moved
FEWEST_QUIET = 0.1  # of all features must agree in most cases before a lone case can be told by them
EXCESS = 0.05  # how far from 3 a shift of kurtosis may be found in a rounded table


@dataclass(frozen=True)
class Cause:
    """A kind of difference.

    Attributes
    ----------
    code
        Stable short name.
    sentence
        What was observed, and what makes such a pattern.
    features
        Positions of the features it explains.
    cases
        Positions of the cases it concerns; all of them unless the difference is in some cases only.
    """

    code: str
    sentence: str
    features: tuple[int, ...]
    cases: tuple[int, ...]


def causes(table: TableComparison, discretisation: str) -> list[Cause]:
    """The causes that the deviations point to; none if all features agree.

    Parameters
    ----------
    discretisation
        How the declared parameters bin grey levels, in words, for the message.
    """
    moved = table.deviates.copy()
    found = []
    lone = _lone_cases(moved)
    for case in lone:
        found.append(_case_cause(table, case))
        moved[case] = False
    left = np.flatnonzero(moved.any(axis=0))
    if left.size:
        others = tuple(int(case) for case in range(len(table.cases)) if case not in lone)
        found += _column_causes(table, {int(column) for column in left}, others, discretisation)
    return found


def _lone_cases(moved: np.ndarray) -> list[int]:
    """Cases where most of those features deviate that agree in most other cases."""
    quiet = moved.mean(axis=0) <= 0.5
    if quiet.sum() < max(1, FEWEST_QUIET * moved.shape[1]):
        return []
    lone = [int(case) for case in np.flatnonzero(moved[:, quiet].mean(axis=1) > MOST)]
    return lone if len(lone) < moved.shape[0] / 2 else []


def _case_cause(table: TableComparison, case: int) -> Cause:
    moved = np.flatnonzero(table.deviates[case])
    shape = [column for column in range(len(table.features)) if _kind(table.features[column]).startswith("shape")]
    name = table.cases[case]
    if shape and not any(table.deviates[case, column] for column in shape):
        why = "its shape features agree, so the mask is the one that was used, but the image (or its unit) is not"
    elif shape:
        why = "its shape features deviate too, so another mask was used (or another case's row stands here)"
    else:
        why = "another image or mask was used (the table has no shape features that would tell which)"
    message = f"Case {name}: {len(moved)} of {len(table.features)} features deviate; {why}."
    return Cause("case-differs", message, tuple(int(column) for column in moved), (case,))


def _column_causes(table: TableComparison, moved: set[int], cases: tuple[int, ...], discretisation: str) -> list[Cause]:
    scaled = _scaled(table, moved, cases)
    if scaled:
        return scaled
    groups = _Groups(table, moved)
    if groups.moved("shape"):
        sentence = (
            "Shape features deviate in most cases. That takes another geometry: resampledPixelSpacing, the mask label, "
            "the masks themselves, or a mask correction (correctMask)."
        )
        return [Cause("geometry", sentence, tuple(sorted(moved)), cases)]
    for code, group, takes in (
        ("intensity", "intensity", _INTENSITY),
        ("discretisation", "texture", f"{_DISCRETISATION} The declared parameters say: {discretisation}."),
    ):
        if groups.moved(group, original=True):
            return [Cause(code, f"{groups.told(group)} {takes}", tuple(sorted(moved)), cases)]
    found = []
    filtered = {column for column in moved if not _is_original(table.features[column])}
    if filtered and groups.share(filtered) > MOST:
        images = sorted({table.features[column].name.image for column in filtered})
        shown = ", ".join(images[:4]) + (" ..." if len(images) > 4 else "")
        found.append(Cause("filter", _FILTER.format(images=shown), tuple(sorted(filtered)), cases))
        moved = moved - filtered
    return [*found, *_single(table, moved, cases)]


_WORDS = {
    "shape": "shape features",
    "intensity": "first-order features that need no histogram",
    "texture": "texture features",
}
_SAME = {"shape": "masks", "intensity": "grey levels"}  # what is the same where these features agree
_INTENSITY = (
    "That takes another intensity processing (normalize, removeOutliers, resegmentRange, voxelArrayShift, "
    "interpolator) or images in other units."
)
_DISCRETISATION = "That takes another way of binning grey levels (binWidth or binCount)."
_FILTER = (
    "Features of the original image agree, those of filtered images deviate ({images}): the filters ran with other "
    "settings (sigma, wavelet, level, preCrop with another padDistance, bin width of the filter)."
)


def _scaled(table: TableComparison, moved: set[int], cases: tuple[int, ...]) -> list[Cause]:
    """Most moved columns are a line of what was extracted: a table that was scaled before it was saved."""
    lines = [c for c in moved if table.features[c].relation in ("linear", "factor", "shift")]
    if len(lines) <= MOST * len(table.features) or len(table.cases) < 4:
        return []
    sentence = (
        f"{len(lines)} of {len(table.features)} features are an exact linear function of the extracted values, each "
        "with its own factor and shift: the table was scaled (z-score, min-max) or harmonised before it was saved. "
        "Give the table before scaling, or say so in 'features.normalised'."
    )
    return [Cause("scaled", sentence, tuple(sorted(moved)), cases)]


def _single(table: TableComparison, moved: set[int], cases: tuple[int, ...]) -> list[Cause]:
    """What is left: single features, with the relation that each has."""
    found = []
    kurtosis = {c for c in moved if _feature(table.features[c]) == "Kurtosis" and _shifts_by(table.features[c], -3.0)}
    if kurtosis:
        sentence = (
            "Kurtosis is smaller by 3 than pyradiomics gives it: it is excess kurtosis (IBSI), so another "
            "tool, or another convention, made this table."
        )
        found.append(Cause("other-tool", sentence, tuple(sorted(kurtosis)), cases))
    rest = moved - kurtosis
    if rest:
        sentence = (
            f"{len(rest)} single features deviate without a pattern by class or image type: rows edited by hand, "
            "a pasted column, or another software version for part of the table."
        )
        found.append(Cause("differs", sentence, tuple(sorted(rest)), cases))
    return found


class _Groups:
    """How many features of a kind moved."""

    def __init__(self, table: TableComparison, moved: set[int]):
        self._features, self._moved = table.features, moved

    def moved(self, group: str, original: bool = False) -> bool:
        members = self._members(_GROUPS[group], original)
        return bool(members) and len(members & self._moved) > MOST * len(members)

    def told(self, group: str) -> str:
        """Which classes deviate and which agree; what the table does not hold tells nothing."""
        before = list(_WORDS)[: list(_WORDS).index(group)]
        known = [other for other in before if self._members(_GROUPS[other], True)]
        missing = [other for other in before if other not in known]
        text = f"{_WORDS[group].capitalize()} deviate in most cases"
        if known:
            agree, same = (" and ".join(words[other] for other in known) for words in (_WORDS, _SAME))
            text += f", while {agree} agree: {same} are the same"
        if missing:
            text += f" (the table has no {' and no '.join(_WORDS[other] for other in missing)}, which would tell more)"
        return f"{text}."

    def share(self, columns: set[int]) -> float:
        images = {self._features[column].name.image for column in columns if self._features[column].name}
        members = {c for c, f in enumerate(self._features) if f.name and f.name.image in images}
        return len(columns & members) / max(len(members), 1)

    def _members(self, belongs: Callable[[FeatureComparison], bool], original: bool) -> set[int]:
        chosen = {c for c, f in enumerate(self._features) if f.name and belongs(f)}
        first = {c for c in chosen if _is_original(self._features[c])}
        return first or chosen if original else chosen


_GROUPS: dict[str, Callable[[FeatureComparison], bool]] = {
    "shape": lambda f: f.name.kind.startswith("shape"),
    "intensity": lambda f: f.name.kind == "firstorder" and not f.name.is_texture,
    "texture": lambda f: f.name.is_texture,
}


def _kind(feature: FeatureComparison) -> str:
    return feature.name.kind if feature.name else ""


def _feature(feature: FeatureComparison) -> str:
    return feature.name.feature if feature.name else ""


def _is_original(feature: FeatureComparison) -> bool:
    return bool(feature.name) and feature.name.image == "original"


def _shifts_by(feature: FeatureComparison, amount: float) -> bool:
    return feature.relation == "shift" and abs(feature.shift - amount) <= EXCESS


def sorted_by_deviation(features: Sequence[FeatureComparison]) -> list[FeatureComparison]:
    """The worst first; equal ones by name."""
    return sorted(features, key=lambda f: (-f.greatest_relative, f.reported))
