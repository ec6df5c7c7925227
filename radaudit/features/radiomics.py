"""pyradiomics: its schema, its warnings, and the extraction of a case."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.features.fast.extract import extract
from radaudit.features.fast.pyradiomics import plain
from radaudit.images.inspect import mismatch, roi_of
from radaudit.images.itk import TOLERANCE
from radaudit.images.read import read_pair
from radaudit.images.volume import Volume

# Logged for every symmetrical GLCM, that is for every extraction by default: says nothing about the study.
_CHATTER = ("GLCM is symmetrical",)
RESAMPLED_TOLERANCE = 1e-3  # as pyradiomics allows an ROI to reach out of a resampled image


def invalid(parameters: Mapping) -> list[str]:
    """What pyradiomics' own schema says against these parameters; empty if they are valid."""
    import pykwalify.core
    import pykwalify.errors
    import radiomics

    logging.getLogger("pykwalify").setLevel(logging.CRITICAL)
    schema, functions = radiomics.getParameterValidationFiles()
    core = pykwalify.core.Core(source_data=dict(parameters), schema_files=[schema], extensions=[functions])
    try:
        core.validate(raise_exception=True)
    except pykwalify.errors.PyKwalifyException:
        pass
    except Exception as fault:  # its value checkers raise whatever they come across
        return [_steady(fault)]
    return sorted({_steady(error) for error in core.errors or ()})


def _steady(error: object) -> str:
    """The message in the same words every time: its checkers print sets, whose order changes from run to run."""
    text = str(error).partition(", possible values")[0].removesuffix(".")
    return re.sub(r"\{([^{}]*)\}", lambda found: ", ".join(sorted(found[1].split(", "))), text)


@dataclass(frozen=True)
class Extract(Job):
    """All features of one case, as pyradiomics gives them with the study's parameters.

    ``run`` gives ``features`` (name to value) and ``warnings`` (what pyradiomics logged: a filter that was
    skipped, a mask that was corrected). ``exact`` takes the plain way through pyradiomics instead of the fast
    one, which gives the same bits.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("pyradiomics-bhklab", "SimpleITK", "numpy", "PyWavelets", "pydicom")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    parameters: Mapping[str, object]
    roi: str | None = None
    exact: bool = False

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        found = extracted(read.image, read.mask, self.label, self.parameters, self.exact)
        return {"features": found["features"], "warnings": [*read.notes, *found["warnings"]]}


def extracted(image: Volume, mask: Volume, label: int, parameters: Mapping, exact: bool = False) -> dict:
    """What `Extract` gives, of a case in memory.

    Raises
    ------
    JobFailed
        If the case can't be extracted; the message says why.
    """
    _refuse(image, mask, label, parameters.get("setting") or {})
    with _warnings() as warnings:
        features = (plain if exact else extract)(image, mask, label, parameters)
    return {"features": features, "warnings": warnings}


def _refuse(image: Volume, mask: Volume, label: int, setting: Mapping) -> None:
    """The cases where pyradiomics would stop with a bare message, or go on with the wrong voxels."""
    inside = roi_of(mask, label)
    if inside.sum() == 1:
        raise JobFailed("the ROI is a single voxel: texture and shape are not defined")
    if not setting.get("correctMask"):
        _refuse_other_places(image, mask, setting)
    if image.voxels.shape == mask.voxels.shape:
        strange = int(np.count_nonzero(~np.isfinite(image.voxels[inside])))
        if strange:
            raise JobFailed(
                f"{strange} of the ROI's {int(inside.sum())} voxels hold no finite number (NaN or infinity): "
                "mend the image, or leave them out of the mask"
            )


def _refuse_other_places(image: Volume, mask: Volume, setting: Mapping) -> None:
    """Refuse a mask that doesn't lie where its image lies.

    With resampling pyradiomics compares no geometry at all, and a large tolerance stays in force for the whole
    process; so the comparison is made here, by ITK's rule (tolerance times the first spacing) with the study's own
    tolerance. Resampled, the rounding of a header does no harm: there pyradiomics' own margin of a thousandth is used.
    """
    differences = mismatch(image, mask)
    resampled = bool(setting.get("resampledPixelSpacing")) and setting.get("interpolator", "sitkBSpline") is not None
    if differences.pop("size") and not resampled:
        raise JobFailed(f"image and mask differ in size: {image.size} and {mask.size} voxels")
    tolerance = float(setting.get("geometryTolerance") or TOLERANCE)
    if resampled:
        tolerance = max(tolerance, RESAMPLED_TOLERANCE)
    near = tolerance * image.spacing[0]
    allowed = {"spacing": near, "origin": near, "direction": tolerance}
    for name, apart in differences.items():
        if apart > allowed[name]:
            unit = "" if name == "direction" else " mm"
            raise JobFailed(
                f"image and mask do not lie in the same place: {name} differs by {apart:.4g}{unit} "
                f"(tolerance {allowed[name]:.2g}{unit})"
            )


@contextlib.contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what pyradiomics logs as warnings, once each, and keep it off the terminal."""
    messages: dict[str, None] = {}

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages[record.getMessage()] = None

    import radiomics

    collector, logger = Collector(logging.WARNING), radiomics.logger
    before, propagate, collected = logger.handlers, logger.propagate, []
    logger.handlers, logger.propagate = [collector], False
    try:
        yield collected
    finally:
        logger.handlers, logger.propagate = before, propagate
        collected += [" ".join(message.split()) for message in messages if not message.startswith(_CHATTER)]
