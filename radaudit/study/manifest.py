"""The contract with the authors: what a ``radaudit.yaml`` may say."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

SCHEMA = "radaudit/1"


def _listed(value: object) -> object:
    """One value stands for a list of it."""
    return value if isinstance(value, list) or value is None else [value]


def _texts(value: object) -> object:
    """YAML reads 1, true and 2020-01-01 as other types; set names and outcome values are text."""
    listed = _listed(value)
    return [_text(item) for item in listed] if isinstance(listed, list) else listed


def _text(value: object) -> object:
    if isinstance(value, bool):
        return str(value)
    return str(value) if isinstance(value, int | float | datetime.date) else value


Names = Annotated[list[str], BeforeValidator(_texts)]
Word = Annotated[str, BeforeValidator(_text)]


class StudyFile:
    """Marks a text that names a file of the study; `study.load` checks that it exists."""


Path = Annotated[str, Field(min_length=1), StudyFile()]


class Part(BaseModel):
    """A part of the manifest: unknown keys are refused, values are never changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


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
RoiName = Annotated[str, Field(min_length=1), BeforeValidator(_text)]


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


class HarmonisationInfo(Part):
    method: str
    batch: str | None = None
    covariates: Names = []
    fitted_on: str | None = None
    table: Path | None = None


def _file_and_function(value: str) -> str:
    if not re.fullmatch(r"[^:]+\.py:[^\W\d]\w*", value):
        raise ValueError(f"must be a file and a function in it, such as code/model.py:build (it is {value!r})")
    return value


class CvInfo(Part):
    """How the authors cross-validated: folds as scikit-learn's splitters make them, or a column that names them."""

    folds: int = Field(5, ge=2)
    repeats: int = Field(1, ge=1, le=1000)
    stratified: bool = True
    grouped: bool = False
    seed: int | None = Field(0, ge=0)
    column: str | None = None
    sets: list[Literal["train", "validation", "test", "external"]] = []
    average: Literal["folds", "pooled"] = "folds"

    @model_validator(mode="after")
    def _one_kind_of_folds(self):
        made = {"folds", "repeats", "stratified", "grouped", "seed"} & self.model_fields_set
        if self.column and made:
            raise ValueError(
                f"names the folds in a column, so {sorted(made)[0]!r} has no meaning; leave one of them out"
            )
        return self


class ModelInfo(Part):
    name: str = Field(min_length=1)
    estimator: Annotated[str, AfterValidator(_file_and_function)] | None = None
    features: Literal["reported", "extracted", "harmonised"] | list[str] = "reported"
    clinical: Names = []
    predictions: Path | None = None
    command: Names = []
    produces: str | None = None
    artefact: Path | None = None
    threshold: float | None = None
    fitted_on: dict[
        Literal["scaling", "selection", "imputation", "harmonisation", "oversampling"], Literal["train", "all"]
    ] = {}
    cv: CvInfo | None = None


Metric = Literal[
    "auc",
    "accuracy",
    "balanced_accuracy",
    "sensitivity",
    "specificity",
    "ppv",
    "npv",
    "f1",
    "brier",
    "calibration_slope",
    "calibration_intercept",
    "c_index",
    "ibs",
    "r2",
    "mae",
    "rmse",
    "dice",
    "iou",
    "hd",
    "hd95",
    "asd",
    "volume_error",
    "n",
    "n_events",
    "n_features",
    "icc",
]


class Claim(Part):
    id: str = Field(min_length=1)
    model: str | None = None
    structure: str | None = None
    metric: Metric
    set: Literal["train", "validation", "test", "external", "cv"] | None = None
    value: float
    ci: tuple[float, float] | None = None
    decimals: int | None = Field(None, ge=0, le=15)
    tolerance: float | None = Field(None, ge=0)
    source: str | None = None


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


class NetworkInfo(Part):
    weights: Path
    architecture: str | None = None


class NetworkInput(Part):
    crop: Literal["bbox", "centroid"] | None = None
    margin_mm: float | None = None
    spacing_mm: list[float] | None = None
    size: list[int] | None = None
    window: tuple[float, float] | None = None
    dims: Literal["2d", "2.5d", "3d"] | None = None


class DeepInfo(Part):
    network: NetworkInfo
    layer: str | None = None
    input: NetworkInput | None = None
    table: Path | None = None


class CodeInfo(Part):
    include: Names = []
    requirements: Path | None = None


class ChecklistInfo(Part):
    answers: Path


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
