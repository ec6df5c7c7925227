"""The features of some cases, extracted again and again from images that were changed a little."""

from __future__ import annotations

import math
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
from radaudit.statistics.agreement import icc

TOGETHER = 10  # cases that are added where the auditor asks for intervals of a certain width
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

    Jobs: no more, unless 'effort.perturbed_width' is given: then ten more cases at a time, until it is reached.
    """
    effort = auditor.effort
    if not effort.perturbations:
        raise Unavailable("The auditor asked for no perturbations.", "Set 'perturbations: quick' in the policy.")
    order = sampled(images, auditor)
    chains = imaging(effort.perturbations)
    wanted = TOGETHER if effort.perturbed_width else len(order)
    while True:
        chosen = order[:wanted]
        title = f"Perturbing {len(chosen)} cases in {len(chains)} ways"
        found = extracted_again(title, chosen, images, settings, chains, auditor, compute)
        if wanted >= len(order) or _median_width(found) <= effort.perturbed_width:
            return found
        wanted += TOGETHER


def sampled(images: ImageIndex, auditor: Auditor) -> list[CaseImages]:
    """The cases to extract again, in the order in which they are drawn: the first few are those of a smaller sample.

    Raises
    ------
    Unavailable
        If fewer than two can be read.
    """
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    ready = [own for own in images.cases.values() if not own.problem]
    if len(ready) < 2:
        raise Unavailable("Fewer than two cases can be read.", "See the check features/all-cases-extracted.")
    order = np.random.default_rng([auditor.seed, _DRAWING]).permutation(len(ready))
    return [ready[place] for place in order[: auditor.effort.perturbed_cases]]


def extracted_again(
    title: str,
    chosen: Sequence[CaseImages],
    images: ImageIndex,
    settings: Settings,
    chains: tuple[Chain, ...],
    auditor: Auditor,
    compute: Compute,
) -> Perturbed:
    """Cases as they are and after each chain; failures are part of the result."""
    place = {case: number for number, case in enumerate(images.cases)}
    chosen = sorted(chosen, key=lambda own: place[own.case])
    jobs = {own.case: _jobs(own, settings, chains, auditor) for own in chosen}
    found = iter(compute.map(title, [job for own in jobs.values() for job in own], keep=_kept))
    results = {case: [next(found) for _ in own] for case, own in jobs.items()}
    return _table(results, sum(not own.problem for own in images.cases.values()), chains)


def _median_width(found: Perturbed) -> float:
    """Of the intervals of the features' ICC(1,1); infinite where none has one."""
    rows, columns = found.complete
    if len(rows) < 2 or len(columns) < 2:
        return math.inf
    own = icc(found.values[np.ix_(rows, columns)])["icc1"]
    width = (own.high - own.low)[np.isfinite(own.estimate)]
    return float(np.median(width)) if width.size else math.inf


def _jobs(own: CaseImages, settings: Settings, chains: Sequence[Chain], auditor: Auditor) -> list[Job]:
    """The case as it is, which the extraction may have done already, and after each chain."""
    given = (own.case, own.image, own.mask, own.label, settings.parameters)
    changed = [ExtractPerturbed(*given, chain, own.roi, auditor.exact) for chain in chains_of(own, chains, auditor)]
    return [Extract(*given, own.roi, auditor.exact), *changed]


def chains_of(own: CaseImages, chains: Sequence[Chain], auditor: Auditor) -> tuple[Chain, ...]:
    """The chains with the seeds of this case."""
    return drawn(chains, (auditor.seed, int(own.image.sha256[:8], 16)))


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
