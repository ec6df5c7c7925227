"""The parameters of an extraction, as the study gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Decisions that change the numbers and that pyradiomics takes by itself when nobody names them.
# Which ones must be reported: Zwanenburg et al. 2020, doi:10.1148/radiol.2020191145 (IBSI reporting guidelines).
DEFAULTS: Mapping[str, object] = {
    "binWidth": 25,
    "binCount": None,
    "resampledPixelSpacing": None,
    "interpolator": "sitkBSpline",
    "normalize": False,
    "normalizeScale": 1,
    "removeOutliers": None,
    "resegmentRange": None,
    "force2D": False,
    "preCrop": False,
    "padDistance": 5,
    "distances": [1],
    "correctMask": False,
    "voxelArrayShift": 0,
    "symmetricalGLCM": True,
}


@dataclass(frozen=True)
class Settings:
    """A pyradiomics parameter file, valid by pyradiomics' own schema.

    Attributes
    ----------
    parameters
        ``imageType``, ``featureClass``, ``setting`` as given.
    path
        The file; empty where they stand in the manifest.
    label
        The mask label that is extracted.
    label_given
        Whether the study names it, here or in the manifest.
    """

    parameters: Mapping[str, Mapping[str, object]]
    path: str
    label: int
    label_given: bool = True

    @property
    def given(self) -> Mapping[str, object]:
        """The settings that the study names."""
        return self.parameters.get("setting") or {}

    def value(self, name: str) -> object:
        """A setting as it is in force: given, or pyradiomics' default."""
        return self.given.get(name, DEFAULTS.get(name))

    @property
    def discretisation(self) -> str:
        """How grey levels are binned, in words."""
        if self.given.get("binCount") is not None:
            return f"{self.given['binCount']} bins"
        return f"bin width {self.value('binWidth')}" + ("" if "binWidth" in self.given else " (pyradiomics' default)")

    @property
    def image_types(self) -> Mapping[str, Mapping[str, object]]:
        """Enabled image types with their own settings; without any, pyradiomics takes the original image."""
        given = self.parameters.get("imageType") or {"Original": {}}
        return {name: dict(custom or {}) for name, custom in given.items()}
