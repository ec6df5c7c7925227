"""Where a mask may lie: pyradiomics' own rules, less those under which it takes the wrong voxels in silence.

What pyradiomics 2.2 to 3.1 does (its `imageoperations`), ``_checkROI`` and ``resampleImage`` above all:

- Without resampling, ITK compares the grids: size exactly, origin and spacing within geometryTolerance times the
  first spacing, direction within geometryTolerance. If that holds, voxels are taken index by index, however far apart
  they lie.
- If it does not hold and correctMask is set, the mask is resampled onto the image's grid, by place, nearest neighbour.
  Two corners of the ROI's box must lie in the image; of a turned mask the other corners, and voxels with them, may not.
- With resampling no grids are compared: image and mask are both resampled, by place, onto a grid that is counted from
  the mask's origin along the mask's axes. The same two corners are looked at; correctMask and geometryTolerance do
  nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.inspect import mismatch
from radaudit.images.itk import TOLERANCE
from radaudit.images.placement import has_no_place, lies_inside, outside, placed
from radaudit.images.volume import Volume

RESAMPLED_TOLERANCE = 1e-3  # as pyradiomics allows an ROI to reach out of a resampled image


def is_resampled(setting: Mapping) -> bool:
    """Whether these settings resample the image."""
    return bool(setting.get("resampledPixelSpacing")) and setting.get("interpolator", "sitkBSpline") is not None


def placing_rule(image: Volume, mask: Volume, inside: np.ndarray, setting: Mapping) -> str:
    """By which of pyradiomics' rules a mask off its image's grid is taken.

    Parameters
    ----------
    inside
        Where the ROI is in the mask; bool, shape (z, y, x).
    setting
        The study's settings.

    Returns
    -------
    str
        A sentence; empty if both lie on one grid, or differ by the rounding of a header only.

    Raises
    ------
    JobFailed
        If pyradiomics refuses the mask, or would take voxels of another place without a word.
    """
    if len(image.size) != len(mask.size):
        raise JobFailed(f"image and mask differ in dimensions: {len(image.size)} and {len(mask.size)}")
    resampled, tolerance = is_resampled(setting), float(setting.get("geometryTolerance") or TOLERANCE)
    margin = max(tolerance, RESAMPLED_TOLERANCE) if resampled else tolerance
    apart = apart_by(image, mask, margin)
    if setting.get("correctMask") and apart:
        return _by_place(image, mask, inside, resampled)
    if not apart:
        return _within(image, mask, tolerance, resampled)
    if resampled and image.size != mask.size:
        return _cropped(image, mask)
    if image.size != mask.size:
        raise JobFailed(f"image and mask differ in size: {image.size} and {mask.size} voxels")
    raise JobFailed(f"image and mask do not lie in the same place: {apart}")


def apart_by(image: Volume, mask: Volume, tolerance: float) -> str:
    """The first thing in which two grids differ by more than ITK's rule allows, in words; empty if none does."""
    differences = mismatch(image, mask)
    if differences.pop("size"):
        return f"size {image.size} and {mask.size} voxels"
    near = tolerance * image.spacing[0]
    allowed = {"spacing": near, "origin": near, "direction": tolerance}
    for name, distance in differences.items():
        if distance > allowed[name]:
            unit = "" if name == "direction" else " mm"
            return f"{name} differs by {distance:.4g}{unit} (tolerance {allowed[name]:.2g}{unit})"
    return ""


def _within(image: Volume, mask: Volume, tolerance: float, resampled: bool) -> str:
    """The grids agree within the tolerance: a word only where the study had to raise it."""
    wide = apart_by(image, mask, RESAMPLED_TOLERANCE)
    if not wide:
        return ""
    how = "by place, because it was resampled" if resampled else "index by index, as pyradiomics does then"
    return f"The mask lies elsewhere than its image, within a geometryTolerance of {tolerance:g}; it was taken {how}."


def _by_place(image: Volume, mask: Volume, inside: np.ndarray, resampled: bool) -> str:
    beyond = outside(image, mask, inside)
    if beyond:
        raise JobFailed(
            f"{beyond} of the ROI's {int(inside.sum())} voxels lie outside of the image, so the mask can't be brought "
            "onto its grid (pyradiomics, which looks at two corners of the ROI only, may cut them off in silence)"
        )
    if resampled:
        return "The mask is off its image's grid; both were resampled by place (correctMask does nothing there)."
    if placed(image, mask, inside).sum() < 2:
        raise JobFailed("next to nothing of the ROI is left once correctMask has brought it onto the image's grid")
    return "The mask is off its image's grid; correctMask brought it onto it, by place."


def _cropped(image: Volume, mask: Volume) -> str:
    """With resampling, a mask of another size is taken if the place it has is in the image."""
    sizes = f"image {image.size}, mask {mask.size} voxels"
    if has_no_place(mask) and not has_no_place(image):
        raise JobFailed(f"the mask has another size ({sizes}) and a header that says nothing of where it lies")
    if not lies_inside(image, mask):
        raise JobFailed(
            f"the mask has another size ({sizes}) and does not lie inside of the image: pyradiomics, which resamples, "
            "would take what it finds there, and zeros beyond the border"
        )
    return (
        f"The mask has a grid of its own inside of the image's ({sizes}); both were resampled by place, on a grid that "
        "is counted from the mask's origin, so the same ROI in a mask of the image's size may give other values."
    )
