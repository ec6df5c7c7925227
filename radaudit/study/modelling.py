"""What a ``radaudit.yaml`` may say of models, and of the figures claimed for them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from radaudit.study.parts import Names, Part, Path, listed


def _file_and_function(value: str) -> str:
    if not re.fullmatch(r"[^:]+\.py:[^\W\d]\w*", value):
        raise ValueError(f"must be a file and a function in it, such as code/model.py:build (it is {value!r})")
    return value


class CvInfo(Part):
    """How the authors cross-validated: folds as scikit-learn's splitters make them, or a column that names them.

    Attributes
    ----------
    folds, repeats
        How many, and how often they were drawn.
    stratified, grouped
        Whether each fold has the classes in their shares, and the cases of a patient stay in one fold.
    seed
        With which the cases were shuffled; null for folds in the order of the cohort table.
    column
        Of the cohort table, with the fold of each case; in place of all the keys above.
    sets
        Over which sets; by default training and validation, or all cases where no split is declared.
    average
        Whether a claim is the mean of the folds' figures, or the figure of all held-out scores together.
    """

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


class ProbabilityInfo(Part):
    """Of a time to an event: the probability that it has happened by a time, or that it has not.

    Attributes
    ----------
    horizon
        The time, in the unit of the outcome.
    column
        Of the table of predictions; by default ``probability_365``, or ``survival_365``.
    of
        Whether it is the probability of the event, or of being free of it.
    """

    horizon: float = Field(gt=0)
    column: str | None = None
    of: Literal["event", "survival"] = "event"

    @property
    def name(self) -> str:
        """What a table calls it."""
        return self.column or f"{'probability' if self.of == 'event' else 'survival'}_{self.horizon:g}"


def _horizons(value: object) -> object:
    """A number alone is the horizon of the probability of the event."""
    items = listed(value)
    if not isinstance(items, list):
        return items
    alone = [isinstance(item, int | float) and not isinstance(item, bool) for item in items]
    return [{"horizon": item} if number else item for item, number in zip(items, alone, strict=True)]


def _of_different_times(value: list[ProbabilityInfo]) -> list[ProbabilityInfo]:
    for before, own in pairwise(sorted(own.horizon for own in value)):
        if before == own:
            raise ValueError(f"names the horizon {own:g} twice")
    return value


class ModelInfo(Part):
    """A model, and the ways in which its scores can be had again.

    Attributes
    ----------
    name
        By which claims call it.
    estimator
        A file and a function in it without arguments that gives an estimator as scikit-learn has them, every step
        included; it is fitted again.
    features
        The table it is given (as reported, extracted again, harmonised; deep: of `deep.table`), or names of features
        in the reported one.
    clinical
        Columns of the cohort table that it is given too.
    predictions
        Its scores as the study reports them.
    command, produces
        The study's own script as a list of words, and the table of scores that it writes.
    artefact
        The fitted model: ``.skops`` or ``.onnx``; ``.pkl`` and ``.joblib`` with ``--trust`` only.
    threshold
        From which score on a case is called an event.
    fitted_on
        What the authors say each step was fitted on.
    cv
        How it was cross-validated.
    probabilities
        Of a time to an event: by which times it gives probabilities; a number alone is a horizon.
    """

    name: str = Field(min_length=1)
    estimator: Annotated[str, AfterValidator(_file_and_function)] | None = None
    features: Literal["reported", "extracted", "harmonised", "deep"] | list[str] = "reported"
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
    probabilities: Annotated[
        list[ProbabilityInfo], BeforeValidator(_horizons), AfterValidator(_of_different_times)
    ] = []

    @property
    def horizons(self) -> tuple[float, ...]:
        """The times of its probabilities, ascending."""
        return tuple(sorted(own.horizon for own in self.probabilities))


# Measures that say something of a time, so that a claim may name it.
TIMED = ("auc", "brier", "ibs", "calibration_slope", "calibration_intercept", "observed_expected", "uno_c")

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
    "observed_expected",
    "c_index",
    "uno_c",
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
    """A figure as published.

    Attributes
    ----------
    id
        By which the report calls it.
    model, structure
        Whose figure it is: a model's, and in segmentation studies a structure's.
    metric, set
        What was measured, over which cases.
    value, ci
        The figure and its 95 % interval.
    decimals
        To how many it was printed; by default as it is written here.
    tolerance
        By how much a figure may differ and still be the claimed one.
    horizon
        The time that it is about, in the unit of the outcome.
    source
        Where it stands: "Table 2", "Abstract".
    """

    id: str = Field(min_length=1)
    model: str | None = None
    structure: str | None = None
    metric: Metric
    set: Literal["train", "validation", "test", "external", "cv"] | None = None
    value: float
    ci: tuple[float, float] | None = None
    decimals: int | None = Field(None, ge=0, le=15)
    tolerance: float | None = Field(None, ge=0)
    horizon: float | None = Field(None, gt=0)
    source: str | None = None

    @model_validator(mode="after")
    def _of_a_time(self):
        if self.horizon is not None and self.metric not in TIMED:
            raise ValueError(f"names a horizon, but {self.metric} is of no time; those of one are {', '.join(TIMED)}")
        return self
