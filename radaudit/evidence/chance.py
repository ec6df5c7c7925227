"""What the study's analysis finds where there is nothing to find: outcomes dealt out anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import Run, RunResult
from radaudit.models.side_by_side import Work, side_by_side
from radaudit.statistics.permutation import PermutationTest, permutation_test

IN_ONE_PROCESS = 200
UNDEFINED = 0.05  # share of the permutations that may give no figure; they count as doing as well as the truth
PAIRINGS = 40  # of the predictions of each permutation with other outcomes


@dataclass(frozen=True)
class Chance:
    """The analysis behind one claim, done again on permuted outcomes. Figures as the claim's gauge shows them.

    Attributes
    ----------
    figure
        The claim.
    problem
        Why it could not be done; empty if it could.
    observed
        The figure of the re-run, on the true outcomes.
    permuted
        The figure of each permutation.
    nothing
        The figure of each permutation's predictions, had they nothing to do with the outcomes that they are measured
        by: what no skill gives. An analysis without a leak gives permuted outcomes as much.
    test
        How often chance does as well. Of a figure that means nothing alone (sensitivity, for which it is enough to call
        every case an event), what it exceeds no skill by is compared.
    units
        What was permuted: "patients", "patients with as many cases" or "cases".
    """

    figure: ClaimedFigure
    problem: str = ""
    observed: float = float("nan")
    permuted: tuple[float, ...] = ()
    nothing: tuple[float, ...] = ()
    test: PermutationTest | None = None
    units: str = "patients"


@evidence
def chance(claimed_figures: tuple[ClaimedFigure, ...], auditor: Auditor, compute: Compute) -> tuple[Chance, ...]:
    """Every claimed figure of a model that can be run, against the same analysis of permuted outcomes."""
    works = [_chance(claimed, auditor) for claimed in claimed_figures]
    return tuple(side_by_side(compute.map, "Fitting on permuted outcomes", works, IN_ONE_PROCESS))


def _chance(claimed: ClaimedFigure, auditor: Auditor) -> Work[Chance]:
    if claimed.problem:
        return Chance(claimed, claimed.problem)
    own, scored, gauge = claimed.own, claimed.scored, claimed.gauge
    targets, units = permuted_targets(own, auditor.effort.permutations, auditor.seed)
    runs = [run for target in [None, *targets] for run in _with_target(scored, target)]
    results = yield own.setup, runs
    if broken := claimed.lacks(results):
        return Chance(claimed, broken)
    figures, nothing = _figures(claimed, [own.target, *targets], results, auditor.seed)
    if not np.isfinite([figures[0], nothing[0]]).all():
        return Chance(claimed, scored.undefined(gauge, results, own.target))
    undefined = int((~np.isfinite(figures)).sum())
    if undefined > UNDEFINED * len(targets) and not gauge.metric.one_sided:
        return Chance(claimed, f"its {gauge.name} is not defined for {undefined} of {len(targets)} permutations")
    # A model that calls no case an event has no ppv, and shows no skill.
    compared = np.nan_to_num(figures - nothing) if gauge.metric.one_sided else figures
    test = permutation_test(compared[0], compared[1:], gauge.higher_is_better)
    return Chance(claimed, "", float(figures[0]), tuple(figures[1:]), tuple(nothing[1:]), test, units)


def _figures(
    claimed: ClaimedFigure, targets: Sequence[np.ndarray], results: Sequence[RunResult], seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Of each target: the figure, and what the same predictions give by chance."""
    step, figures, nothing = len(claimed.scored.runs), [], []
    for turn, target in enumerate(targets):
        own = results[turn * step : (turn + 1) * step]
        figures.append(claimed.of_all(own, target))
        nothing.append(claimed.scored.by_chance(claimed.gauge, own, target, seed + turn, PAIRINGS))
    return np.array(figures), np.array(nothing)


def _with_target(scored: ScoredRuns, target: np.ndarray | None) -> list[Run]:
    return [replace(run, target=target) for run in scored.runs]


def permuted_targets(own: ModelSetup, permutations: int, seed: int) -> tuple[list[np.ndarray], str]:
    """Outcomes dealt out anew to patients; a time goes with its event.

    Where a patient's cases have different outcomes, all outcomes of a patient go to one with as many cases; where fewer
    than half of the cases have such a partner, cases are dealt to.

    Returns
    -------
    tuple of (list of numpy.ndarray, str)
        Targets, like the setup's, and what was permuted.
    """
    rng = np.random.default_rng(seed)
    names = [patient or f"case {case}" for patient, case in zip(own.patients, own.cases, strict=True)]
    patients, row = np.unique(np.array(names), return_inverse=True)
    outcome = np.zeros((len(patients), *own.target.shape[1:]))
    outcome[row] = own.target
    if (outcome[row] == own.target).all():
        return [rng.permutation(outcome)[row] for _ in range(permutations)], "patients"
    blocks = _blocks(row)
    if 2 * sum(block.size for block in blocks if len(block) > 1) < len(row):
        return [rng.permutation(own.target) for _ in range(permutations)], "cases"
    targets = []
    for _ in range(permutations):
        dealt = own.target.copy()
        for block in blocks:
            dealt[block] = own.target[rng.permutation(block)]
        targets.append(dealt)
    return targets, "patients with as many cases"


def _blocks(patient: np.ndarray) -> list[np.ndarray]:
    """Rows of the patients with so many cases, shape (patients, cases), for each number of cases."""
    order, counts = np.argsort(patient, kind="stable"), np.bincount(patient)
    rows = np.split(order, np.cumsum(counts)[:-1])
    return [np.array([own for own in rows if len(own) == size]) for size in np.unique(counts)]
