"""The same extraction with another way between the voxels."""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.features.perturbations.kind import perturbation


@perturbation(
    "interpolator", "settings", "", lambda name: f"interpolated by {name}" if name else "interpolated as it is"
)
def interpolator(parameters: Mapping, steps: tuple[float, ...], name: str) -> Mapping:
    """Parameters with this interpolator; it plays a part only where the study resamples.

    Parameters
    ----------
    parameters
        pyradiomics' parameters.
    steps
        Play no part.
    name
        As SimpleITK and pyradiomics call it: ``sitkLinear``, ``sitkBSpline``, ...
    """
    return {**parameters, "setting": {**(parameters.get("setting") or {}), "interpolator": name}}
