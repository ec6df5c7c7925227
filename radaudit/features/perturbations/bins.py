"""The same extraction with other bins of gray values."""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.features.perturbations.kind import perturbation
from radaudit.features.settings import DEFAULTS


@perturbation("bins", "settings", 1.0, lambda factor: f"bins of {factor:g} times the width")
def bins(parameters: Mapping, steps: tuple[float, ...], factor: float) -> Mapping:
    """Parameters with wider, or narrower, bins; where their number is fixed, with fewer or more.

    Image types with bins of their own have them changed as well.

    Parameters
    ----------
    parameters
        pyradiomics' parameters.
    steps
        Play no part.
    factor
        Of the width of a bin.
    """
    setting = dict(parameters.get("setting") or {})
    if setting.get("binCount") is None:
        setting.setdefault("binWidth", DEFAULTS["binWidth"])
    types = {name: _changed(own or {}, factor) for name, own in (parameters.get("imageType") or {}).items()}
    changed = {**parameters, "setting": _changed(setting, factor)}
    return {**changed, "imageType": types} if types else changed


def _changed(setting: Mapping, factor: float) -> dict:
    found = dict(setting)
    if found.get("binCount") is not None:
        found["binCount"] = max(1, round(found["binCount"] / factor))
    if found.get("binWidth") is not None:
        found["binWidth"] = found["binWidth"] * factor
    return found
