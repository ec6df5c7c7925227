"""The names of features: image type, class, feature."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLASSES = "shape2D|shape|firstorder|glcm|glrlm|glszm|gldm|ngtdm"
_IMAGES = (
    r"original|wavelet\d*[-._][LH]{2,3}|log[-._]sigma[-._][\d._-]+?mm[-._]3D|squareroot|square|logarithm|exponential"
    r"|gradient|lbp[-._]2D|lbp[-._]3D[-._](?:m\d+|k)"
)
_NAME = re.compile(
    rf"(?:(?P<prefix>.+?)[_.\-])?(?P<image>{_IMAGES})[_.](?P<kind>{_CLASSES})"
    r"[_.](?P<feature>[A-Za-z0-9]+)(?:[_.\-](?P<suffix>.+))?"
)


@dataclass(frozen=True)
class FeatureName:
    """A pyradiomics feature name in its parts.

    Attributes
    ----------
    prefix
        What a study put before it ("T2", "tumor"), often empty.
    image
        Image type as pyradiomics writes it: ``original``, ``wavelet-LLH``, ``log-sigma-2-0-mm-3D``.
    kind
        Feature class: ``shape``, ``firstorder``, ``glcm``, ...
    feature
        The feature itself.
    suffix
        What was put after it ("t1c", or the "1" of pandas' second column of one name), often empty.
    """

    prefix: str
    image: str
    kind: str
    feature: str
    suffix: str = ""

    @property
    def plain(self) -> str:
        """The name as pyradiomics writes it."""
        return f"{self.image}_{self.kind}_{self.feature}"

    @property
    def is_texture(self) -> bool:
        """Whether the feature is computed on discretised grey levels."""
        by_histogram = self.kind == "firstorder" and self.feature in {"Entropy", "Uniformity"}
        return by_histogram or not self.kind.startswith(("shape", "firstorder"))


def parse_name(name: str) -> FeatureName | None:
    """The parts of a name, or None if it is not one of pyradiomics' (also as R and pandas mangle them)."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    image = re.sub(r"[._]", "-", found["image"])
    return FeatureName(found["prefix"] or "", image, found["kind"], found["feature"], found["suffix"] or "")
