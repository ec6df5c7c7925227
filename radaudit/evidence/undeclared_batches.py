"""Whether features go with scanners or protocols inside a declared batch, and what declaring these would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.forensics import Examined
from radaudit.evidence.protocols import Protocol, Protocols
from radaudit.evidence.site_effects import first_of_each, usable
from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import CannotHarmonise, Method
from radaudit.statistics.adjustment import adjusted, normal_scores
from radaudit.statistics.holm import holm
from radaudit.statistics.nested_groups import nested_groups, taking_part
from radaudit.study.load import Study


@dataclass(frozen=True)
class UndeclaredBatch:
    """One way to group cases inside the declared batches.

    Attributes
    ----------
    protocol
        The grouping.
    table
        Which table was tested.
    places
        The declared batches that hold several such groups, with the patients of each group.
    patients
        That took part.
    share
        Of the features' variance within batches, what the groups explain beyond chance.
    p
        By permutation within batches, adjusted by Holm's method over all groupings.
    strongest
        The feature that goes with it most.
    before, as_declared, with_groups
        The same share in the measured table, after ComBat by the declared batches, and after ComBat by batch and group
        together; None where that was not possible.
    """

    protocol: Protocol
    table: str
    places: dict[str, str]
    patients: int
    share: float
    p: float
    strongest: str
    before: float | None = None
    as_declared: float | None = None
    with_groups: float | None = None


@evidence
def undeclared_batches(
    study: Study, cohort: Cohort, examined: tuple[Examined, ...], protocols: Protocols, auditor: Auditor
) -> tuple[UndeclaredBatch, ...]:
    """Every grouping by scanner or protocol that occurs inside a declared batch, tested."""
    raw = next((table for table in examined if table.which != "harmonised"), examined[0])
    own = next((table for table in examined if table.which == "harmonised"), raw)
    ways = [_Way.of(cohort, own, protocol, protocols) for protocol in protocols.ways]
    ways = [way for way in ways if way.patients]
    if not ways:
        return ()
    kept = _kept(study, own)
    tested = [_tested(way, own, kept, auditor.seed) for way in ways]
    told = [(way, found) for way, found in zip(ways, tested, strict=True) if found is not None]
    if not told:
        raise Unavailable("No feature that is known in half of the cases varies.")
    adjusted_p = holm([found.p for _, (found, _) in told])
    return tuple(
        UndeclaredBatch(
            way.protocol, own.which, way.places(protocols), way.patients, found.share, p, own.names[strongest],
            *_if_declared(cohort, raw, way, protocols, kept, auditor.seed),
        )
        for (way, (found, strongest)), p in zip(told, adjusted_p, strict=True)
    )  # fmt: skip


@dataclass(frozen=True)
class _Way:
    """A grouping over the rows of one table: of each patient the first row that takes part."""

    protocol: Protocol
    rows: np.ndarray
    groups: np.ndarray
    batches: np.ndarray

    @classmethod
    def of(cls, cohort: Cohort, own: Examined, protocol: Protocol, protocols: Protocols) -> _Way:
        where = np.array([cohort.rows[case] for case in own.cases], dtype=int)
        groups, batches = protocol.groups[where], protocols.batches[where]
        rows = first_of_each([cohort.patient(case) for case in own.cases], (groups >= 0) & (batches >= 0))
        rows = rows[taking_part(groups[rows], batches[rows])]
        return cls(protocol, rows, groups[rows], batches[rows])

    @property
    def patients(self) -> int:
        return len(self.rows)

    def places(self, protocols: Protocols) -> dict[str, str]:
        found = {}
        for batch in np.unique(self.batches):
            own = self.groups[self.batches == batch]
            counts = [f"{self.protocol.levels[code]}: {(own == code).sum()}" for code in np.unique(own)]
            found[protocols.names[batch]] = "; ".join(counts)
        return found


def _kept(study: Study, own: Examined) -> list[str]:
    wanted = [own.outcome, *study.manifest.cohort.covariates]
    return [name for name in dict.fromkeys(wanted) if name in own.covariates]


def _left(own: Examined, values: np.ndarray, rows: np.ndarray, batches: np.ndarray, kept: Sequence[str]) -> np.ndarray:
    """Ranks of these rows without what outcome, covariates and batch explain of them."""
    terms = np.column_stack([np.zeros((len(rows), 0)), *[own.covariates[name][rows] for name in kept]])
    terms = np.where(np.isfinite(terms), terms, np.nanmean(np.where(np.isfinite(terms), terms, np.nan), axis=0))
    inside = (batches[:, None] == np.unique(batches)[1:]).astype(float)
    return adjusted(normal_scores(values), np.column_stack([inside, terms]))


def _tested(way: _Way, own: Examined, kept: Sequence[str], seed: int) -> tuple | None:
    values = own.values[way.rows]
    columns = np.flatnonzero(usable(values))
    if not len(columns):
        return None
    left = _left(own, values[:, columns], way.rows, way.batches, kept)
    found = nested_groups(left, way.groups, way.batches, seed)
    if found is None:
        return None
    cells = way.batches * (way.groups.max() + 1) + way.groups
    means = [(cells == cell).sum() * left[cells == cell].mean(axis=0) ** 2 for cell in np.unique(cells)]
    share = np.sum(means, axis=0) / np.maximum((left**2).sum(axis=0), 1e-12)
    return found, int(columns[int(share.argmax())])


def _if_declared(
    cohort: Cohort, raw: Examined, way: _Way, protocols: Protocols, kept: Sequence[str], seed: int
) -> tuple[float | None, float | None, float | None]:
    """The share that groups explain in the measured table, after ComBat by batch, and by batch and group."""
    own = _Way.of(cohort, raw, way.protocol, protocols)
    values = raw.values[own.rows]
    values = values[:, usable(values)]
    if not values.size:
        return None, None, None
    batches = [f"batch {code}" for code in own.batches]
    both = [f"batch {batch}, group {group}" for batch, group in zip(own.batches, own.groups, strict=True)]
    shares = []
    for names in (None, batches, both):
        try:
            made = values if names is None else fit(values, names, None, Method()).transform(values, names)
        except CannotHarmonise:
            shares.append(None)
            continue
        found = nested_groups(_left(raw, made, own.rows, own.batches, kept), own.groups, own.batches, seed)
        shares.append(found.share if found else None)
    return tuple(shares)
