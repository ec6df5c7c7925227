"""pyradiomics: the only place that calls it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from radaudit.compute.digest import FileRef
from radaudit.compute.job import Job
from radaudit.core.errors import JobFailed
from radaudit.images.inspect import mismatch, roi_of
from radaudit.images.itk import TOLERANCE, quiet_itk, to_itk
from radaudit.images.read import read_volume
from radaudit.images.volume import Volume

# Logged for every symmetrical GLCM, that is for every extraction by default: says nothing about the study.
_CHATTER = ("GLCM is symmetrical",)


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
        return [str(fault).partition(", possible values")[0]]
    # Its checkers print sets, whose order changes from run to run.
    return sorted({str(error).partition(", possible values")[0].removesuffix(".") for error in core.errors or ()})


@dataclass(frozen=True)
class Extract(Job):
    """All features of one case, by plain pyradiomics with the study's parameters.

    ``run`` gives ``features`` (name to value) and ``warnings`` (what pyradiomics logged: a filter that was
    skipped, a mask that was corrected).
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("pyradiomics-bhklab", "SimpleITK", "numpy", "PyWavelets")

    case: str
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

    quiet_itk()
    extractor = RadiomicsFeatureExtractor(_copied(parameters), additionalInfo=False)
    try:
        found = extractor.execute(to_itk(image), to_itk(mask), label=label)
    except (ValueError, RuntimeError, AssertionError) as fault:
        raise JobFailed(f"pyradiomics refuses it: {_flat(fault)}") from fault
    finally:
        quiet_itk()  # the extractor may have set its own tolerance for the whole process
    return {name: float(value) for name, value in found.items() if not name.startswith("diagnostics_")}


def _refuse(image: Volume, mask: Volume, label: int, setting: Mapping) -> None:
    """The cases where pyradiomics would stop with a bare message, or go on with the wrong voxels.

    With resampling it compares no geometry at all, and a large tolerance stays in force for the whole
    process; so the comparison is made here, with the study's own tolerance.
    """
    inside = roi_of(mask, label)
    if inside.sum() == 1:
        raise JobFailed("the ROI is a single voxel: texture and shape are not defined")
    if setting.get("correctMask"):
        return
    differences = mismatch(image, mask)
    tolerance = float(setting.get("geometryTolerance") or TOLERANCE)
    resampled = bool(setting.get("resampledPixelSpacing")) and setting.get("interpolator", "sitkBSpline") is not None
    if differences.pop("size") and not resampled:
        raise JobFailed(f"image and mask differ in size: {image.size} and {mask.size} voxels")
    allowed = {
        "spacing": tolerance * min(image.spacing),
        "origin": tolerance * min(image.spacing),
        "direction": tolerance,
    }
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


def _flat(fault: Exception) -> str:
    return " ".join(str(fault).split())[:300]
