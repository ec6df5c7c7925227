"""Images that look like copies of each other, measured by how alike images of this cohort are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.images import ImageIndex
from radaudit.images.fingerprint import Fingerprint
from radaudit.images.match import Match
from radaudit.statistics.spacings import spacing_tails, tail

VIEWS = {"whole": "whole image", "roi": "surroundings of the ROI"}
COPIES = 3  # copies of one image that still leave its usual likeness to others to be seen
SURE = 0.001  # chance below which images are left out when the usual gap is measured again
FEWEST = 12  # images from which that likeness can be told
NEARLY_ONE = 1 - 1e-6
ALPHA, ALIKE = 0.05, 0.9  # chance and correlation from which a pair is taken for copies of one image


@dataclass(frozen=True)
class Likeness:
    """Two cases whose images are alike.

    Attributes
    ----------
    one, other
        Cases.
    view
        Where: the whole image, or the surroundings of the ROI.
    correlation
        Beyond what all images of the cohort share, once the second is laid on the first.
    chance
        That any pair of this cohort stands off so far from the likeness of others to both of its images, if there
        is no copy; None where the cohort is too small to tell.
    turn
        How the second must be turned to lie on the first, in words.
    """

    one: str
    other: str
    view: str
    correlation: float
    chance: float | None
    turn: str


@dataclass(frozen=True)
class NearDuplicates:
    """How alike the images of a cohort are.

    Attributes
    ----------
    pairs
        The most similar pairs of different patients whose voxels differ; a pair stands here once, in the view in
        which it is least likely by chance.
    compared
        Cases that were compared, in the cohort's order.
    unread
        Cases that were not, and why.
    usual
        Median correlation of an image with the one that is most similar to it, by view.
    """

    pairs: tuple[Likeness, ...]
    compared: tuple[str, ...]
    unread: Mapping[str, str]
    usual: Mapping[str, float]

    @property
    def tested(self) -> bool:
        """Whether the cohort is large enough to tell what is unusual."""
        return len(self.compared) >= FEWEST

    def copies(self, alpha: float = ALPHA, correlation: float = ALIKE) -> list[Likeness]:
        """Pairs that a study without copies would hardly show."""
        told = [own for own in self.pairs if own.chance is not None and own.chance <= alpha]
        return [own for own in told if own.correlation >= correlation]


@evidence
def near_duplicates(cohort: Cohort, images: ImageIndex, compute: Compute) -> NearDuplicates:
    """Images of different patients that look like one image.

    Jobs: one for each image, then one for each view that compares all with all.
    """
    ready = [own for own in images.cases.values() if own.image is not None and not own.problem]
    read = {own.case for own in ready}
    unread = {own.case: own.problem or "no image" for own in images.cases.values() if own.case not in read}
    jobs = [Fingerprint(own.case, own.image, own.mask, own.label, own.roi) for own in ready]
    results = compute.map("Drawing small pictures of images", jobs)
    prints: dict[str, Mapping] = {}
    for own, result in zip(ready, results, strict=True):
        if isinstance(result, Failure):
            unread[own.case] = result.message
        elif not result["whole"]:
            unread[own.case] = "its image is flat"
        else:
            prints[own.case] = result
    members = {view: tuple(case for case, own in prints.items() if own[view]) for view in VIEWS}
    matches = {view: _match(view, cases, prints, cohort, images) for view, cases in members.items() if len(cases) > 1}
    found = compute.map("Comparing small pictures", list(matches.values()))
    pairs: dict[tuple[str, str], Likeness] = {}
    usual = {}
    for view, result in zip(matches, found, strict=True):
        if isinstance(result, Failure):
            unread |= dict.fromkeys(members[view], f"{VIEWS[view]}: {result.message}")
            continue
        usual[VIEWS[view]] = _usual(result["pairs"])
        for own in _judged(members[view], result["pairs"], VIEWS[view], len(matches)):
            known = pairs.get((own.one, own.other))
            if known is None or _rank(own) < _rank(known):
                pairs[own.one, own.other] = own
    order = tuple(sorted(pairs.values(), key=_rank))
    return NearDuplicates(order, tuple(case for case in prints if case not in unread), unread, usual)


def _match(view: str, cases: Sequence[str], prints: Mapping, cohort: Cohort, images: ImageIndex) -> Match:
    patients = _numbers(cohort.patient(case) or ("", number) for number, case in enumerate(cases))
    voxels = _numbers(images.cases[case].facts["digest"] for case in cases)
    return Match(VIEWS[view], tuple(prints[case][view] for case in cases), patients, voxels)


def _numbers(names: Iterable[object]) -> tuple[int, ...]:
    seen: dict[object, int] = {}
    return tuple(seen.setdefault(name, len(seen)) for name in names)


def _rank(own: Likeness) -> tuple[float, float]:
    return (1.0 if own.chance is None else own.chance, -own.correlation)


def _usual(pairs: Sequence) -> float:
    """Median, over the images, of the correlation with the most similar other."""
    own = _by_image(pairs)
    return float(np.median([max(values) for values in own.values()])) if own else 0.0


def _by_image(pairs: Sequence) -> Mapping[int, list[float]]:
    own = defaultdict(list)
    for one, other, correlation, _ in pairs:
        own[one].append(correlation)
        own[other].append(correlation)
    return own


def _judged(cases: Sequence[str], pairs: Sequence, view: str, views: int) -> list[Likeness]:
    """The pairs with the chance of each: the greater of those that its two images give.

    An image's likeness to others is on Fisher's scale, and its null is its own: the gap between its most similar other
    and the one after `COPIES`, measured by the median gap of all images. So images of one scanner or one kind, which
    are all alike, do not stand off from each other. Images that are found to have a copy are left out of the median,
    and the others judged again: many copies do not hide each other.
    """
    own = {image: sorted(map(_fisher, values), reverse=True) for image, values in _by_image(pairs).items()}
    levels = {image: values[COPIES] for image, values in own.items() if len(values) > COPIES}
    gaps = [
        _fisher(correlation) - max(levels[one], levels[other]) if one in levels and other in levels else -np.inf
        for one, other, correlation, _ in pairs
    ]
    chances: list[float | None] = [None] * len(pairs)
    twins: set[int] = set()
    while len(cases) >= FEWEST:
        usual = [own[image][0] - level for image, level in levels.items() if image not in twins]
        scale = spacing_tails(usual, COPIES)[1] if 2 * len(usual) >= len(cases) else 0.0
        if not scale:
            break
        chances = np.minimum(1, tail(gaps, scale, COPIES) * len(cases) * views).tolist()
        found = {
            image for pair, own_chance in zip(pairs, chances, strict=True) if own_chance <= SURE for image in pair[:2]
        }
        if found <= twins:
            break
        twins |= found
    told = zip(pairs, chances, strict=True)
    return [Likeness(cases[one], cases[other], view, r, chance, turn) for (one, other, r, turn), chance in told]


def _fisher(correlation: float) -> float:
    return float(np.arctanh(np.clip(correlation, -NEARLY_ONE, NEARLY_ONE)))
