"""The contract with the authors: what a ``radaudit.yaml`` may say."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from radaudit.study.deep_features import DeepInfo
from radaudit.study.harmonising import HarmonisationInfo
from radaudit.study.modelling import Claim, ModelInfo
from radaudit.study.parts import Names, Part, Path, Word, text
from radaudit.study.repeats import StabilityInfo

SCHEMA = "radaudit/1"


class StudyInfo(Part):
    """What the study is.

    Attributes
    ----------
    title
        As published.
    task
        What is predicted: one of two classes, one of several, a number, a time to an event, or an outline.
    modality
        Of the images: CT, MR, PT, ...
    doi
        Of the publication.
    authors
        Their names.
    registration
        Number of the study in a registry.
    registration_date
        When it was entered there.
    split_date
        When cases were dealt to the sets.
    notes
        Free text, shown in the report.
    """

    title: str = Field(min_length=1)
    task: Literal["binary", "multiclass", "regression", "survival", "segmentation"]
    modality: Names = []
    doi: str | None = None
    authors: Names = []
    registration: str | None = None
    registration_date: datetime.date | None = None
    split_date: datetime.date | None = None
    notes: str | None = None


class SurvivalOutcome(Part):
    """The outcome of a study of a time to an event.

    Attributes
    ----------
    time
        Column with the time to the event, or to the last news.
    event
        Column that says whether it happened: 1 or 0.
    """

    time: str
    event: str


class SplitInfo(Part):
    """Which set each case is in.

    Attributes
    ----------
    column
        That says it; of the cohort table, or of `file`.
    file
        A table of its own with the sets.
    case
        Its column of cases.
    kind
        How the authors say the sets were drawn.
    strata
        Columns within which they were drawn.
    train, validation, test, external
        Values of the column that stand for this set; a value can stand for one set only. `external` is for cases from
        elsewhere. Cases with other values are in no set.
    """

    column: str | None = None
    file: Path | None = None
    case: str | None = None
    kind: Literal["random", "stratified", "temporal", "site"] | None = None
    strata: Names = []
    train: Names = []
    validation: Names = []
    test: Names = []
    external: Names = []

    @model_validator(mode="after")
    def _one_value_in_one_set(self):
        seen: dict[str, str] = {}
        for name in ("train", "validation", "test", "external"):
            for value in getattr(self, name):
                if value in seen:
                    raise ValueError(f"the value {value!r} stands for both {seen[value]} and {name}")
                seen[value] = name
        if not self.column:
            raise ValueError("needs 'column': the name of the column that says which set a case is in")
        return self


class CohortInfo(Part):
    """The cases, one row each.

    Attributes
    ----------
    table
        File with the rows.
    patient
        Column that identifies the patient.
    case
        Column that identifies the case (lesion, scan), one a row; without it, every patient is one case.
    outcome
        Column of what is predicted; for a time to an event its two columns.
    positive
        The value of the outcome that is the event, for binary tasks.
    site, scanner, date
        Column that says where, on what, or when a case was imaged.
    covariates
        Columns of predictors that are no radiomic features.
    split
        Which set each case is in.
    """

    table: Path
    patient: str | None = None
    case: str | None = None
    outcome: str | SurvivalOutcome | None = None
    positive: Word | None = None
    site: str | None = None
    scanner: str | None = None
    date: str | None = None
    covariates: Names = []
    split: SplitInfo | None = None

    @model_validator(mode="after")
    def _some_id(self):
        if not (self.patient or self.case):
            raise ValueError("needs 'patient' or 'case': the column that identifies a row")
        return self


Column = Annotated[dict[Literal["column"], str], Field(min_length=1)]
Pattern = Path | Column
Label = Annotated[int, Field(ge=1)]
RoiName = Annotated[str, Field(min_length=1), BeforeValidator(text)]


def pattern_columns(pattern: str | int | dict | None) -> list[str]:
    """The cohort columns that a pattern takes its parts from."""
    if isinstance(pattern, dict):
        return list(pattern.values())
    return re.findall(r"\{([^{}]+)\}", pattern) if isinstance(pattern, str) else []


class RetestImages(Part):
    """Second scans of the same people.

    Attributes
    ----------
    image, mask
        Patterns or columns, as for the first scans.
    """

    image: Pattern
    mask: Pattern | None = None


class ImagesInfo(Part):
    """Where images and masks are.

    Attributes
    ----------
    image, mask
        A path with columns of the cohort table in braces, as ``images/{case}.nii.gz``, or ``{column: NAME}`` for a
        column that holds the path.
    label
        The mask's value inside the ROI, or the column that holds it.
    roi
        Name of the ROI in an RTSTRUCT or SEG, or the column that holds it.
    readers
        Masks of other readers, by a name for each.
    predicted
        Of segmentation studies: masks that a model drew, by the model's name.
    structures
        Of segmentation studies: the label of each structure, by its name.
    retest
        Second scans of the same people.
    """

    image: Pattern
    mask: Pattern | None = None
    label: Label | Column = 1
    roi: RoiName | Column | None = None
    readers: dict[str, Pattern] = {}
    predicted: dict[str, Pattern] = {}
    structures: dict[str, Label] = {}
    retest: RetestImages | None = None

    @model_validator(mode="after")
    def _one_label_a_structure(self):
        seen: dict[int, str] = {}
        for name, label in self.structures.items():
            if label in seen:
                raise ValueError(f"the structures {seen[label]!r} and {name!r} have the same label, {label}")
            seen[label] = name
        if self.structures and "label" in self.model_fields_set and isinstance(self.label, dict):
            raise ValueError("'structures' names labels, and 'label' a column of them; leave one of them out")
        return self


class FeaturesInfo(Part):
    """The extracted features.

    Attributes
    ----------
    settings
        A pyradiomics parameter file, or its content.
    table, case
        Features as the study reports them, and the column of cases there.
    columns
        Names of the features, or globs; by default every numeric column with the name of a known feature, else every
        numeric one.
    normalised
        How the table was scaled before it was saved.
    tolerance
        Relative difference up to which an extracted value is that of the table.
    """

    settings: Path | dict | None = None
    table: Path | None = None
    case: str | None = None
    columns: Names = []
    normalised: Literal["none", "zscore", "minmax", "robust"] = "none"
    tolerance: float = Field(1e-9, gt=0)


class CodeInfo(Part):
    """The study's code.

    Attributes
    ----------
    include
        Globs of the scripts and notebooks that are read; nothing of it is run by that.
    requirements
        What the code needs: requirements.txt, pyproject.toml, environment.yml or the like; else it is looked for.
    """

    include: Names = []
    requirements: Path | None = None


class ChecklistInfo(Part):
    """The authors' answers to a checklist.

    Attributes
    ----------
    answers, second_rater
        Files of `radaudit checklist`: the answers, and those of a second rater.
    """

    answers: Path
    second_rater: Path | None = None


class Manifest(Part):
    """The whole of ``radaudit.yaml``.

    Attributes
    ----------
    schema
        The version of these keys.
    study
        What the study is.
    cohort
        Its cases, their outcome, and the sets they are in.
    images
        Images and masks.
    features
        Extracted features and the settings of the extraction.
    harmonisation
        How features of several sites were made alike.
    models, claims
        What was fitted, and the figures that the authors publish.
    stability
        Repeated measurements of the features.
    deep
        Networks, and the features taken from them.
    code
        Scripts and notebooks, to be read.
    checklists
        The authors' answers, by the id of the checklist.
    """

    schema_: Literal["radaudit/1"] = Field(alias="schema")
    study: StudyInfo
    cohort: CohortInfo
    images: ImagesInfo | None = None
    features: FeaturesInfo | None = None
    harmonisation: HarmonisationInfo | None = None
    models: list[ModelInfo] = []
    claims: list[Claim] = []
    stability: StabilityInfo | None = None
    deep: DeepInfo | None = None
    code: CodeInfo | None = None
    checklists: dict[str, ChecklistInfo] = {}
