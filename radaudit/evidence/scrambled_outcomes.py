"""Whether predictions of test cases move when only outcomes of test cases change."""

from __future__ import annotations

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.altered_tables import with_outcomes
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.moved_predictions import Change, Moved, keys_of_test_cases, moved_predictions
from radaudit.evidence.probes import Probed, Probes

_KIND = 4  # part of the seed


@evidence
def scrambled_outcomes(probes: Probes, auditor: Auditor, compute: Compute) -> tuple[Moved, ...]:
    """Each command's predictions of test cases when these cases' outcomes change places.

    Jobs: one run of each command, and one more with cases in other sets where predictions moved.
    """
    return tuple(_scrambled(own, probes, auditor, compute) for own in probes.commands)


def _scrambled(own: Probed, probes: Probes, auditor: Auditor, compute: Compute) -> Moved:
    ground = probes.ground
    try:
        keys = keys_of_test_cases(own, probes)
        tested = {case for case, name in ground.split.sets.items() if name in {key[1] for key in keys}}
        known = np.flatnonzero(ground.target.known)
        rows = np.array([row for row in known.tolist() if ground.cohort.cases[row] in tested], dtype=np.int64)
        source = np.random.default_rng([auditor.seed, _KIND]).permutation(rows)
        if (ground.target.values[rows] == ground.target.values[source]).all():
            raise Unavailable("all test cases have the same outcome")
        tables = with_outcomes(ground, rows, source)
    except Unavailable as reason:
        return Moved(own.name, str(reason).rstrip("."))
    changed = "outcomes of the test cases"
    return moved_predictions(own, probes, [Change(tables, keys)], changed, compute, auditor.seed)
