"""A whole configuration of pyradiomics, and the same with other settings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from radaudit.features.settings import DEFAULTS

ELSEWHERE: Mapping[str, object] = {  # pyradiomics' defaults of settings that the reporting guidelines don't name
    "force2Ddimension": 0,
    "weightingNorm": None,
    "gldm_a": 0,
    "gradientUseSpacing": True,
    "wavelet": "coif1",
    "start_level": 0,
    "resegmentMode": "absolute",
    "resegmentShape": False,
    "label": 1,
}


@dataclass(frozen=True)
class Configuration:
    """Settings of an extraction.

    Attributes
    ----------
    images
        Image types with their own settings.
    classes
        Feature classes with the features wanted; none at all are all.
    setting
        pyradiomics' settings; what is not named is as pyradiomics takes it.
    label
        Of the ROI in the mask.
    """

    images: Mapping[str, Mapping[str, object]]
    classes: Mapping[str, tuple[str, ...]]
    setting: Mapping[str, object]
    label: int

    @cached_property
    def key(self) -> str:
        """Equal for equal configurations."""
        return json.dumps([self.images, self.setting, self.label], sort_keys=True, default=str)

    def value(self, name: str) -> object:
        """A setting as it is in force; ``Wavelet.wavelet`` is that of an image type."""
        kind, _, own = name.rpartition(".")
        if kind and own in self.images.get(kind, {}):
            return self.images[kind][own]
        if own == "label":
            return self.label
        return self.setting.get(own, DEFAULTS.get(own, ELSEWHERE.get(own)))

    def changed(self, changes: Mapping[str, object]) -> Configuration:
        """The same with these settings; None takes a setting out, so that pyradiomics' default is in force."""
        images, setting, label = {kind: dict(own) for kind, own in self.images.items()}, dict(self.setting), self.label
        for name, value in changes.items():
            kind, _, own = name.rpartition(".")
            if own == "label":
                label = value
                continue
            place = images[kind] if kind else setting
            place.pop(own, None)
            if value is not None:
                place[own] = value
        return replace(self, images=images, setting=setting, label=label)

    def parameters(self, images: Iterable[str], classes: Iterable[str]) -> dict:
        """As pyradiomics takes them, for some image types and feature classes only.

        Shape needs no image type, but pyradiomics needs one.
        """
        wanted = [kind for kind in self.images if kind in set(images)]
        return {
            "imageType": {kind: dict(self.images[kind]) for kind in wanted} or {"Original": {}},
            "featureClass": {name: list(self.classes.get(name, ())) for name in sorted(set(classes))},
            "setting": dict(self.setting),
        }


def shown(value: object) -> str:
    """A setting's value in words."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(shown, value)) + "]"
    return str(value)


def told(changes: Mapping[str, object]) -> str:
    """Changes in words."""
    return ", ".join(f"{name} {shown(value)}" for name, value in changes.items())
