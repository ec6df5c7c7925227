"""The same extraction at another voxel size."""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.features.perturbations.kind import perturbation


@perturbation("spacing", "settings", 1.0, lambda factor: f"voxels of {factor:g} times the size")
def spacing(parameters: Mapping, steps: tuple[float, ...], factor: float) -> Mapping:
    """Parameters that resample to voxels larger, or smaller, by a factor.

    Parameters
    ----------
    parameters
        pyradiomics' parameters.
    steps
        The image's own spacing in mm, along x, y, z: where the study does not resample, and along axes that it leaves
        as they are (0).
    factor
        Of the edge of a voxel, along each axis that has one of its own.
    """
    setting = dict(parameters.get("setting") or {})
    given = setting.get("resampledPixelSpacing") or [0] * len(steps)
    if isinstance(given, int | float):
        given = [given] * len(steps)
    setting["resampledPixelSpacing"] = [float(own or step) * factor for own, step in zip(given, steps, strict=True)]
    if setting.get("interpolator", "") is None:  # which would switch resampling off
        del setting["interpolator"]
    return {**parameters, "setting": setting}
