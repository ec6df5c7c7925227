"""The study's harmonisation done again, from its raw table to its harmonised one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Tier
from radaudit.core.step import evidence
from radaudit.evidence.cohort import SETS, Cohort, Split
from radaudit.evidence.forensics import ALL, PARTS, SET, Examined
from radaudit.forensics.recomputed.job import Recompute, found_of
from radaudit.forensics.recomputed.recipe import Recipe
from radaudit.forensics.recomputed.search import Found, Trial
from radaudit.forensics.recomputed.tables import EACH, Tables
from radaudit.harmonisation.method import Method
from radaudit.study.harmonising import HarmonisationInfo
from radaudit.study.load import Study

FEWEST_COLUMNS, FEWEST_ROWS = 3, 10
NEAR, CLEAR = 1e-3, 10.0  # of an SD: how close another program's numbers lie; how much further every other set of rows
HELD = ("test", "external")


@dataclass(frozen=True)
class RecomputedHarmonisation:
    """What became of the attempt to harmonise the raw table as the study did.

    Attributes
    ----------
    tables
        Before and after.
    found
        What gives the table.
    declared
        What the study says; None where that is not enough to be tried.
    path
        Of the harmonised table.
    cases, columns
        How many were compared.
    told
        Whether the study says on which rows it was fitted.
    """

    tables: Tables
    found: Found
    declared: Recipe | None
    path: str
    cases: int
    columns: int
    told: bool = False

    @cached_property
    def standing(self) -> tuple[Trial, ...]:
        """What stands for the truth: what gives the table, or what comes far closer to it than any other."""
        if self.found.met:
            return self.found.met
        near = self.found.near
        clear = near and near[0].close.off <= min([NEAR, *(own.close.off / CLEAR for own in near[1:])])
        return near[:1] if clear else ()

    @property
    def tier(self) -> Tier:
        """How sure that is."""
        return Tier.PROVED if self.found.met else Tier.TESTED

    @property
    def tells(self) -> bool:
        """Whether the two tables tell how one was made of the other."""
        return bool(self.standing) or self.found.link.kind in ("same", "scaled", "grouped", "preserved")

    @property
    def saw_held_out(self) -> bool | None:
        """Whether it was fitted on rows that are evaluated; None where that can't be told."""
        return _agreed([self._sees(trial.recipe.rows) for trial in self.standing])

    @property
    def used_outcome(self) -> tuple[bool | None, Tier]:
        """Whether the outcome was preserved, or was the batch; None where that can't be told. And how sure it is."""
        if not self.tables.outcome:
            return None, Tier.PROVED
        if self.found.met:
            return _agreed([self._uses(own.recipe.batch, own.recipe.covariates) for own in self.found.met]), Tier.PROVED
        link = self.found.link
        tier = Tier.TESTED if self.tables.rounded else Tier.PROVED
        if link.kind == "preserved" or (link.kind == "grouped" and not link.shifts):
            return _agreed([self._uses(link.batch, own) for own in (link.covariates, *link.rivals)]), tier
        return None, tier

    def same_rows(self, one: str, other: str) -> bool:
        """Whether two names stand for the same rows."""
        return one == other or (EACH not in (one, other) and bool((self._fitted(one) == self._fitted(other)).all()))

    def _fitted(self, rows: str) -> np.ndarray:
        return np.ones(len(self.tables), dtype=bool) if rows == EACH else self.tables.subsets[rows]

    def _sees(self, rows: str) -> bool:
        held, fitted = np.isin(self.tables.sets, HELD), self._fitted(rows)
        return bool((fitted & held).any()) if held.any() else bool(fitted.all())

    def _uses(self, batch: str, covariates: tuple[str, ...]) -> bool:
        return self.tables.outcome in (batch, *covariates)


def _agreed(said: list[bool]) -> bool | None:
    return said[0] if len(set(said)) == 1 else None


