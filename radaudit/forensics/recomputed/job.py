"""The search as a job: what was found is kept, and an audit that runs again finds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from radaudit.compute.job import Job
from radaudit.forensics.recomputed.closeness import Closeness
from radaudit.forensics.recomputed.link import Link
from radaudit.forensics.recomputed.recipe import Recipe
from radaudit.forensics.recomputed.search import Found, Trial, search
from radaudit.forensics.recomputed.tables import Tables
from radaudit.harmonisation.method import Method


@dataclass(frozen=True)
class Recompute(Job):
    """How one table was harmonised, see `search.search`. ``run`` gives `Found` as plain values, for `found_of`."""

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = (
        "neuroHarmonize", "neuroCombat", "numpy", "pandas", "scipy", "statsmodels", "inmoose", "combatlearn",
    )  # fmt: skip

    tables: Tables
    declared: Recipe | None

    @property
    def title(self) -> str:
        return "harmonised table"

    def run(self) -> dict:
        return asdict(search(self.tables, self.declared))


def found_of(plain: Mapping) -> Found:
    """What `Recompute` found, from what JSON holds."""
    link = {name: _tuples(value) for name, value in plain["link"].items()}
    trials = {name: tuple(_trial(own) for own in plain[name]) for name in ("met", "near")}
    return Found(Link(**link), **trials, tried=plain["tried"], left=dict(plain["left"]))


def _trial(plain: Mapping) -> Trial:
    recipe = {name: _tuples(value) for name, value in plain["recipe"].items()}
    method = {name: _tuples(value) for name, value in recipe.pop("method").items()}
    return Trial(Recipe(**recipe, method=Method(**method)), Closeness(**plain["close"]))


def _tuples(value: object) -> object:
    return tuple(_tuples(own) for own in value) if isinstance(value, list | tuple) else value
