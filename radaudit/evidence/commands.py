"""What the study's own commands write when they are run again."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from radaudit.compute.digest import FileRef, members
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import DataError, JobFailed, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.predictions import Predictions, read_predictions
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.models.command import Produce
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo
from radaudit.study.table import read_table

TITLE = "Running commands"
MOST_COPIED = 2**29  # bytes; above it images are left out, and what is still larger is not copied
_IMAGES = (".dcm", ".nii", ".gz", ".nrrd", ".nhdr", ".raw", ".mha", ".mhd", ".tif", ".tiff", ".png", ".zip")


@dataclass(frozen=True)
class Produced:
    """What a command wrote.

    Attributes
    ----------
    model
        Whose command.
    problem
        Why there are no predictions; empty if there are.
    predictions
        As the command wrote them.
    notes
        What the reader must know, without a full stop.
    """

    model: str
    problem: str = ""
    predictions: Predictions | None = None
    notes: tuple[str, ...] = ()


@evidence
def commands(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    target: Target,
    split: Split | None,
    reported: FeatureTable | None,
    offered: OfferedFeatures,
    auditor: Auditor,
    compute: Compute,
) -> Mapping[str, Produced]:
    """The predictions of each model that has a command, by name: the command is run in a copy of the study."""
    jobs, made, notes = command_jobs(models, study, reported, offered, auditor)
    given = (study, cohort, target, split)
    for (name, job), result in zip(jobs.items(), compute.map(TITLE, list(jobs.values())), strict=True):
        if isinstance(result, Failure):
            made[name] = Produced(name, result.message, notes=notes)
        else:
            made[name] = read_produced(name, job.produces, result["content"], notes, given)
    return {model.name: made[model.name] for model in models if model.command}


def command_jobs(
    models: Sequence[ModelInfo],
    study: Study,
    reported: FeatureTable | None,
    offered: OfferedFeatures,
    auditor: Auditor,
) -> tuple[dict[str, Produce], dict[str, Produced], tuple[str, ...]]:
    """Commands as jobs and why one is none, by model, and what of the study was not copied.

    Raises
    ------
    Unavailable
        If no model has a command, or the auditor lets none run.
    """
    own = [model for model in models if model.command]
    if not own:
        raise Unavailable("No model names its command.", "Add 'models[].command' and 'produces' to radaudit.yaml.")
    if not auditor.trust:
        raise Unavailable("The study's commands were not run.", "Read the study's code, then audit with --trust.")
    jobs: dict[str, Produce] = {}
    problems: dict[str, Produced] = {}
    files, notes = _files(study)
    for model in own:
        produces = model.produces or model.predictions
        if produces is None:
            reason = "it names no file that its command writes; add 'models[].produces'"
            problems[model.name] = Produced(model.name, reason)
            continue
        try:
            replaced = _replaced(study, model, reported, offered)
        except Unavailable as reason:
            problems[model.name] = Produced(model.name, str(reason).rstrip("."))
            continue
        jobs[model.name] = Produce(model.name, tuple(model.command), files, replaced, produces, auditor.sandbox)
    return jobs, problems, notes


def read_produced(model: str, produces: str, content: str, notes: tuple[str, ...], given: tuple) -> Produced:
    """The predictions; what can't be read is the command's fault, no mistake of the auditor's."""
    with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
        path = Path(name) / f"produced{''.join(PurePosixPath(produces).suffixes[-2:])}"
        path.write_bytes(base64.b64decode(content))
        try:
            return Produced(model, "", read_predictions(model, read_table(path, produces), *given), notes)
        except DataError as fault:
            return Produced(model, f"what its command wrote can't be used: {fault.problems[0]}", notes=notes)


def _files(study: Study) -> tuple[dict[str, FileRef], tuple[str, ...]]:
    """The files of the study that are copied, without hidden ones; and what was left out."""
    try:
        found = [path for path in members(study.root) if path.resolve().is_relative_to(study.root)]
    except JobFailed as fault:
        raise Unavailable(f"The study can't be copied: {fault}.") from fault
    notes: tuple[str, ...] = ()
    if sum(path.stat().st_size for path in found) > MOST_COPIED:
        found = [path for path in found if path.suffix.lower() not in _IMAGES]
        notes = ("the command was run in a copy of the study without its images, which are too large to copy",)
    if sum(path.stat().st_size for path in found) > MOST_COPIED:
        raise Unavailable(f"The study holds more than {MOST_COPIED >> 20} MiB beside images, too much to copy.")
    return {path.relative_to(study.root).as_posix(): FileRef.of(path) for path in found}, notes


def _replaced(
    study: Study, model: ModelInfo, reported: FeatureTable | None, offered: OfferedFeatures
) -> dict[str, str]:
    """The feature table with extracted values in it, for a model on extracted features; else nothing."""
    if model.features != "extracted":
        return {}
    if reported is None:
        raise Unavailable("The study names no feature table that its command reads.")
    features, table = offered.of(model.name), study.table(reported.path)
    if not table.separator:
        raise Unavailable(f"Extracted features can't be put into {reported.path}; it is no text table.")
    row_of = {own.line: row for row, own in enumerate(reported.places)}
    lines = [table.separator.join(_quoted(name, table.separator) for name in table.columns)]
    for position, row in enumerate(table.rows):
        cells = list(row)
        case = reported.cases[row_of[table.lines[position]]] if table.lines[position] in row_of else None
        if case in features.rows:
            values = dict(zip(features.names, features.values[features.rows[case]], strict=True))
            for column, name in enumerate(table.columns):
                if name in values:
                    cells[column] = _written(values[name], table.decimal)
        lines.append(table.separator.join(_quoted(cell, table.separator) for cell in cells))
    return {reported.path: "\n".join(lines) + "\n"}


def _written(value: float, decimal: str) -> str:
    return "" if np.isnan(value) else repr(float(value)).replace(".", decimal)


def _quoted(cell: str, separator: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if any(mark in cell for mark in (separator, '"', "\n")) else cell
