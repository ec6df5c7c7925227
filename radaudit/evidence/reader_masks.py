"""The ROIs of several readers beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.engine import Compute
from radaudit.core.errors import DataError, JobFailed, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.images import ImageIndex, filled_in, reference_to
from radaudit.evidence.repeated_images import MAIN
from radaudit.evidence.segmentations import Segmented, measured_masks
from radaudit.study.load import Study
from radaudit.study.manifest import Pattern


@dataclass(frozen=True)
class ReaderMasks:
    """Every pair of readers.

    Attributes
    ----------
    readers
        Who drew: `MAIN` for the masks that the study's features come from, then as the manifest names them.
    pairs
        By the two readers: the masks of the second against those of the first. A case that one of them did not draw
        is in no state "measured".
    """

    readers: tuple[str, ...]
    pairs: Mapping[tuple[str, str], tuple[Segmented, ...]] = field(repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)

    def drawn(self, pair: tuple[str, str]) -> tuple[Segmented, ...]:
        """Structures that both readers marked in a case."""
        return tuple(own for own in self.pairs[pair] if own.state == "measured" and own.reference and own.predicted)


@evidence
def reader_masks(study: Study, cohort: Cohort, images: ImageIndex | None, compute: Compute) -> ReaderMasks:
    """Every reader's masks, measured against those of every other."""
    info = study.manifest.images
    if info is None or not info.readers:
        raise Unavailable("The study gives no masks of other readers.", "Add 'images.readers: {name: pattern}'.")
    if images is None or not images.masked:
        raise Unavailable("The study gives no masks to compare with.", "Add 'images.mask' to radaudit.yaml.")
    pairs: dict[tuple[str, str], tuple[Segmented, ...]] = {}
    files: dict[str, str] = {}
    others = dict(info.readers)
    for first in (MAIN, *info.readers):
        own = images if first == MAIN else _drawn_by(study, cohort, images, others.pop(first))
        found = measured_masks(study, others, cohort, own, compute, "Comparing readers' masks")
        files |= found.files
        pairs |= {(first, second): tuple(one for one in found.all if one.predictor == second) for second in others}
    return ReaderMasks((MAIN, *info.readers), pairs, files)


def _drawn_by(study: Study, cohort: Cohort, images: ImageIndex, pattern: Pattern) -> ImageIndex:
    """The index with a reader's masks in the place of the study's own."""

    def file(case: str) -> FileRef | FolderRef | None:
        name = filled_in(pattern, cohort, case)
        try:
            return reference_to(study.root, name) if name else None
        except (DataError, JobFailed, OSError):  # told where the reader's mask stands against the study's own
            return None

    return replace(images, cases={case: replace(own, mask=file(case)) for case, own in images.cases.items()})
