"""Evidence on deep features by hand: a study's declaration, a table, an extraction."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.core.finding import Location
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.variants import Taking
from radaudit.evidence.deep_extraction import DeepExtraction
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.deep_table import DeepTable
from radaudit.features.resolution import Resolution
from radaudit.study.deep_features import DeepInfo

FULL = Resolution(17, 17)
DIGEST = "ab" * 32


def a_deep_study(**network) -> SimpleNamespace:
    """What checks see of a study that declares a network."""
    info = DeepInfo.model_validate({"network": {"weights": "w.safetensors"} | network})
    place = lambda *keys: Location("radaudit.yaml", 1, "/".join(map(str, keys)))  # noqa: E731
    return SimpleNamespace(manifest=SimpleNamespace(deep=info), declared=place)


def a_setup(path: Path = Path("w.safetensors"), taking: Taking | None = None) -> DeepSetup:
    return DeepSetup(NetworkSpec(FileRef(path, DIGEST)), taking or Taking((), "layer3", "gap"))


def names(count: int, start: int = 0) -> tuple[str, ...]:
    return tuple(f"deep_{number}" for number in range(start, start + count))


def a_deep_table(
    values: np.ndarray, columns: Sequence[str] = (), resolution: Resolution = FULL, after: Sequence[str] = ()
) -> DeepTable:
    cases = tuple(f"c{number:02d}" for number in range(len(values)))
    places = tuple(Location("deep.csv", number + 2) for number in range(len(values)))
    columns = tuple(columns) or names(values.shape[1])
    return DeepTable("deep.csv", cases, columns, np.array(values, float), resolution, places, after=tuple(after))


def an_extraction(values: np.ndarray, failures: dict | None = None) -> DeepExtraction:
    cases = tuple(f"c{number:02d}" for number in range(len(values)))
    return DeepExtraction(cases, np.array(values, float), failures or {}, {"device": "cpu", "torch": "2.13"})


def drawn(cases: int = 20, features: int = 8, seed: int = 1) -> np.ndarray:
    """Features as a layer with a ReLU gives them; float64, shape (cases, features)."""
    return np.maximum(np.random.default_rng(seed).normal(1, 0.6, (cases, features)), 0)
