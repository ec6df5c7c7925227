"""The contract with the auditor: what a ``policy.yaml`` may say."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from radaudit.core.errors import PolicyError
from radaudit.study.validate import validated
from radaudit.study.yaml_file import read_yaml

FailOn = Literal["note", "minor", "major", "critical", "never"]


class ChecklistPolicy(BaseModel):
    """How a checklist is read.

    Attributes
    ----------
    minimum_supported
        Least supported score, in the unit in which the checklist is told; less fails the gate.
    reading
        How ambiguous items are read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    minimum_supported: float | None = None
    reading: Literal["strict", "lenient"] = "strict"


class EffortPolicy(BaseModel):
    """How often models are fitted, and cases extracted, again; None leaves the default, or what --quick says.

    Attributes
    ----------
    permutations, seeds, refits, repeats
        Of the outcomes; other seeds; bootstrap samples; repeats of the cross-validation.
    probes
        How often a study's script is run on changed tables.
    perturbations, perturbed_cases
        Of images and masks, and of how many cases.
    perturbed_width
        Where it is given, cases are taken ten by ten, until the median interval of the features' ICC is this narrow.
    settings
        With how many other extraction settings the same cases are extracted.
    controlled_cases
        Whose voxels are filled anew, to ask whether the texture matters.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    permutations: int | None = Field(None, ge=19, le=100_000)
    seeds: int | None = Field(None, ge=5, le=1000)
    refits: int | None = Field(None, ge=20, le=10_000)
    probes: int | None = Field(None, ge=8, le=10_000)
    repeats: int | None = Field(None, ge=1, le=1000)
    perturbations: int | None = Field(None, ge=0, le=1000)
    perturbed_cases: int | None = Field(None, ge=2, le=100_000)
    perturbed_width: float | None = Field(None, gt=0, lt=2)
    settings: int | None = Field(None, ge=0, le=5)
    controlled_cases: int | None = Field(None, ge=0, le=100_000)


class Waiver(BaseModel):
    """A failure that the auditor lets pass, for a reason, and if need be for a time.

    Attributes
    ----------
    reason
        Why; every report prints it.
    until
        The last day on which it holds; without it, for good.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    reason: str = Field(min_length=1)
    until: datetime.date | None = None

    def __str__(self) -> str:
        return f"{self.reason} (until {self.until:%Y-%m-%d})" if self.until else self.reason

    def holds(self, today: datetime.date) -> bool:
        """Whether it still counts."""
        return self.until is None or today <= self.until


class Policy(BaseModel):
    """How a study is judged, decided by whoever audits it.

    Attributes
    ----------
    schema
        The version of these keys.
    select
        Globs of check names to run.
    waive
        By check name a reason, or a reason and the last day on which it holds: the failure is shown and counted, but
        doesn't fail the gate.
    options
        Options of checks, by check name.
    fail_on
        From which severity on a failure fails the gate.
    checklists
        Least supported score by checklist, and whether its ambiguous items are read strictly or leniently.
    effort
        How often the study's models are fitted, and its cases extracted, again.
    perturbations
        How many perturbations of how many cases: none; quick, as with --quick; paper, as in Zwanenburg et al. 2019
        (doi:10.1038/s41598-018-36938-4). Numbers under ``effort`` go before.
    baseline
        File of known failures, relative to the policy; see `radaudit.baseline`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    schema_: Literal["radaudit-policy/1"] = Field("radaudit-policy/1", alias="schema")
    select: list[str] = ["*"]
    waive: dict[str, str | Waiver] = {}
    options: dict[str, dict[str, object]] = {}
    fail_on: FailOn = "major"
    checklists: dict[str, ChecklistPolicy] = {}
    effort: EffortPolicy = EffortPolicy()
    perturbations: Literal["none", "quick", "paper"] | None = None
    baseline: Path | None = None

    @field_validator("waive")
    @classmethod
    def _reasons(cls, waive: dict[str, str | Waiver]) -> dict[str, str | Waiver]:
        for name, own in waive.items():
            reason = own.reason if isinstance(own, Waiver) else own
            if not reason.strip():
                raise ValueError(f"waives {name!r} without a reason; say why, it is printed in the report")
        return waive

    def shown(self) -> dict[str, object]:
        """As the report shows it: plain values, and no path of this machine."""
        return self.model_dump(mode="json", by_alias=True) | {"baseline": self.baseline and self.baseline.name}

    def waivers(self) -> dict[str, Waiver]:
        """All of them in the long form."""
        return {name: Waiver(reason=own) if isinstance(own, str) else own for name, own in self.waive.items()}


def load_policy(path: Path) -> Policy:
    """Read a policy file.

    Raises
    ------
    PolicyError
        With every problem found, each with file:line.
    """
    policy = validated(read_yaml(path, path.name, PolicyError), Policy, PolicyError)
    return policy.model_copy(update={"baseline": policy.baseline and path.parent / policy.baseline})
