"""pyradiomics: its schema, its warnings, and the extraction of a case."""

from __future__ import annotations

import contextlib
import copy
import logging
import re
import warnings as python_warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.features.fast.extract import extract
from radaudit.features.fast.pyradiomics import REFUSALS, plain
from radaudit.features.placing import is_resampled, placing_rule
from radaudit.images.inspect import roi_of
from radaudit.images.itk import itk_reason, quiet_itk, refuse_memory, to_itk
from radaudit.images.placement import placed
from radaudit.images.read import read_pair
from radaudit.images.volume import Volume

# Logged for every symmetrical GLCM, that is for every extraction by default: says nothing about the study.
_CHATTER = ("GLCM is symmetrical",)
_NOTE = "diagnostics_"


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


def known_keys() -> dict[str, list[str]]:
    """The keys that pyradiomics' own schema knows, by section; those of an image type are those of ``setting``."""
    import radiomics
    import yaml

    schema = Path(radiomics.getParameterValidationFiles()[0]).read_text(encoding="utf-8")
    sections = yaml.safe_load(schema)["mapping"]
    return {name: list(own["mapping"]) for name, own in sections.items()}


def _steady(error: object) -> str:
    """The message in the same words every time: its checkers print sets, whose order changes from run to run."""
    text = str(error).partition(", possible values")[0].removesuffix(".")
    return re.sub(r"\{([^{}]*)\}", lambda found: ", ".join(sorted(found[1].split(", "))), text)


@dataclass(frozen=True)
class Extract(Job):
    """All features of one case, as pyradiomics gives them with the study's parameters.

    ``run`` gives ``features`` (name to value) and ``warnings`` (how a mask off the image's grid was taken, and what
    pyradiomics logged: a filter that was skipped, a mask that was corrected). ``exact`` takes the plain way through
    pyradiomics instead of the fast one, which gives the same bits.
    """

    revision: ClassVar[int] = 2
    libraries: ClassVar[tuple[str, ...]] = (
        *("pyradiomics-bhklab", "SimpleITK", "numpy", "PyWavelets", "pydicom"),
        *("scipy", "scikit-image", "trimesh"),
    )

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
    remarks = accepted(image, mask, label, parameters.get("setting") or {})
    with warned() as warnings:
        features = (plain if exact else extract)(image, mask, label, parameters)
    return {"features": features, "warnings": [*remarks, *warnings]}


def recorded(image: Volume, mask: Volume, label: int, parameters: Mapping) -> tuple[dict, dict]:
    """Features and diagnostics of plain pyradiomics, with nothing looked at before it.

    Returns
    -------
    tuple of dict
        Features by name; what pyradiomics notes beside them, by its name without ``diagnostics_``.

    Raises
    ------
    JobFailed
        With pyradiomics' own words, if it refuses the case.
    """
    from radiomics.featureextractor import RadiomicsFeatureExtractor

    pixels, marked = to_itk(image), to_itk(mask)
    try:
        with warned():
            found = RadiomicsFeatureExtractor(copy.deepcopy(dict(parameters))).execute(pixels, marked, label=label)
    except REFUSALS as fault:
        refuse_memory(fault)
        raise JobFailed(_own_words(fault)) from fault
    finally:
        quiet_itk()  # the extractor's tolerance holds for the whole process
    notes = {name: value for name, value in found.items() if name.startswith(_NOTE)}
    features = {name: float(value) for name, value in found.items() if name not in notes}
    return features, {name.removeprefix(_NOTE): value for name, value in notes.items()}


def _own_words(fault: Exception) -> str:
    """The first sentence; what follows is advice to raise a tolerance, or a list of numbers."""
    if "which does not match the primary input's size" in str(fault):
        return "Image/Mask size mismatch"
    said = str(fault) if isinstance(fault, ValueError) else itk_reason(fault)
    return said.partition(". Potential fix")[0].partition(":\n")[0].strip()


def accepted(image: Volume, mask: Volume, label: int, setting: Mapping) -> list[str]:
    """Refuse where pyradiomics would stop with a bare message, or go on with the wrong voxels; else what to remark."""
    inside = roi_of(mask, label)
    if inside.sum() == 1:
        raise JobFailed("the ROI is a single voxel: texture and shape are not defined")
    rule = placing_rule(image, mask, inside, setting)
    marked = placed(image, mask, inside) if rule and _is_placed(setting) else inside
    if image.voxels.shape == marked.shape:
        strange = int(np.count_nonzero(~np.isfinite(image.voxels[marked])))
        if strange:
            raise JobFailed(
                f"{strange} of the ROI's {int(marked.sum())} voxels hold no finite number (NaN or infinity): "
                "mend the image, or leave them out of the mask"
            )
    return [rule] if rule else []


def _is_placed(setting: Mapping) -> bool:
    """Whether a mask off the image's grid is taken by place, not index by index."""
    return bool(setting.get("correctMask")) or is_resampled(setting)


@contextlib.contextmanager
def warned() -> Iterator[list[str]]:
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
        with python_warnings.catch_warnings():
            # Said of every image with fractions; pyradiomics' own caution about LBP2D is collected.
            python_warnings.filterwarnings("ignore", "Applying `local_binary_pattern`")
            yield collected
    finally:
        logger.handlers, logger.propagate = before, propagate
        collected += [" ".join(message.split()) for message in messages if not message.startswith(_CHATTER)]
