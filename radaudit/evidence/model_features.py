"""Which features each model stands on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.reruns import Rerun
from radaudit.features.names import parse_name
from radaudit.study.manifest import ModelInfo


@dataclass(frozen=True)
class ModelFeatures:
    """Features by model: as pyradiomics names them, or else as the study's tables do; clinical columns are left out.

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
        table = offered.tables.get(model.name)
        known = set(table.names) if table else set()
        if used is not None:
            own[model.name] = _plain(used, known)
        elif isinstance(model.features, list):
            own[model.name] = _plain(model.features, known)
        elif table:
            rest[model.name] = _plain([table.names[column] for column in table.listed], known)
    if not own and not rest:
        raise Unavailable("No model names its features.", "Add 'models[].features' to radaudit.yaml.")
    return ModelFeatures(own, rest)


def _plain(names: Iterable[str], known: Container[str]) -> tuple[str, ...]:
    """Each once; a name that is not pyradiomics' own is a feature where the model's table has it."""
    parsed = ((name, parse_name(name)) for name in names)
    return tuple(dict.fromkeys(own.plain if own else name for name, own in parsed if own or name in known))
