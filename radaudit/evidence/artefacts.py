"""The fitted models that the study gives as files, applied again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.target import Target
from radaudit.models.artefact import PICKLED, SAFE, Apply
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo

UNSAFE = "its file is a pickle, an unsafe format: opening it runs whatever code it holds"


@dataclass(frozen=True)
class Applied:
    """A fitted model, applied to every case that has features.

    Attributes
    ----------
    model
        Its name.
    problem
        Why there are no scores; empty if there are.
    rows
        Scores by case, as in `models.request.RunResult`.
    probabilities
        Whether they are probabilities.
    steps
        Class names of its steps.
    notes
        What the reader must know, without a full stop.
    horizons
        The times of the probabilities that stand after each score; empty unless the outcome is the time to an event.
    unanswered
        Why there are no probabilities by the declared horizons; empty if there are, or none are declared.
    """

    model: str
    problem: str = ""
    rows: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    probabilities: bool = True
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    horizons: tuple[float, ...] = ()
    unanswered: str = ""


@evidence
def artefacts(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    target: Target,
    offered: OfferedFeatures,
    auditor: Auditor,
    compute: Compute,
) -> Mapping[str, Applied]:
    """Each fitted model that can be opened, by name. What runs code when it is opened needs the auditor's word."""
    own = [model for model in models if model.artefact]
    if not own:
        raise Unavailable("No model gives its fitted model.", "Add 'models[].artefact' (.skops or .onnx).")
    made: dict[str, Applied] = {}
    jobs: dict[str, Apply] = {}
    cases: dict[str, tuple[str, ...]] = {}
    for model in own:
        try:
            jobs[model.name], cases[model.name] = _job(study, model, cohort, target, offered, auditor)
        except Unavailable as reason:
            made[model.name] = Applied(model.name, str(reason).rstrip("."), notes=_notes(model))
    for (name, job), result in zip(jobs.items(), compute.map("Applying models", list(jobs.values())), strict=True):
        notes = (UNSAFE,) if job.suffix in PICKLED else ()
        if isinstance(result, Failure):
            made[name] = Applied(name, f"its file could not be applied: {result.message}", notes=notes)
        else:
            rows = dict(zip(cases[name], map(tuple, result["scores"]), strict=True))
            told = (result["probabilities"], tuple(result["steps"]), notes)
            unanswered = result["unanswered"]
            made[name] = Applied(name, "", rows, *told, () if unanswered else jobs[name].horizons, unanswered)
    return {model.name: made[model.name] for model in own}


def _suffix(model: ModelInfo) -> str:
    return PurePosixPath(model.artefact).suffix.lower()


def _notes(model: ModelInfo) -> tuple[str, ...]:
    return (UNSAFE,) if _suffix(model) in PICKLED else ()


def _job(
    study: Study, model: ModelInfo, cohort: Cohort, target: Target, offered: OfferedFeatures, auditor: Auditor
) -> tuple[Apply, tuple[str, ...]]:
    suffix = _suffix(model)
    if suffix not in (*SAFE, *PICKLED):
        raise Unavailable(f"Models of the kind {suffix or 'without an ending'} are not opened.", "Save it with skops.")
    if suffix in PICKLED and not auditor.trust:
        raise Unavailable(f"The model was not opened: {UNSAFE}.", "Save it with skops, or audit with --trust.")
    features = offered.of(model.name)
    missing = [name for name in model.clinical if name not in cohort.columns]
    if missing:
        raise Unavailable(f"The cohort table has no column {missing[0]!r}, which 'models[].clinical' names.")
    places = [cohort.rows[case] for case in features.cases]
    code = sorted(path for path in study.root.rglob("*.py") if path.resolve().is_relative_to(study.root))
    job = Apply(
        model.name,
        FileRef.of(study.path(model.artefact)),
        suffix,
        target.task,
        target.classes,
        tuple(features.names[column] for column in features.listed),
        features.values[:, features.listed],
        {name: tuple(cohort.columns[name][place] for place in places) for name in model.clinical},
        {path.relative_to(study.root).as_posix(): FileRef.of(path) for path in code if suffix in PICKLED},
        auditor.trust,
        auditor.sandbox,
        model.horizons,
    )
    return job, features.cases
