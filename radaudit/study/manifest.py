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

SCHEMA = "radaudit/1"


class StudyInfo(Part):
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
    time: str
    event: str


class SplitInfo(Part):
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
    image: Pattern
    mask: Pattern | None = None


class ImagesInfo(Part):
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
    settings: Path | dict | None = None
    table: Path | None = None
    case: str | None = None
    columns: Names = []
    normalised: Literal["none", "zscore", "minmax", "robust"] = "none"
    tolerance: float = Field(1e-9, gt=0)


class RepeatTable(Part):
    table: Path
    case: str
    session: str | None = None
    rater: str | None = None


class Threshold(Part):
    statistic: str
    value: float


class StabilityInfo(Part):
    test_retest: RepeatTable | None = None
    readers: RepeatTable | None = None
    kept: Names = []
    threshold: Threshold | None = None


class CodeInfo(Part):
    include: Names = []
    requirements: Path | None = None


class ChecklistInfo(Part):
    answers: Path
    second_rater: Path | None = None


class Manifest(Part):
    """The whole of ``radaudit.yaml``."""

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
