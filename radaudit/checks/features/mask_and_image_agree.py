from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.images import CaseImages, ImageIndex


@check("features/mask-and-image-agree", severity=Severity.MAJOR, references=("doi:10.1158/0008-5472.CAN-17-0339",))
def mask_and_image_agree(images: ImageIndex, *, millimetres: float = 1e-3, cosine: float = 1e-5) -> Iterator[Finding]:
    """Every mask lies on the grid of its image.

    With resampling, pyradiomics does not compare the two at all, and a large geometryTolerance switches its comparison
    off: a mask shifted by 5 mm then gives numbers, of the wrong tissue, without a word. Options millimetres and cosine
    say how far spacing and origin, and direction, may differ: a thousandth of a millimetre is rounding in a file
    format, far below any voxel.

    Remedy: resample the mask to its image's grid, look at the overlay, and extract these cases again.
    """
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    missing = [own for own in images.cases.values() if own.mask is None]
    seen = {case: own for case, own in images.cases.items() if "mismatch" in own.facts}
    wrong = {case: text for case, own in seen.items() if (text := _difference(own, millimetres, cosine))}
    if missing:
        yield failed(
            f"{counted(len(missing), 'case')} without a mask file that can be read.",
            code="mask-missing",
            rows=[{"case": own.case, "reason": own.problem} for own in missing],
        )
    if wrong:
        yield failed(
            f"{counted(len(wrong), 'mask')} off the grid of the image.",
            code="geometry-mismatch",
            where=[images.place(case) for case in wrong],
            rows=[{"case": case, "difference": text} for case, text in wrong.items()],
            benign=["masks drawn on another series of the same examination, in the same physical space"],
        )
    if not seen:
        raise Unavailable("No image with a mask could be read.", "See the check features/all-cases-extracted.")
    if not missing and not wrong:
        yield passed(f"All {len(seen)} masks lie on the grid of their image.", cases=len(seen))


def _difference(own: CaseImages, millimetres: float, cosine: float) -> str:
    facts = own.facts
    if facts["mismatch"]["size"]:
        image, mask = (" x ".join(map(str, facts[kind]["size"])) for kind in ("image", "mask"))
        return f"size: image {image}, mask {mask} voxels"
    limits = {"spacing": (millimetres, " mm"), "origin": (millimetres, " mm"), "direction": (cosine, "")}
    apart = [
        f"{k} by {facts['mismatch'][k]:.4g}{unit}"
        for k, (limit, unit) in limits.items()
        if facts["mismatch"][k] > limit
    ]
    return ", ".join(apart)
