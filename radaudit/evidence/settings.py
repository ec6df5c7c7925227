"""The declared parameters of the extraction."""

from __future__ import annotations

from radaudit.core.errors import DataError, Problem, Unavailable
from radaudit.core.step import evidence
from radaudit.features.radiomics import invalid
from radaudit.features.settings import Settings
from radaudit.study.load import Study
from radaudit.study.yaml_file import read_yaml


@evidence
def label(study: Study) -> int:
    """The mask label of the ROI: the manifest's; else the parameter file's; else 1, as pyradiomics takes."""
    images = study.manifest.images
    if images and "label" in images.model_fields_set:
        return images.label
    setting = _parameters(study)[0].get("setting")
    given = setting.get("label", 1) if isinstance(setting, dict) else 1
    return given if isinstance(given, int) else 1


@evidence
def settings(study: Study, label: int) -> Settings:
    """The pyradiomics parameters, valid by its own schema."""
    info = study.manifest.features
    if info is None or info.settings is None:
        raise Unavailable(
            "The manifest names no extraction parameters.",
            "Add 'features.settings' (a pyradiomics parameter file) to radaudit.yaml.",
        )
    parameters, path = _parameters(study)
    problems = invalid(parameters)
    if problems:
        where = (path, None) if path else (study.file.path, study.file.line(("features", "settings")))
        raise DataError([Problem(f"is no valid pyradiomics parameter file: {text}", *where) for text in problems])
    images = study.manifest.images
    named = bool(images and "label" in images.model_fields_set) or "label" in (parameters.get("setting") or {})
    return Settings(parameters, path, label, named)


def _parameters(study: Study) -> tuple[dict, str]:
    """The parameters and the file they are from; nothing, or those in the manifest, have no file."""
    given = study.manifest.features.settings if study.manifest.features else None
    if not isinstance(given, str):
        return given or {}, ""
    parameters = read_yaml(study.path(given), given, DataError).data or {}
    if not isinstance(parameters, dict):
        raise DataError(Problem("should hold pyradiomics parameters: imageType, featureClass, setting", given))
    return parameters, given
