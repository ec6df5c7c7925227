"""From a folder to a `Study`: the manifest and all it names are looked at before any work starts."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pydantic

from radaudit.core.errors import DataError, ManifestError, Problem
from radaudit.core.finding import Location
from radaudit.study.manifest import ImagesInfo, Manifest, Pattern, pattern_columns
from radaudit.study.parts import StudyFile
from radaudit.study.places import confined, existing
from radaudit.study.table import Table, read_table
from radaudit.study.validate import validated
from radaudit.study.yaml_file import YamlFile, read_yaml

MANIFEST = "radaudit.yaml"


@dataclass(frozen=True)
class Study:
    """What the authors declare, and where.

    Attributes
    ----------
    root
        The study's folder.
    manifest
        What ``radaudit.yaml`` says.
    file
        The same with line numbers.
    """

    root: Path
    manifest: Manifest
    file: YamlFile
    _tables: dict[str, Table] = field(default_factory=dict, repr=False, compare=False)

    def path(self, name: str) -> Path:
        """The file of this name; it must exist inside the study."""
        return existing(self.root, name)

    def table(self, name: str) -> Table:
        """The table of this name; each is read once."""
        if name not in self._tables:
            self._tables[name] = read_table(self.path(name), name)
        return self._tables[name]

    def declared(self, *keys: object) -> Location:
        """The place in the manifest where these keys stand."""
        return Location(self.file.path, self.file.line(keys), "/".join(str(key) for key in keys))


def load_study(path: Path) -> Study:
    """Read a study's manifest and look at every file that it names.

    Parameters
    ----------
    path
        The study's folder, or its manifest.

    Raises
    ------
    ManifestError
        With every problem found, each with file:line. No audit was performed.
    """
    manifest = path / MANIFEST if path.is_dir() else path
    if not manifest.is_file():
        what = "holds no radaudit.yaml" if path.is_dir() else "does not exist"
        raise ManifestError(f"{path} {what}; name a study's folder or its manifest ('radaudit init' drafts one)")
    file = read_yaml(manifest, manifest.name, ManifestError)
    study = Study(manifest.parent.resolve(), validated(file, Manifest, ManifestError), file)
    problems = [*_name_problems(study), *_time_problems(study), *_file_problems(study), *_column_problems(study)]
    if problems:
        raise ManifestError(sorted(problems, key=lambda problem: (problem.line or 0, problem.message)))
    return study


def _name_problems(study: Study) -> Iterator[Problem]:
    """Two models or claims of one name, and claims about a model that isn't there."""
    manifest = study.manifest
    models = [model.name for model in manifest.models]
    for kind, key, names in (("models", "name", models), ("claims", "id", [claim.id for claim in manifest.claims])):
        for index, name in enumerate(names):
            if name in names[:index]:
                first = study.file.line((kind, names.index(name), key))
                yield _problem(study, (kind, index, key), f"is {name!r}, which was already given in line {first}")
    predictors = list(manifest.images.predicted) if manifest.images else []
    structures = list(manifest.images.structures) if manifest.images else []
    for index, claim in enumerate(manifest.claims):
        for key, what, known in (("model", "models", [*models, *predictors]), ("structure", "structures", structures)):
            name = getattr(claim, key)
            if name is not None and name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                listed = ", ".join(dict.fromkeys(known)) or "none"
                hint = f"did you mean {close[0]!r}?" if close else f"the {what} are: {listed}"
                yield _problem(study, ("claims", index, key), f"names the {key} {name!r}; {hint}")


def _time_problems(study: Study) -> Iterator[Problem]:
    """Times by which something is predicted, in a study that predicts no time to an event."""
    manifest = study.manifest
    if manifest.study.task == "survival":
        return
    said = f"is of a time to an event, but 'study.task' is {manifest.study.task}; leave it out"
    for index, model in enumerate(manifest.models):
        if model.probabilities:
            yield _problem(study, ("models", index, "probabilities"), said)
    for index, claim in enumerate(manifest.claims):
        if claim.horizon is not None:
            yield _problem(study, ("claims", index, "horizon"), said)


def _file_problems(study: Study) -> Iterator[Problem]:
    """Files that aren't there, and paths that lead out of the study."""
    named = [(keys, name, existing) for keys, name in named_files(study.manifest)]
    pictures = [(keys, name, _picture) for keys, name in _patterns(study.manifest) if isinstance(name, str)]
    future = [(keys, name, confined) for keys, name in _future_files(study.manifest)]
    bundles = [(keys, name, _picture) for keys, name in _bundles(study.manifest)]
    for keys, name, look in [*named, *pictures, *future, *bundles]:
        try:
            look(study.root, name)
        except DataError as fault:
            yield _problem(study, keys, f": {fault.problems[0].message}")


def _bundles(manifest: Manifest) -> Iterator[tuple[tuple, str]]:
    """Networks that are a folder or a zip file."""
    if manifest.deep and manifest.deep.network.bundle:
        yield ("deep", "network", "bundle"), manifest.deep.network.bundle


def _picture(root: Path, name: str) -> Path:
    """The place of images: one for each case; or one for all of them, which may be a folder with a DICOM series."""
    place = confined(root, name)
    if "{" in name or place.is_dir():
        return place
    return existing(root, name)


