import numpy as np
import SimpleITK as sitk
from scipy import ndimage as ndi

RNG = np.random.default_rng(64)


def perturbed(mask: sitk.Image):
    """yield the mask and changed versions of it"""
    yield "orig", mask
    arr = sitk.GetArrayFromImage(mask) > 0
    for tag, a in (
        ("grow", ndi.binary_dilation(arr)),
        ("shrink", ndi.binary_erosion(arr)),
        ("shift", np.roll(arr, RNG.integers(-2, 3, size=3), axis=(0, 1, 2))),
        ("rot", ndi.rotate(arr.astype(float), RNG.uniform(-8, 8), axes=(1, 2), reshape=False) > 0.5),
        ("open", ndi.binary_opening(arr, iterations=2)),
    ):
        if a.sum() < 30:
            continue
        out = sitk.GetImageFromArray(a.astype(np.uint8))
        out.CopyInformation(mask)
        yield tag, out
