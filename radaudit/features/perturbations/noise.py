"""The scan is repeated: as much noise again as the image has."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.features.perturbations.kind import as_stored, perturbation
from radaudit.images.volume import Volume

_LEAST = 8  # voxels along an axis; fewer have next to no wavelet coefficients of their own


def _words(times: float) -> str:
    return "noise of the image's own level" if times == 1 else f"noise of {times:g} times the image's own level"


@perturbation("noise", "image", 0.0, _words)
def noise(image: Volume, insides: Sequence[np.ndarray], times: float, seed: int) -> tuple[Volume, list[np.ndarray]]:
    """Gaussian noise, added to every voxel; ROIs stay.

    Parameters
    ----------
    times
        Its standard deviation, in units of the image's own (`level`).
    seed
        Of the generator that draws it.

    Raises
    ------
    JobFailed
        If the image's own level can't be told.
    """
    drawn = np.random.default_rng(seed).normal(0.0, times * level(image.voxels), image.voxels.shape)
    return replace(image, voxels=as_stored(image.voxels + drawn, image.voxels.dtype)), list(insides)


def level(voxels: np.ndarray) -> float:
    """Standard deviation of an image's noise: the median of its slices' estimates.

    Of each slice the median absolute diagonal wavelet coefficient of the finest scale, over 0.6745. Coefficients that
    are 0, as in a background set to one value, don't count.

    Parameters
    ----------
    voxels
        Shape (z, y, x).

    Raises
    ------
    JobFailed
        If no slice has coefficients.

    References
    ----------
    Chang, Yu & Vetterli 2000, doi:10.1109/83.862633
    """
    from skimage.restoration import estimate_sigma

    if min(voxels.shape[1:]) < _LEAST:
        raise JobFailed(f"its noise can't be estimated: slices of fewer than {_LEAST} voxels along an axis")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of slices without any coefficient
        found = np.array(estimate_sigma(voxels.astype(float), channel_axis=0))
    found = found[np.isfinite(found)]
    if not found.size:
        raise JobFailed("its noise can't be estimated: its slices are flat")
    return float(np.median(found))
