"""Predicted masks as evidence, without any file."""

from __future__ import annotations

from collections.abc import Sequence

from radaudit.core.finding import Location
from radaudit.evidence.mask_figures import Explanation
from radaudit.evidence.overlap_claims import OverlapClaim
from radaudit.evidence.segmentations import ROI, Segmentations, Segmented
from radaudit.images.definitions import DEFINITIONS
from radaudit.statistics.interval import Interval
from radaudit.study.manifest import Claim

DIAGONAL = {"mm": 100.0, "voxels": 50.0}
VOXELS = 200  # of every structure


def a_mask(
    case: str, dice: float = 0.8, structure: str = ROI, predictor: str = "unet", shapes: tuple[str, str] = (), **more
) -> Segmented:
    """A case whose masks have 200 voxels each and overlap as much as Dice says; HD95 is 10 less 10 Dice, in mm."""
    distance = 10 - 10 * dice
    measures = {
        "dice": {"dice": dice},
        "iou": {"iou": dice / (2 - dice)},
        "hd95": {
            "greater percentile": distance,
            "pooled percentile": distance / 2,
            "greater percentile, in voxels": 3.0,
        },
    }
    fields = {"reference": VOXELS, "predicted": VOXELS, "common": round(VOXELS * dice), "voxel_mm3": 2.0}
    fields |= {"measures": measures, "diagonal": DIAGONAL, "shapes": shapes or (f"r{case}", f"p{case}")}
    return Segmented(predictor, structure, case, "measured", **fields | {"file": f"predicted/{case}.nii.gz"} | more)


def an_empty_mask(case: str, reference: int = VOXELS, predicted: int = 0, structure: str = ROI) -> Segmented:
    """One of the two masks is empty, or both are."""
    both = reference + predicted
    measures = {"dice": {"dice": 0.0}, "iou": {"iou": 0.0}} if both else {}
    return a_mask(case, structure=structure, reference=reference, predicted=predicted, common=0, measures=measures)


def no_mask(case: str, state: str = "missing", structure: str = ROI) -> Segmented:
    reason = "there is no file"
    return Segmented("unet", structure, case, state, reason, diagonal=DIAGONAL, file=f"predicted/{case}.nii.gz")


def masks(*rows: Segmented) -> Segmentations:
    names = tuple(dict.fromkeys(own.structure for own in rows))
    return Segmentations(tuple(dict.fromkeys(own.predictor for own in rows)), dict.fromkeys(names, 1), rows)


def a_mask_claim(
    status: str, metric: str = "dice", value: float = 0.9, by: str = "", found: float = 0.7, reason: str = "", **more
) -> OverlapClaim:
    """A claim about ten test cases; `by` is the kind of explanation, if there is one."""
    claim = Claim(id=metric, model="unet", metric=metric, set="test", value=value, source="Table 2")
    interval = None if reason else Interval(found, found - 0.1, found + 0.1, 0.95, "bootstrap")
    told = Explanation(
        by, "the mean over the 8 cases with a prediction that is not empty", DEFINITIONS[metric][0], value
    )
    others: Sequence[Explanation] = (
        told,
        Explanation("summary", "the median over all 10 cases", told.definition, 0.81),
    )
    fields = {"found": interval, "cases": 10, "others": others, "by": told if by else None, "reason": reason}
    place = Location("radaudit.yaml", 7)
    return OverlapClaim(claim, 2, place, status, "unet", (ROI,), **fields | more)
