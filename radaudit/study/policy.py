"""The contract with the auditor: what a ``policy.yaml`` may say."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from radaudit.core.errors import PolicyError
from radaudit.study.validate import validated
from radaudit.study.yaml_file import read_yaml

FailOn = Literal["note", "minor", "major", "critical", "never"]


class ChecklistPolicy(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    minimum_supported: float | None = None
    reading: Literal["strict", "lenient"] = "strict"


class EffortPolicy(BaseModel):
    """How often the study's models are fitted again; None leaves the default, or what --quick says."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    permutations: int | None = Field(None, ge=19, le=100_000)
    seeds: int | None = Field(None, ge=5, le=1000)
    refits: int | None = Field(None, ge=20, le=10_000)


class Policy(BaseModel):
    """How a study is judged, decided by whoever audits it.

    Attributes
    ----------
    select
        Globs of check names to run.
    waive
        Reasons by check name: the failure is shown and counted, but doesn't fail the gate.
    options
        Options of checks, by check name.
    fail_on
        From which severity on a failure fails the gate.
    checklists
        Least supported score by checklist, and whether its ambiguous items are read strictly or leniently.
    effort
        How often the study's models are fitted again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    schema_: Literal["radaudit-policy/1"] = Field("radaudit-policy/1", alias="schema")
    select: list[str] = ["*"]
    waive: dict[str, str] = {}
    options: dict[str, dict[str, object]] = {}
    fail_on: FailOn = "major"
    checklists: dict[str, ChecklistPolicy] = {}
    effort: EffortPolicy = EffortPolicy()

    @field_validator("waive")
    @classmethod
    def _reasons(cls, waive: dict[str, str]) -> dict[str, str]:
        for name, reason in waive.items():
            if not reason.strip():
                raise ValueError(f"waives {name!r} without a reason; say why, it is printed in the report")
        return waive


def load_policy(path: Path) -> Policy:
    """Read a policy file.

    Raises
    ------
    PolicyError
        With every problem found, each with file:line.
    """
    return validated(read_yaml(path, path.name, PolicyError), Policy, PolicyError)
