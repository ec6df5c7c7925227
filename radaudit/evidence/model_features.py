"""Which features each model stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.reruns import Rerun
from radaudit.features.names import parse_name
from radaudit.study.manifest import ModelInfo


@dataclass(frozen=True)
class ModelFeatures:
    """Features by model, as pyradiomics names them; columns with other names, clinical ones too, are left out.

    Attributes
    ----------
    own
        What the fitted model uses, or what it is listed with in the manifest.
    offered
        Of the other models: what they may choose from.
    """

    own: Mapping[str, tuple[str, ...]]
    offered: Mapping[str, tuple[str, ...]]


@evidence
def model_features(
    models: tuple[ModelInfo, ...], offered: OfferedFeatures, reruns: Mapping[str, Rerun] | None
) -> ModelFeatures:
    """The features that each model uses, where that can be told: listed, or seen in the fitted model."""
    own: dict[str, tuple[str, ...]] = {}
    rest: dict[str, tuple[str, ...]] = {}
    for model in models:
        used = reruns[model.name].used if reruns and model.name in reruns else None
        if used is not None:
            own[model.name] = _plain(used)
        elif isinstance(model.features, list):
            own[model.name] = _plain(model.features)
        elif model.name in offered.tables:
            table = offered.tables[model.name]
            rest[model.name] = _plain(table.names[column] for column in table.listed)
    if not own and not rest:
        raise Unavailable("No model names its features.", "Add 'models[].features' to radaudit.yaml.")
    return ModelFeatures(own, rest)


def _plain(names) -> tuple[str, ...]:
    parsed = (parse_name(name) for name in names)
    return tuple(dict.fromkeys(own.plain for own in parsed if own))
