"""The features of some cases, extracted again and again from images that were changed a little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure, Job
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.features.chain import Chain, drawn, imaging
from radaudit.features.perturbed import ExtractPerturbed
from radaudit.features.radiomics import Extract
from radaudit.features.settings import Settings

_DRAWING = 4711  # so that no other draw with the auditor's seed is like that of the cases


@dataclass(frozen=True)
class Perturbed:
    """Features by case and perturbation.

    Attributes
    ----------
    cases
        Those that were taken, in the cohort's order.
    of
        How many there were to take.
    chains
        What was done; with each case the same, but for what is drawn.
    names
        Features, in pyradiomics' order.
    values
        float64, shape (cases, 1 + chains, features): first as it is, then after each chain. nan where there is none.
    failures
        Why there is nothing, by case and number of the chain (-1: as it is).
    """

    cases: tuple[str, ...]
    of: int
    chains: tuple[Chain, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    failures: Mapping[tuple[str, int], str] = field(default_factory=dict, repr=False)

    @property
    def complete(self) -> tuple[np.ndarray, np.ndarray]:
        """Which cases, and which of the 1 + chains columns, all have a result; positions, int64.

        Whatever lacks the largest share goes first, case or column, until nothing is missing.
        """
        missing = np.zeros(self.values.shape[:2], bool)
        for case, chain in self.failures:
            missing[self.cases.index(case), chain + 1] = True
        rows, columns = np.arange(missing.shape[0]), np.arange(missing.shape[1])
        while missing[np.ix_(rows, columns)].any():
            left = missing[np.ix_(rows, columns)]
            by_row, by_column = left.mean(axis=1), left.mean(axis=0)
            if by_row.max() >= by_column.max():
                rows = np.delete(rows, by_row.argmax())
            else:
                columns = np.delete(columns, by_column.argmax())
        return rows, columns


@evidence
def perturbed(images: ImageIndex, settings: Settings, auditor: Auditor, compute: Compute) -> Perturbed:
    """Cases extracted after noise, rotation or translation, another contour and another volume.

    Of a large cohort a sample is drawn.
    """
    effort = auditor.effort
    if not effort.perturbations:
        raise Unavailable("The auditor asked for no perturbations.", "Set 'perturbations: quick' in the policy.")
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    ready = [own for own in images.cases.values() if not own.problem]
    if len(ready) < 2:
        raise Unavailable("Fewer than two cases can be read.", "See the check features/all-cases-extracted.")
    chosen = _sample(ready, effort.perturbed_cases, auditor.seed)
    chains = imaging(effort.perturbations)
    jobs = {own.case: _jobs(own, settings, chains, auditor) for own in chosen}
    title = f"Perturbing {len(chosen)} cases in {len(chains)} ways"
    found = iter(compute.map(title, [job for own in jobs.values() for job in own], keep=_kept))
    results = {case: [next(found) for _ in own] for case, own in jobs.items()}
    return _table(results, len(ready), chains)


def _sample(ready: Sequence[CaseImages], most: int, seed: int) -> list[CaseImages]:
    """Cases in the cohort's order; drawn where there are more than so many."""
    if len(ready) <= most:
        return list(ready)
    places = np.random.default_rng([seed, _DRAWING]).choice(len(ready), most, replace=False)
    return [ready[place] for place in sorted(places)]


def _jobs(own: CaseImages, settings: Settings, chains: Sequence[Chain], auditor: Auditor) -> list[Job]:
    """The case as it is, which the extraction may have done already, and after each chain."""
    given = (own.case, own.image, own.mask, own.label, settings.parameters)
    seed = (auditor.seed, int(own.image.sha256[:8], 16))
    changed = [ExtractPerturbed(*given, chain, own.roi, auditor.exact) for chain in drawn(chains, seed)]
    return [Extract(*given, own.roi, auditor.exact), *changed]


def _kept(result: dict) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and values: a tenth of the memory of the result."""
    return tuple(result["features"]), np.array(list(result["features"].values()), dtype=float)


def _table(results: Mapping[str, Sequence[object]], of: int, chains: tuple[Chain, ...]) -> Perturbed:
    failures = {
        (case, number - 1): own.message
        for case, row in results.items()
        for number, own in enumerate(row)
        if isinstance(own, Failure)
    }
    position: dict[str, int] = {}
    for names in dict.fromkeys(own[0] for row in results.values() for own in row if not isinstance(own, Failure)):
        for name in names:
            position.setdefault(name, len(position))
    values = np.full((len(results), 1 + len(chains), len(position)), np.nan)
    for table, row in zip(values, results.values(), strict=True):
        for line, own in zip(table, row, strict=True):
            if not isinstance(own, Failure):
                line[[position[name] for name in own[0]]] = own[1]
    return Perturbed(tuple(results), of, chains, tuple(position), values, failures)
