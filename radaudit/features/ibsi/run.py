"""The installed extractor, run on IBSI's digital phantom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from radaudit.compute.job import Job
from radaudit.features.ibsi.catalogue import ibsi_features
from radaudit.features.ibsi.phantom import digital_phantom_image
from radaudit.features.radiomics import Extract, extracted
from radaudit.images.volume import Volume

# The settings that give each of IBSI's ways to put directions and slices together. By default pyradiomics makes a
# matrix for each direction and averages the features; 'no_weighting' sums the matrices first; 'force2D' takes the
# directions within a slice only, and counts the pairs of all slices into one matrix.
WAYS: Mapping[tuple[str, ...], Mapping[str, object]] = {
    ("DHQ4", "ITBB", "KOBO"): {},
    ("IAZD",): {"weightingNorm": "no_weighting"},
    ("JJUI", "62GR"): {"force2D": True},
    ("ZW7Z",): {"force2D": True, "weightingNorm": "no_weighting"},
}
PHANTOM_SETTING: Mapping[str, object] = {"binWidth": 1}  # the phantom is discretised already; this changes nothing


@dataclass(frozen=True)
class PhantomRun(Job):
    """All features of the digital phantom, each way that directions and slices can be put together.

    ``run`` gives ``features``: for each of `WAYS` (its identifiers, joined by a space) name to value.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = Extract.libraries

    image: Volume
    mask: Volume
    setting: Mapping[str, object]

    @classmethod
    def with_setting(cls, changes: Mapping[str, object] | None = None) -> PhantomRun:
        """As IBSI prescribes, but for these changes."""
        return cls(*digital_phantom_image(), {**PHANTOM_SETTING, **(changes or {})})

    @property
    def title(self) -> str:
        return "digital phantom"

    def run(self) -> dict:
        return {"features": {" ".join(way): self._features(setting) for way, setting in WAYS.items()}}

    def _features(self, way: Mapping[str, object]) -> dict[str, float]:
        parameters = parameters_of({**way, **self.setting})
        return extracted(self.image, self.mask, 1, parameters)["features"]


def parameters_of(setting: Mapping[str, object]) -> dict[str, object]:
    """pyradiomics parameters for every feature that IBSI defines and pyradiomics still gives.

    Features are named one by one: some are left out where only their class is named.
    """
    classes: dict[str, list[str]] = {}
    for own in ibsi_features():
        if not own.instead:
            classes.setdefault(own.kind, []).append(own.feature.partition("_")[2])
    return {"imageType": {"Original": {}}, "featureClass": classes, "setting": dict(setting)}
