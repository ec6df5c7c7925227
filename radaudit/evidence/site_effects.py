"""What sites do to the features: in the table as it was measured, and in the one that was harmonised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import SETS, Cohort
from radaudit.evidence.forensics import ALL, SET, Examined
from radaudit.forensics.history import History
from radaudit.statistics.adjustment import adjusted, normal_scores
from radaudit.statistics.group_differences import GroupDifferences, group_differences
from radaudit.statistics.group_prediction import GroupPrediction, group_prediction
from radaudit.statistics.holm import holm
from radaudit.statistics.leading_components import leading_components
from radaudit.study.load import Study

TRAIN, HELD_OUT = "training rows", "held-out rows"
KNOWN = 0.5  # share of the rows in which a feature must be known to take part
LEVEL = 0.05  # of the false discoveries that are counted for the reader; no verdict rests on it

State = Literal["raw", "harmonised", "unclear"]


@dataclass(frozen=True)
class SiteEffect:
    """What sites do to the features on some rows, one row a patient.

    Attributes
    ----------
    differences
        Of each feature, with what outcome and declared covariates explain taken out.
    prediction
        How well the site is told from all features together, of the same.
    unadjusted
        How well it is told from the features as they are: what a model may learn, biology included.
    sites
        Patients of each site.
    """

    differences: GroupDifferences
    prediction: GroupPrediction
    unadjusted: GroupPrediction
    sites: Mapping[str, int]

    @property
    def patients(self) -> int:
        return sum(self.sites.values())

    @property
    def share(self) -> float:
        """Mean share of a feature's variance that the site explains."""
        return float(np.nanmean(self.differences.share))

    def sure(self, of: Literal["levels", "spreads"]) -> np.ndarray:
        """p of each feature, adjusted by Holm's method; 1 where there is none."""
        values = getattr(self.differences, of)
        known, found = np.isfinite(values), np.ones(len(values))
        found[known] = holm(values[known].tolist())
        return found

    def least(self, of: Literal["levels", "spreads"]) -> float:
        """The smallest of these."""
        return float(min(self.sure(of), default=1.0))

    def differing(self, of: Literal["levels", "spreads"]) -> int:
        """Features that differ, with 5 % of them false discoveries (Benjamini and Hochberg)."""
        from scipy.stats import false_discovery_control

        values = getattr(self.differences, of)
        known = values[np.isfinite(values)]
        return int((false_discovery_control(known) <= LEVEL).sum()) if len(known) else 0


@dataclass(frozen=True)
class SiteTable:
    """One table's site effects.

    Attributes
    ----------
    own
        The table.
    state
        Whether it was harmonised: as declared, or as its numbers tell; "unclear" where a harmonisation is declared,
        but not which table holds its result.
    effects
        By the rows: all, training, held-out; empty where no two sites have five patients.
    picture
        First two principal components of the ranks, shape (cases, 2), with the share of the variance of each.
    shares
        Of these components, of the variance.
    sites
        Code of each case's site, -1 where unknown.
    unseen
        Sites of held-out rows of which no training row is.
    """

    own: Examined
    state: State
    effects: Mapping[str, SiteEffect]
    picture: np.ndarray = field(repr=False)
    shares: tuple[float, float]
    sites: np.ndarray = field(repr=False)
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True)
class SiteEffects:
    """Site effects of every table.

    Attributes
    ----------
    column
        Where the cohort table names the sites.
    names
        Of the sites, by code.
    covariates
        What was taken out before sites were compared.
    tables
        The raw one first.
    """

    column: str
    names: tuple[str, ...]
    covariates: tuple[str, ...]
    tables: tuple[SiteTable, ...]

    def of(self, state: State) -> SiteTable | None:
        """The table in this state; None if there is none."""
        return next((table for table in self.tables if table.state == state), None)


@evidence
def site_effects(
    study: Study,
    cohort: Cohort,
    examined: tuple[Examined, ...],
    histories: tuple[History, ...],
    auditor: Auditor,
) -> SiteEffects:
    """What sites do to the features of each table."""
    column = batch_column(study, cohort)
    codes, names = site_codes(cohort, column)
    if len(names) < 2:
        raise NotApplicable(f"The column {column!r} names one site only.")
    told = study.manifest.harmonisation
    wanted = [*study.manifest.cohort.covariates, *(told.covariates if told else ())]
    kept = [own for own in dict.fromkeys(wanted) if own in examined[0].covariates]
    kept = [examined[0].outcome, *kept] if examined[0].outcome in examined[0].covariates else kept
    made = []
    for own, history in zip(examined, histories, strict=True):
        sites = codes[[cohort.rows[case] for case in own.cases]]
        effects = {}
        for rows, inside in row_sets(own).items():
            found = _effect(cohort, own, np.where(inside, sites, -1), names, kept, auditor.seed)
            effects |= {rows: found} if found else {}
        state, unseen = _state(study, own, history, column), _unseen(row_sets(own), sites, names)
        made.append(SiteTable(own, state, effects, *_components(own.values), sites, unseen))
    return SiteEffects(column, names, tuple(kept), tuple(made))


