"""The door to pyradiomics for everything in this package, and the plain way through it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.itk import itk_reason, quiet_itk, refuse_memory, to_itk
from radaudit.images.volume import Volume

if TYPE_CHECKING:
    from radiomics.featureextractor import RadiomicsFeatureExtractor

REFUSALS = (ValueError, RuntimeError, AssertionError)  # what pyradiomics and ITK raise about an input

_NEEDS = {"LBP2D": "scikit-image", "LBP3D": "trimesh and scipy below 1.17"}  # what pyradiomics takes from others


def plain(image: Volume, mask: Volume, label: int, parameters: Mapping) -> dict[str, float]:
    """All features of one case, by pyradiomics alone.

    Raises
    ------
    JobFailed
        If pyradiomics refuses the case.
    """
    pixels, marked = to_itk(image), to_itk(mask)  # first: it sets ITK's tolerance, as does the extractor after it
    try:
        found = _made(parameters).execute(pixels, marked, label=label)
    except REFUSALS as fault:
        refuse_memory(fault)
        raise JobFailed(f"pyradiomics refuses it: {itk_reason(fault)}") from fault
    finally:
        quiet_itk()  # the extractor's tolerance holds for the whole process
    return {name: float(value) for name, value in found.items() if not name.startswith("diagnostics_")}


def extractor(parameters: Mapping) -> RadiomicsFeatureExtractor:
    """pyradiomics' extractor with these parameters, its tolerance set for this process.

    Reading the schema takes longer than a small ROI, so extractors are kept, except where making one logs a warning.
    """
    quiet_itk()
    if (parameters.get("setting") or {}).get("binCount") is not None:
        return _made(parameters)
    made = _kept(_Written(parameters))
    made._setTolerance()
    return made


class _Written:
    """Parameters as the key of a cache: equal if they are written alike, order included."""

    def __init__(self, parameters: Mapping) -> None:
        self.parameters, self.text = parameters, repr(parameters)

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Written) and self.text == other.text


@lru_cache(maxsize=8)
def _kept(written: _Written) -> RadiomicsFeatureExtractor:
    return _made(written.parameters)


def _made(parameters: Mapping) -> RadiomicsFeatureExtractor:
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    made = RadiomicsFeatureExtractor(copy.deepcopy(dict(parameters)), additionalInfo=False)
    require_libraries(made.enabledImagetypes)
    return made


def require_libraries(image_types: Iterable[str]) -> None:
    """Refuse image types whose libraries are missing: pyradiomics would leave them out, and only log a warning.

    Raises
    ------
    JobFailed
        If there is such an image type.
    """
    for name in image_types:
        if name in _NEEDS and not _makes_images(name):
            raise JobFailed(
                f"the image type {name} needs {_NEEDS[name]}, which can't be loaded here: install it as radaudit "
                "asks for it, or leave the image type out",
                lasting=False,
            )


@cache
def _makes_images(name: str) -> bool:
    """Whether pyradiomics gives any image of this type, of a few voxels and an empty ROI."""
    logger = image_operations().logger
    before, logger.disabled = logger.disabled, True
    try:
        few = quiet_itk().Image(2, 2, 2, quiet_itk().sitkUInt8)
        return any(True for _ in getattr(image_operations(), f"get{name}Image")(few, few, force2D=name == "LBP2D"))
    finally:
        logger.disabled = before


def feature_classes() -> dict[str, type]:
    """pyradiomics' feature classes by name."""
    from radiomics import getFeatureClasses

    return getFeatureClasses()


def image_operations():
    """pyradiomics' module of filters and checks."""
    from radiomics import imageoperations

    return imageoperations


def compiled_shape():
    """pyradiomics' compiled module of shape."""
    from radiomics import cShape

    return cShape


def compiled_matrices():
    """pyradiomics' compiled module of texture matrices."""
    from radiomics import cMatrices

    return cMatrices
