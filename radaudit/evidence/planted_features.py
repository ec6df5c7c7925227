"""Whether the study's commands pick features that tell the outcome of test cases, and of no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.altered_tables import feature_cells
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.moved_predictions import keys_of_test_cases
from radaudit.evidence.null_runs import heeds_split
from radaudit.evidence.probes import EQUAL, Answer, Key, Probed, Probes
from radaudit.statistics.delong import auc
from radaudit.statistics.matched_controls import matched_controls_p
from radaudit.study.cells import Altered, Dealt
from radaudit.study.table import Table

DRAWS = 3
LEVEL = 0.01
MOST, FEWEST = 10, 4  # columns of either kind
STRENGTH = 3.0  # standard deviations between a planted column's test cases of either outcome and the training cases
TELLING = 2  # columns that tell every outcome, where that is asked: few, or a fixed list would hold some of them
FOLLOWED = 0.9  # AUC of a command that may pick columns which tell every outcome
_KIND = 6  # part of the seed
_CHOOSES_NOTHING = "it doesn't take up columns that tell every outcome, so that it hardly chooses among features"


@dataclass(frozen=True)
class PlantedFeatures:
    """One command and the columns planted in its table.

    Attributes
    ----------
    model
        Its name.
    problem
        Why nothing can be said; empty if something can.
    planted
        Columns of either kind, in each draw.
    taken
        Of each draw: how many planted columns, and how many controls, its predictions depended on.
    p
        How often chance takes as many planted ones.
    followed
        AUC on the test cases where the columns told the outcome of every case; nan where that was not asked.
    runs
        Of the command, all told.
    """

    model: str
    problem: str = ""
    planted: int = 0
    taken: tuple[tuple[int, int], ...] = ()
    p: float = float("nan")
    followed: float = float("nan")
    runs: int = 0


@dataclass(frozen=True)
class _Bed:
    """Where columns can be planted: rows of the feature table, and which of them are test cases with an event."""

    table: Table
    columns: np.ndarray
    rows: np.ndarray
    tested: np.ndarray
    sign: np.ndarray
    keys: tuple[Key | None, ...]


@evidence
def planted_features(probes: Probes, auditor: Auditor, compute: Compute) -> tuple[PlantedFeatures, ...]:
    """How many planted columns, and how many matched controls, each command picks.

    Jobs: six runs of each command, one more where nothing was found, and one with cases in other sets where it was.
    """
    return tuple(_planted(own, probes, auditor, compute) for own in probes.commands)


def _planted(own: Probed, probes: Probes, auditor: Auditor, compute: Compute) -> PlantedFeatures:
    try:
        bed = _bed(own, probes)
    except Unavailable as reason:
        return PlantedFeatures(own.name, str(reason).rstrip("."))
    number, width = min(MOST, len(bed.columns) // 2), len(bed.columns)
    altered, touched = [], []
    for draw in range(DRAWS):
        random = np.random.default_rng([auditor.seed, _KIND, draw])
        chosen = bed.columns[random.permutation(width)[: 2 * number]]
        order = _order(bed, chosen, number, random, everywhere=False)
        poked, rows = _poked(bed, chosen, order, random)
        altered += [(_altered(bed, chosen, order),), (_altered(bed, chosen, poked),)]
        touched.append(rows)
    answers = probes.ask(own, altered, "Running commands on planted features", compute)
    broken = next((answer.problem for answer in answers if answer.problem), "")
    if broken:
        return PlantedFeatures(own.name, f"it broke on planted features: {broken}")
    used = [_used(bed, *answers[2 * draw : 2 * draw + 2], touched[draw]) for draw in range(DRAWS)]
    taken = tuple((int(own_used[:number].sum()), int(own_used[number:].sum())) for own_used in used)
    found = PlantedFeatures(own.name, "", number, taken, matched_controls_p(taken, number), runs=len(altered))
    if found.p < LEVEL:
        reason = heeds_split(own, probes, _sets(bed), auditor.seed, compute)
        return PlantedFeatures(own.name, reason) if reason else found
    return _with_beacon(found, own, probes, bed, auditor, compute)


def _with_beacon(
    found: PlantedFeatures, own: Probed, probes: Probes, bed: _Bed, auditor: Auditor, compute: Compute
) -> PlantedFeatures:
    """That nothing was picked says something only of a command that picks what is there to be picked."""
    random = np.random.default_rng([auditor.seed, _KIND, DRAWS])
    chosen = bed.columns[random.permutation(len(bed.columns))[:TELLING]]
    order = _order(bed, chosen, TELLING, random, everywhere=True)
    [answer] = probes.ask(own, [(_altered(bed, chosen, order),)], "Running commands on telling features", compute)
    pairs = [(answer.scores[key][0], sign > 0) for key, sign in zip(bed.keys, bed.sign, strict=True)
             if key in answer.scores]  # fmt: skip
    if answer.problem or len({event for _, event in pairs}) < 2:
        return replace(found, problem=f"it broke on telling features: {answer.problem or 'test cases are missing'}")
    scores, events = (np.array(part) for part in zip(*pairs, strict=True))
    followed = auc(scores, events)
    problem = "" if followed >= FOLLOWED else _CHOOSES_NOTHING
    return replace(found, problem=problem, followed=followed, runs=found.runs + 1)


def _bed(own: Probed, probes: Probes) -> _Bed:
    ground, keys = probes.ground, keys_of_test_cases(own, probes)
    if ground.target.task != "binary":
        raise Unavailable(f"the task is {ground.target.task}; this is asked of binary outcomes only")
    if not own.steady:
        raise Unavailable("two runs on the same tables give different predictions; set its seeds")
    if isinstance(own.info.features, list):
        raise Unavailable("its features are a list, so that it chooses none")
    table, columns, row_of = feature_cells(ground, own.info.features == "harmonised", ())[0]
    key_of = {key[0]: key for key in keys}
    cases = [case for case in row_of if np.isfinite(ground.target.values[case])]
    names = [ground.cohort.cases[case] for case in cases]
    rows = np.array([row_of[case] for case in cases])
    held = {case for case, name in ground.split.sets.items() if name in {key[1] for key in keys}}
    tested = np.array([name in held for name in names])
    sign = 2 * ground.target.values[cases] - 1
    usable = [column for column in columns.tolist() if _varied(table, column, rows)]
    number = min(MOST, len(usable) // 2)
    if number < FEWEST or tested.sum() < 4 * number:
        raise Unavailable(
            f"{FEWEST} planted columns need {2 * FEWEST} features without gaps and {4 * FEWEST} test cases"
        )
    watched = tuple(key_of.get(name) if test else None for name, test in zip(names, tested, strict=True))
    return _Bed(table, np.array(usable), rows, tested, sign, watched)


def _varied(table: Table, column: int, rows: np.ndarray) -> bool:
    numbers = table.numbers(table.columns[column])[0][rows]
    return bool(np.isfinite(numbers).all()) and len(np.unique(numbers)) >= len(rows) / 2


def _order(bed: _Bed, chosen: np.ndarray, number: int, random: np.random.Generator, everywhere: bool) -> np.ndarray:
    """For each row and chosen column the row whose cell it gets; planted columns first, then controls.

    Each column keeps its own cells and deals them out by the ranks of a made variable: noise in the training cases;
    in the test cases high for events and low for the others. A control is the same with the test cases' outcomes
    permuted, alike for all controls, so that nothing but the link to the outcome tells the two kinds apart.
    """
    sign = np.where(bed.tested | everywhere, bed.sign, 0.0)
    other = sign.copy()
    if not everywhere:
        other[bed.tested] = random.permutation(sign[bed.tested])
    order = np.empty((len(bed.rows), len(chosen)), dtype=np.int64)
    for position, column in enumerate(chosen.tolist()):
        made = random.normal(size=len(bed.rows)) + STRENGTH * (sign if position < number else other)
        values = bed.table.numbers(bed.table.columns[column])[0][bed.rows]
        order[np.argsort(made), position] = bed.rows[np.argsort(values, kind="stable")]
    return order


def _poked(
    bed: _Bed, chosen: np.ndarray, order: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, list[list[int]]]:
    """The same, but in each column one or a few test cases have the cell from the other end; and which cases.

    At least half of the test cases are left as they are.
    """
    free = random.permutation([place for place in np.flatnonzero(bed.tested).tolist() if bed.keys[place]])
    each = max(1, min(3, len(free) // (2 * len(chosen))))
    poked, touched = order.copy(), []
    for position, column in enumerate(chosen.tolist()):
        own = free[position * each : (position + 1) * each]
        values = bed.table.numbers(bed.table.columns[column])[0][order[:, position]]
        low, high = order[values.argmin(), position], order[values.argmax(), position]
        poked[own, position] = np.where(values[own] > np.median(values), low, high)
        touched.append(own.tolist())
    return poked, touched


def _altered(bed: _Bed, chosen: np.ndarray, order: np.ndarray) -> Altered:
    return Altered(bed.table.path, bed.table.separator, (Dealt(bed.rows, chosen, order),))


def _used(bed: _Bed, planted: Answer, poked: Answer, touched: Sequence[Sequence[int]]) -> np.ndarray:
    """Which columns the predictions depend on: a case that was poked moves more than any that was not."""
    moved = poked.moved(planted, [key for key in bed.keys if key])
    hit = {place for own in touched for place in own}
    rest = [moved[key] for place, key in enumerate(bed.keys) if key and place not in hit]
    least = max([EQUAL, *rest])
    return np.array([any(moved[bed.keys[place]] > least for place in own) for own in touched])


def _sets(bed: _Bed) -> list[str]:
    return sorted({key[1] for key in bed.keys if key})