def batch_column(study: Study, cohort: Cohort) -> str:
    """The column that says which batch a case is of: the declared one, else the site, else the scanner.

    Raises
    ------
    Unavailable
        If the cohort table names none.
    """
    info = study.manifest.cohort
    declared = study.manifest.harmonisation.batch if study.manifest.harmonisation else None
    for name in (declared, info.site, info.scanner):
        if name in cohort.columns and any(cohort.columns[name]):
            return name
    raise Unavailable("The cohort table names no sites.", "Add 'cohort.site' to radaudit.yaml.")


def site_codes(cohort: Cohort, column: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Code of each case's site in the cohort's order, -1 where it is not known, and the names."""
    texts = cohort.columns[column]
    names = tuple(sorted({text for text in texts if text is not None}))
    position = {name: code for code, name in enumerate(names)}
    return np.array([-1 if text is None else position[text] for text in texts], dtype=int), names


def row_sets(own: Examined) -> dict[str, np.ndarray]:
    """All rows, the training rows, and those that were kept from the training; bool, shape (cases,)."""
    found = {ALL: np.ones(len(own.cases), dtype=bool)}
    if f"{SET} train" in own.subsets:
        found[TRAIN] = own.subsets[f"{SET} train"]
        held = [own.subsets[f"{SET} {name}"] for name in SETS[1:] if f"{SET} {name}" in own.subsets]
        found |= {HELD_OUT: np.logical_or.reduce(held)} if held else {}
    return found


def first_of_each(patients: Sequence[str | None], rows: np.ndarray) -> np.ndarray:
    """Of these rows (bool) the first of each patient, as positions; a row without a patient is one of its own."""
    first: dict[object, int] = {}
    for row in np.flatnonzero(rows).tolist():
        first.setdefault(patients[row] if patients[row] is not None else (row,), row)
    return np.array(list(first.values()), dtype=int)


def usable(values: np.ndarray) -> np.ndarray:
    """Columns that are known in half of the rows, and vary; bool, shape (columns,)."""
    known = np.isfinite(values)
    enough = known.mean(axis=0) >= KNOWN if len(values) else np.zeros(values.shape[1], dtype=bool)
    found = enough.copy()
    found[enough] = np.nanstd(values[:, enough], axis=0) > 0
    return found


def _effect(
    cohort: Cohort, own: Examined, sites: np.ndarray, names: Sequence[str], kept: Sequence[str], seed: int
) -> SiteEffect | None:
    terms = np.column_stack([np.zeros((len(sites), 0)), *[own.covariates[name] for name in kept]])
    inside = (sites >= 0) & np.isfinite(terms).all(axis=1)
    rows = first_of_each([cohort.patient(case) for case in own.cases], inside)
    values = own.values[rows]
    values = values[:, usable(values)]
    if not values.size:
        return None
    scores = normal_scores(values)
    left = adjusted(scores, terms[rows])
    found = group_prediction(left, sites[rows], seed)
    plain = group_prediction(scores, sites[rows], seed)
    if found is None or plain is None:
        return None
    counts = {names[code]: int((sites[rows] == code).sum()) for code in np.unique(sites[rows])}
    return SiteEffect(group_differences(left, sites[rows]), found, plain, counts)


def _state(study: Study, own: Examined, history: History, column: str) -> State:
    """Whether the table was harmonised by this column."""
    info = study.manifest.harmonisation
    by_numbers = history.kind in ("grouped", "preserved") and column in (history.batch, *history.same)
    if own.which == "harmonised" or by_numbers or (info is not None and info.table == own.path):
        return "harmonised"
    return "unclear" if info is not None and info.table is None and history.kind != "raw" else "raw"


def _unseen(sets: Mapping[str, np.ndarray], sites: np.ndarray, names: Sequence[str]) -> tuple[str, ...]:
    if TRAIN not in sets or HELD_OUT not in sets:
        return ()
    trained, held = (set(sites[sets[name]].tolist()) for name in (TRAIN, HELD_OUT))
    return tuple(names[code] for code in sorted(held - trained - {-1}))


def _components(values: np.ndarray) -> tuple[np.ndarray, tuple[float, float]]:
    """The first two principal components of the ranks, and their shares of the variance."""
    scores = normal_scores(values[:, usable(values)])
    found, told = leading_components(scores - scores.mean(axis=0), 2)
    places, shares = np.zeros((len(values), 2)), [*told.tolist(), 0.0, 0.0]
    places[:, : found.shape[1]] = found
    return places, (shares[0], shares[1])
