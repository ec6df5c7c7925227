"""The declared parameters of the extraction."""

from __future__ import annotations

from radaudit.core.errors import DataError, NotApplicable, Problem, Unavailable
from radaudit.core.step import evidence
from radaudit.features.parameter_file import complaints
from radaudit.features.settings import Settings
from radaudit.features.versions.parameters import old_words
from radaudit.study.load import Study
from radaudit.study.yaml_file import read_yaml


@evidence
def label(study: Study) -> int:
    """The mask label of the ROI: the manifest's; else the parameter file's; else 1, as pyradiomics takes.

    Where a column of the cohort table gives each case its own, see `images.CaseImages.label`.
    """
    images = study.manifest.images
    if images and "label" in images.model_fields_set and isinstance(images.label, int):
        return images.label
    setting = _parameters(study)[0].get("setting")
    given = setting.get("label", 1) if isinstance(setting, dict) else 1
    return given if isinstance(given, int) else 1


@evidence
def settings(study: Study, label: int) -> Settings:
    """The pyradiomics parameters, valid by its own schema."""
    info = study.manifest.features
    if info is None and study.manifest.study.task == "segmentation":
        raise NotApplicable("This segmentation study names no features.")
    if info is None and study.manifest.deep is not None:
        raise NotApplicable(
            "The study's features are a network's, and none is extracted with pyradiomics: deep/stable and "
            "deep/looks-at-the-lesion ask of a network what can be asked."
        )
    if info is None or info.settings is None:
        raise Unavailable(
            "The manifest names no extraction parameters.",
            "Add 'features.settings' (a pyradiomics parameter file) to radaudit.yaml.",
        )
    parameters, path = _parameters(study)
    _refuse_invalid(study, parameters)
    images = study.manifest.images
    named = bool(images and "label" in images.model_fields_set) or "label" in (parameters.get("setting") or {})
    return Settings(parameters, path, label, named)


def _refuse_invalid(study: Study, parameters: dict) -> None:
    """Each mistake at the line where it stands, in the parameter file or in the manifest."""
    file, before = study.file, ("features", "settings")
    given = study.manifest.features.settings
    if isinstance(given, str):
        file, before = read_yaml(study.path(given), given, DataError), ()
    problems = [
        Problem(f"no valid pyradiomics parameters: {own.sentence}", file.path, file.line((*before, *own.keys)))
        for own in complaints(parameters)
    ]
    if problems:
        old = old_words(parameters)
        problems += [Problem(own.sentence, file.path, file.line((*before, *own.keys))) for own in old]
        raise DataError(sorted(problems, key=lambda problem: problem.line or 0))


def _parameters(study: Study) -> tuple[dict, str]:
    """The parameters and the file they are from; nothing, or those in the manifest, have no file."""
    given = study.manifest.features.settings if study.manifest.features else None
    if not isinstance(given, str):
        return given or {}, ""
    parameters = read_yaml(study.path(given), given, DataError).data or {}
    if not isinstance(parameters, dict):
        raise DataError(Problem(f"no valid pyradiomics parameters: {complaints(parameters)[0].sentence}", given, 1))
    return parameters, given
