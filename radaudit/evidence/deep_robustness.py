"""Deep features of some cases, taken again and again from images and masks that were changed a little."""

from __future__ import annotations

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.deep.alterations import Perturbed as Altered
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.deep_extraction import DeepExtraction, deep_job, deep_rows
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.robustness import Robustness
from radaudit.features.chain import drawn, imaging
from radaudit.statistics.agreement import icc

_DRAWING = 6229  # so that no other draw with the auditor's seed is like that of the cases


@evidence
def deep_robustness(
    images: ImageIndex, deep_setup: DeepSetup, deep_extraction: DeepExtraction, auditor: Auditor, compute: Compute
) -> Robustness:
    """Each deep feature's agreement over the perturbations that hand-crafted features are put to."""
    effort = auditor.effort
    if not effort.perturbations:
        raise Unavailable("The auditor asked for no perturbations.", "Set 'perturbations: quick' in the policy.")
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    cases = _sample(deep_extraction.cases, effort.perturbed_cases, auditor.seed)
    chains = imaging(effort.perturbations)
    jobs = []
    for case in cases:
        own = images.cases[case]
        seed = (auditor.seed, int(own.image.sha256[:8], 16))
        jobs += [deep_job(own, deep_setup, deep_setup.taking, Altered(chain)) for chain in drawn(chains, seed)]
    found = deep_rows(compute, f"Perturbing {len(cases)} cases for the network", jobs)
    tables = []
    for number, case in enumerate(cases):
        rows = found[number * len(chains) : (number + 1) * len(chains)]
        if not any(isinstance(row, Failure) for row in rows):
            plain = deep_extraction.values[deep_extraction.rows[case]]
            tables.append(np.stack([plain, *(row.features for row in rows)]))
    if len(tables) < 2:
        reason = next((row.message for row in found if isinstance(row, Failure)), "there are too few")
        raise Unavailable(f"Fewer than two cases could be perturbed in every way: {reason}.")
    own = icc(np.stack(tables))["icc1"]
    names = tuple(str(number) for number in range(deep_extraction.values.shape[1]))
    return Robustness(names, own.estimate, own.low, own.high, len(tables), 1 + len(chains))


def _sample(cases: tuple[str, ...], most: int, seed: int) -> list[str]:
    """In their order; drawn where there are more than so many."""
    if len(cases) <= most:
        return list(cases)
    places = np.random.default_rng([seed, _DRAWING]).choice(len(cases), most, replace=False)
    return [cases[place] for place in sorted(places)]
