"""The features that each model rests on, of all that it was offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.offered import Features, OfferedFeatures
from radaudit.evidence.reruns import Rerun
from radaudit.study.manifest import ModelInfo


@dataclass(frozen=True)
class Signature:
    """One model's features.

    Attributes
    ----------
    model
        Its name.
    table
        What it was offered.
    columns
        int64: positions in the table of the features that it rests on.
    how
        How they are known, for sentences.
    """

    model: str
    table: Features
    columns: np.ndarray
    how: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.table.names[column] for column in self.columns)


@evidence
def signatures(
    models: tuple[ModelInfo, ...], offered: OfferedFeatures, reruns: Mapping[str, Rerun] | None
) -> tuple[Signature, ...]:
    """Of each model the features with a weight in its re-run, else those that the study lists."""
    made = tuple(
        own
        for model in models
        if model.name in offered.tables and (own := _signature(model, offered.tables[model.name], reruns or {}))
    )
    if not made:
        raise Unavailable(
            "Which features the models rest on is not known.",
            "Audit with --trust, so that the estimator is fitted again, or list them in 'models[].features'.",
        )
    return made


def _signature(model: ModelInfo, table: Features, reruns: Mapping[str, Rerun]) -> Signature | None:
    rerun = reruns.get(model.name)
    if rerun is not None and not rerun.problem and rerun.used is not None:
        used = set(rerun.used)
        columns = np.array([column for column in table.listed if table.names[column] in used], dtype=int)
        if len(columns):
            return Signature(model.name, table, columns, "the estimator, fitted again, depends on")
    if isinstance(model.features, list):
        return Signature(model.name, table, table.listed, "'models[].features' lists")
    return None
