"""Which inputs and settings the fast way may be taken for."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from radaudit.images.volume import Volume

# What an image type may set for itself; anything else would change the ROI in the middle of an extraction.
_OF_IMAGES = frozenset(
    {
        "binCount",
        "binWidth",
        "distances",
        "force2D",
        "force2Ddimension",
        "gldm_a",
        "gradientUseSpacing",
        "lbp2DMethod",
        "lbp2DRadius",
        "lbp2DSamples",
        "lbp3DIcosphereRadius",
        "lbp3DIcosphereSubdivision",
        "lbp3DLevels",
        "level",
        "sigma",
        "start_level",
        "symmetricalGLCM",
        "voxelArrayShift",
        "wavelet",
        "weightingNorm",
    }
)
# These play no part, or were tried against plain pyradiomics in the tests of this package.
_OF_CASES = frozenset(
    {
        "additionalInfo",
        "correctMask",
        "geometryTolerance",
        "interpolator",
        "label",
        "label_channel",
        "minimumROIDimensions",
        "minimumROISize",
        "normalize",
        "normalizeScale",
        "padDistance",
        "preCrop",
        "removeOutliers",
        "resampledPixelSpacing",
        "resegmentMode",
        "resegmentRange",
        "resegmentShape",
    }
)


class NotProved(Exception):
    """The fast way is not known to give the same bits here."""


def require(image: Volume, mask: Volume, label: int, settings: Mapping, image_types: Mapping) -> None:
    """Raise `NotProved` unless everything about this extraction is known to be safe."""
    if image.voxels.ndim != 3 or mask.voxels.ndim != 3:
        raise NotProved("not a 3D image")
    if isinstance(label, bool) or not isinstance(label, int) or not 0 < label < 2**31:
        raise NotProved("an odd label")
    if image.voxels.dtype.kind not in "iuf" or mask.voxels.dtype.kind not in "iuf":
        raise NotProved("an odd pixel type")
    if not mask.voxels.size or not (mask.voxels.min() > -1 and mask.voxels.max() < 2**31):
        raise NotProved("mask values that a cast would change")
    unknown = set(settings) - _OF_IMAGES - _OF_CASES
    unknown |= {name for own in image_types.values() for name in set(own or ()) - _OF_IMAGES}
    if unknown:
        raise NotProved(f"the setting {min(unknown)}")


def marked(mask: Volume, label: int) -> np.ndarray:
    """Where the mask has the label once its values are whole numbers, as in pyradiomics; bool."""
    if mask.voxels.dtype.kind == "f":
        return (mask.voxels >= label) & (mask.voxels < label + 1)
    return mask.voxels == label
