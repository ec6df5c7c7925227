"""How a network was given its cases: the part of ``radaudit.yaml`` under ``deep.input``."""

from __future__ import annotations

from typing import Literal

from radaudit.study.parts import Part


class NetworkInput(Part):
    crop: Literal["bbox", "centroid"] | None = None
    margin_mm: float | None = None
    spacing_mm: list[float] | None = None
    size: list[int] | None = None
    window: tuple[float, float] | None = None
    dims: Literal["2d", "2.5d", "3d"] | None = None