@evidence
def recomputed_harmonisation(
    study: Study, cohort: Cohort, examined: tuple[Examined, ...] | None, split: Split | None, compute: Compute
) -> RecomputedHarmonisation:
    """How the harmonised table comes out of the raw one.

    Jobs: one, in which at most 120 harmonisations are tried.
    """
    info = study.manifest.harmonisation
    if info is None:
        raise NotApplicable("The study declares no harmonisation.")
    by_name = {own.which: own for own in examined or ()}
    if "reported" not in by_name or "harmonised" not in by_name:
        raise Unavailable(
            "The study does not give its table both before and after harmonisation.",
            "Add 'harmonisation.table' beside 'features.table', the table as it was extracted.",
        )
    tables = _side_by_side(by_name["reported"], by_name["harmonised"], cohort, split)
    declared = _declared(study, info, tables)
    [result] = compute.map("Harmonising again", [Recompute(tables, declared)])
    if isinstance(result, Failure):
        raise Unavailable(f"The table could not be harmonised again: {result.message}.")
    return RecomputedHarmonisation(
        tables, found_of(result), declared, by_name["harmonised"].path, *tables.raw.shape, told=bool(info.fitted_on)
    )


def _side_by_side(raw: Examined, made: Examined, cohort: Cohort, split: Split | None) -> Tables:
    """The cases and columns that both tables hold without a gap."""
    cases = [case for case in raw.cases if case in set(made.cases)]
    names = [name for name in raw.names if name in set(made.names)]
    cells = [
        np.ix_([own.cases.index(case) for case in cases], [own.names.index(name) for name in names])
        for own in (raw, made)
    ]
    full = np.isfinite(raw.values[cells[0]]).all(axis=0) & np.isfinite(made.values[cells[1]]).all(axis=0)
    if len(cases) < FEWEST_ROWS or full.sum() < FEWEST_COLUMNS:
        raise Unavailable(
            f"The tables before and after harmonisation share {len(cases)} cases and {full.sum()} columns without a "
            "gap; that is too little to compare.",
            "Give both with the same cases and columns.",
        )
    rows = cells[0][0].ravel()
    return Tables(
        raw.values[cells[0]][:, full], made.values[cells[1]][:, full],
        raw.half[cells[0]][:, full], made.half[cells[1]][:, full],
        _batches(raw, cohort, cases),
        {name: own[rows] for name, own in raw.covariates.items()},
        {name: own[rows] for name, own in raw.subsets.items() if own[rows].sum() >= FEWEST_ROWS},
        tuple((split.sets[case] if split else None) or "" for case in cases),
        raw.outcome,
    )  # fmt: skip


def _batches(raw: Examined, cohort: Cohort, cases: list[str]) -> dict[str, tuple[str | None, ...]]:
    """Each column that may have been the batch, with small groups, which a harmonisation takes along."""
    places, rows = [cohort.rows[case] for case in cases], [raw.cases.index(case) for case in cases]
    found = {}
    for name, codes in raw.groupings.items():
        if name in cohort.columns and name != raw.outcome:
            found[name] = tuple(cohort.columns[name][place] for place in places)
        elif PARTS not in name:
            levels = raw.levels[name]
            found[name] = tuple(levels[codes[row]] if codes[row] >= 0 else None for row in rows)
    return found


def _declared(study: Study, info: HarmonisationInfo, tables: Tables) -> Recipe | None:
    """What the manifest says, as far as the cohort table holds it."""
    batch = info.batch or study.manifest.cohort.site
    if batch not in tables.batches or not set(info.covariates) <= set(tables.covariates):
        return None
    rows = {"all": ALL, **{name: f"{SET} {name}" for name in SETS}}.get(info.fitted_on or "all", "")
    if rows not in tables.subsets:
        rows = info.fitted_on if info.fitted_on in tables.subsets else ALL
    return Recipe(rows, batch, tuple(info.covariates), _method(info))


def _method(info: HarmonisationInfo) -> Method:
    """The declared options, the usual ones where nothing is said."""
    if info.method == "standardised":
        return Method("standardised")
    said = {name: getattr(info, name) for name in ("empirical_bayes", "parametric", "mean_only", "reference")}
    try:
        return Method(**{name: value for name, value in said.items() if value is not None}, smooth=tuple(info.smooth))
    except ValueError:  # options that go with no program we know; others are tried
        return Method()
