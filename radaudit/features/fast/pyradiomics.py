"""The door to pyradiomics for everything in this package, and the plain way through it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.itk import itk_reason, quiet_itk, refuse_memory, to_itk
from radaudit.images.volume import Volume

if TYPE_CHECKING:
    from radiomics.featureextractor import RadiomicsFeatureExtractor

REFUSALS = (ValueError, RuntimeError, AssertionError)  # what pyradiomics and ITK raise about an input


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

    return RadiomicsFeatureExtractor(copy.deepcopy(dict(parameters)), additionalInfo=False)


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
