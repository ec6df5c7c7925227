"""What a study says of its networks: the part of ``radaudit.yaml`` under ``deep``."""

from __future__ import annotations

from radaudit.study.network_input import NetworkInput
from radaudit.study.parts import Part, Path


class NetworkInfo(Part):
    weights: Path
    architecture: str | None = None


class DeepInfo(Part):
    network: NetworkInfo
    layer: str | None = None
    input: NetworkInput | None = None
    table: Path | None = None