def _column_problems(study: Study) -> Iterator[Problem]:
    """Tables that can't be read, and columns that aren't in them."""
    known: dict[str, tuple[str, ...] | None] = {}
    for table, keys, column in _named_columns(study.manifest):
        if table not in known:
            known[table] = None
            try:
                study.path(table)
            except DataError:
                continue  # `_file_problems` says so
            try:
                known[table] = study.table(table).columns
            except DataError as fault:
                yield from fault.problems
        columns = known[table]
        if columns is not None and column not in columns:
            hint = f"which {table} does not have; its columns are: {_listed(columns, column)}"
            yield _problem(study, keys, f"names the column {column!r}, {hint}")


def _named_columns(manifest: Manifest) -> Iterator[tuple[str, tuple, str]]:
    cohort = manifest.cohort
    for key in ("patient", "case", "site", "scanner", "date"):
        if getattr(cohort, key):
            yield cohort.table, ("cohort", key), getattr(cohort, key)
    if isinstance(cohort.outcome, str):
        yield cohort.table, ("cohort", "outcome"), cohort.outcome
    elif cohort.outcome:
        yield cohort.table, ("cohort", "outcome", "time"), cohort.outcome.time
        yield cohort.table, ("cohort", "outcome", "event"), cohort.outcome.event
    for index, name in enumerate(cohort.covariates):
        yield cohort.table, ("cohort", "covariates", index), name
    if cohort.split:
        table = cohort.split.file or cohort.table
        yield table, ("cohort", "split", "column"), cohort.split.column
        if cohort.split.case:
            yield table, ("cohort", "split", "case"), cohort.split.case
        for index, name in enumerate(cohort.split.strata):
            yield cohort.table, ("cohort", "split", "strata", index), name
    for index, model in enumerate(manifest.models):
        if model.cv and model.cv.column:
            yield cohort.table, ("models", index, "cv", "column"), model.cv.column
        for place, own in enumerate(model.probabilities if model.predictions else ()):
            if own.column:
                yield model.predictions, ("models", index, "probabilities", place, "column"), own.column
    if manifest.features and manifest.features.table and manifest.features.case:
        yield manifest.features.table, ("features", "case"), manifest.features.case
    marks = [(("images", key), getattr(manifest.images, key, None)) for key in ("label", "roi")]
    for keys, pattern in [*_patterns(manifest), *marks]:
        for column in pattern_columns(pattern):
            yield cohort.table, keys, column
    for kind in ("test_retest", "readers"):
        repeats = getattr(manifest.stability, kind, None)
        for key in ("case", "session", "rater"):
            if getattr(repeats, key, None):
                yield repeats.table, ("stability", kind, key), getattr(repeats, key)


def _patterns(manifest: Manifest) -> Iterator[tuple[tuple, Pattern]]:
    """Every pattern over cohort columns, with the keys that name it."""
    images = manifest.images
    if images is None:
        return
    for owner, keys in ((images, ("images",)), (images.retest, ("images", "retest"))):
        for key in ("image", "mask"):
            if getattr(owner, key, None):
                yield (*keys, key), getattr(owner, key)
    for key in ("readers", "predicted"):
        for name, pattern in getattr(images, key).items():
            yield ("images", key, name), pattern


def _future_files(manifest: Manifest) -> Iterator[tuple[tuple, str]]:
    """Names that stand for files only later: what a command writes, globs of code."""
    for index, model in enumerate(manifest.models):
        if model.produces is not None:
            yield ("models", index, "produces"), model.produces
    for index, pattern in enumerate(manifest.code.include if manifest.code else ()):
        yield ("code", "include", index), pattern


def named_files(part: pydantic.BaseModel, keys: tuple = ()) -> Iterator[tuple[tuple, str]]:
    """Every file that a part of the manifest names, with the keys that name it; but for images, see `_patterns`."""
    if isinstance(part, ImagesInfo):
        return
    for name, info in type(part).model_fields.items():
        value, here = getattr(part, name), (*keys, info.alias or name)
        if isinstance(value, pydantic.BaseModel):
            yield from named_files(value, here)
        elif isinstance(value, list | dict):
            members = value.items() if isinstance(value, dict) else enumerate(value)
            for key, member in members:
                if isinstance(member, pydantic.BaseModel):
                    yield from named_files(member, (*here, key))
        elif isinstance(value, str) and _is_file(info):
            yield here, value
        elif name in ("estimator", "architecture") and isinstance(value, str) and ".py:" in value:
            yield here, value.rpartition(":")[0]


def _is_file(info: pydantic.fields.FieldInfo) -> bool:
    def marked(annotation: object) -> bool:
        metadata = getattr(annotation, "__metadata__", ())
        return any(isinstance(m, StudyFile) for m in metadata) or any(map(marked, typing.get_args(annotation)))

    return any(isinstance(m, StudyFile) for m in info.metadata) or marked(info.annotation)


def _problem(study: Study, keys: tuple, said: str) -> Problem:
    name = ".".join(str(key) for key in keys)
    parted = "" if said.startswith(":") else " "
    return Problem(f"{name!r}{parted}{said}", study.file.path, study.file.line(keys))


def _listed(columns: tuple[str, ...], wanted: str) -> str:
    close = difflib.get_close_matches(wanted, columns, n=3, cutoff=0.4)
    shown = [*close, *[column for column in columns if column not in close]][:12]
    more = len(columns) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
