"""What the study's commands predict where features belong to nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.altered_tables import feature_cells, with_shuffled_features
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.null_runs import NullRuns, null_runs
from radaudit.evidence.probes import Probed, Probes
from radaudit.study.cells import Altered

_KIND = 3  # part of the seed


@evidence
def shuffled_features(probes: Probes, auditor: Auditor, compute: Compute) -> tuple[NullRuns, ...]:
    """What each command makes of features that are dealt out anew, column by column, with the declared clinical ones.

    Jobs: at most as many runs of each command as the auditor's effort says, and one with cases in other sets; runs
    stop as soon as the answer is plain.
    """
    return tuple(_shuffled(own, probes, auditor, compute) for own in probes.commands)


def _shuffled(own: Probed, probes: Probes, auditor: Auditor, compute: Compute) -> NullRuns:
    ground = probes.ground
    missing = [name for name in own.info.clinical if name not in ground.cohort.columns]
    if own.problem or missing:
        return NullRuns(own.name, own.problem or f"the cohort table has no column {missing[0]!r}")
    try:
        cells = feature_cells(ground, own.info.features == "harmonised", own.info.clinical)
    except Unavailable as reason:
        return NullRuns(own.name, str(reason).rstrip("."))

    def alter(turn: int) -> tuple[tuple[Altered, ...], np.ndarray]:
        return with_shuffled_features(cells, (auditor.seed, _KIND, turn)), np.arange(len(ground.cohort))

    title = "Running commands on shuffled features"
    found = null_runs(own, probes, alter, auditor.effort.probes, title, compute, auditor.seed)
    what = "features and clinical variables" if own.info.clinical else "features"
    return replace(found, altered=f"{what}, column by column, among cases")
