"""What the study's commands predict where outcomes are dealt out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.altered_tables import with_outcomes
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.null_runs import Altering, NullRuns, null_runs
from radaudit.evidence.probes import Ground, Probed, Probes
from radaudit.statistics.dealing import dealt, units
from radaudit.study.cells import Altered

_FREE, _WITHIN = 1, 2  # part of the seed: other draws for either kind


@dataclass(frozen=True)
class PermutedOutcomes:
    """One command on permuted outcomes.

    Attributes
    ----------
    model
        Its name.
    free
        Outcomes dealt out among all patients.
    within
        Dealt out within sites only, so that what a site tells of the outcome stays; None where that was not asked.
    """

    model: str
    free: NullRuns
    within: NullRuns | None = None


@evidence
def permuted_outcomes(probes: Probes, auditor: Auditor, compute: Compute) -> tuple[PermutedOutcomes, ...]:
    """What each command makes of outcomes that are dealt out anew to the patients.

    Jobs: at most as many runs of each command as the auditor's effort says, as often again within sites, and one run
    with cases in other sets; runs stop as soon as the answer is plain.
    """
    return tuple(_permuted(own, probes, auditor, compute) for own in probes.commands)


def _permuted(own: Probed, probes: Probes, auditor: Auditor, compute: Compute) -> PermutedOutcomes:
    ground, title = probes.ground, "Running commands on permuted outcomes"
    try:
        alter, what = _altering(ground, None, (auditor.seed, _FREE))
        alter(0)  # tables that can't be changed are no fault of the command
    except Unavailable as reason:
        return PermutedOutcomes(own.name, NullRuns(own.name, own.problem or str(reason).rstrip(".")))
    free = null_runs(own, probes, alter, auditor.effort.probes, title, compute, auditor.seed)
    free = replace(free, altered=f"outcomes among {what}")
    sites = ground.cohort.sites
    plain = not free.problem and all(part.race.verdict != "above" for part in free.sets)
    if not plain or not _several(ground, sites):
        return PermutedOutcomes(own.name, free)
    alter, what = _altering(ground, sites, (auditor.seed, _WITHIN))
    within = null_runs(own, probes, alter, auditor.effort.probes, f"{title} within sites", compute, auditor.seed)
    return PermutedOutcomes(own.name, free, replace(within, altered=f"outcomes among {what} within sites"))


def _several(ground: Ground, sites: Sequence[str | None]) -> bool:
    """Whether sites differ, and one of them has several outcomes: else nothing is dealt out within them."""
    known = np.flatnonzero(ground.target.known)
    seen: dict[str | None, set] = {}
    for row in known.tolist():
        seen.setdefault(sites[row], set()).add(str(ground.target.values[row]))
    return len(seen) > 1 and None not in seen and any(len(outcomes) > 1 for outcomes in seen.values())


def _altering(ground: Ground, sites: Sequence[str | None] | None, seed: tuple[int, int]) -> tuple[Altering, str]:
    known = np.flatnonzero(ground.target.known)
    outcomes = [str(value) for value in ground.target.values[known]]
    unit, what = units(outcomes, [ground.cohort.patients[row] for row in known])
    strata = [sites[row] for row in known] if sites else None

    def alter(turn: int) -> tuple[tuple[Altered, ...], np.ndarray]:
        source = np.arange(len(ground.cohort))
        source[known] = known[dealt(unit, strata, (*seed, turn))]
        return with_outcomes(ground, known, source[known]), source

    return alter, what
