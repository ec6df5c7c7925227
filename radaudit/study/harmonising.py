"""What a study says of its harmonisation: the part of ``radaudit.yaml`` under ``harmonisation``."""

from __future__ import annotations

from radaudit.study.parts import Names, Part, Path


class HarmonisationInfo(Part):
    method: str
    batch: str | None = None
    covariates: Names = []
    fitted_on: str | None = None
    table: Path | None = None
