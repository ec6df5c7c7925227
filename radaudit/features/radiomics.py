"""pyradiomics: the only place that calls it."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.images.inspect import mismatch, roi_of
from radaudit.images.itk import TOLERANCE, itk_reason, quiet_itk, refuse_memory, to_itk
from radaudit.images.read import read_volume
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
    """All features of one case, by plain pyradiomics with the study's parameters.

    ``run`` gives ``features`` (name to value) and ``warnings`` (what pyradiomics logged: a filter that was
    skipped, a mask that was corrected).
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("pyradiomics-bhklab", "SimpleITK", "numpy", "PyWavelets")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef
    mask: FileRef
    label: int
    parameters: Mapping[str, object]

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        image, mask = read_volume(self.image.path), read_volume(self.mask.path)
        setting = self.parameters.get("setting") or {}
        _refuse(image, mask, self.label, setting)
        with _warnings() as warnings:
            features = _execute(image, mask, self.label, self.parameters)
        return {"features": features, "warnings": warnings}


def _execute(image: Volume, mask: Volume, label: int, parameters: Mapping) -> dict[str, float]:
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    pixels, marked = to_itk(image), to_itk(mask)  # first: it sets ITK's tolerance, as does the extractor after it
    try:
        extractor = RadiomicsFeatureExtractor(_copied(parameters), additionalInfo=False)
        found = extractor.execute(pixels, marked, label=label)
    except (ValueError, RuntimeError, AssertionError) as fault:
        refuse_memory(fault)
        raise JobFailed(f"pyradiomics refuses it: {itk_reason(fault)}") from fault
    finally:
        quiet_itk()  # the extractor's tolerance holds for the whole process
    return {name: float(value) for name, value in found.items() if not name.startswith("diagnostics_")}


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


def _copied(parameters: Mapping) -> dict:
    """pyradiomics changes the dictionaries it is given."""
    import copy

    return copy.deepcopy(dict(parameters))
