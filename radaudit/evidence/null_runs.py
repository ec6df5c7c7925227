"""A command run on many studies in which there is nothing to find, until it is plain what it makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.evidence.altered_tables import with_swapped_sets
from radaudit.evidence.probes import EQUAL, HELD_OUT, Answer, Ground, Probed, Probes
from radaudit.statistics.delong import auc
from radaudit.statistics.sequential_t import LEAST, Race, race
from radaudit.statistics.survival.concordance import harrell_c
from radaudit.study.cells import Altered

AT_ONCE = LEAST  # runs between two looks; the same for any number of workers
FEWEST = 5  # of events, and of the others, in a set
LEVEL = 0.01  # of both answers, over all looks and all sets of a model together
MARGIN = 0.05

Altering = Callable[[int], tuple[tuple[Altered, ...], np.ndarray]]
"""For the number of a run: the altered tables, and the case whose outcome each case of the cohort then has."""


@dataclass(frozen=True)
class NullSet:
    """One set of held-out cases.

    Attributes
    ----------
    name
        "cv", "test" or "external".
    observed
        AUC (for survival C) on the study's own tables.
    found
        Of each run on altered tables.
    race
        Whether their mean is above one half, or at least not `MARGIN` above it.
    """

    name: str
    observed: float
    found: tuple[float, ...]
    race: Race

    @property
    def mean(self) -> float:
        return float(np.mean(self.found))

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return float(np.std(self.found, ddof=1) / np.sqrt(len(self.found)))


@dataclass(frozen=True)
class NullRuns:
    """What one command makes of altered tables.

    Attributes
    ----------
    model
        Its name.
    problem
        Why nothing can be said; empty if something can.
    sets
        The held-out sets that it predicts.
    runs, failed
        How often it ran on altered tables, and how often it broke; `said` is what it said then.
    measure
        "AUC" or "C".
    altered
        What was dealt out to whom, in words.
    """

    model: str
    problem: str = ""
    sets: tuple[NullSet, ...] = ()
    runs: int = 0
    failed: int = 0
    said: str = ""
    measure: str = "AUC"
    altered: str = ""


def null_runs(
    own: Probed, probes: Probes, alter: Altering, most: int, title: str, compute: Compute, seed: int
) -> NullRuns:
    """Run a command on altered tables until each set is settled, or one is above chance, or the runs are spent.

    Parameters
    ----------
    alter
        Draws a run's tables.
    most
        Runs at most.
    title
        Of the work, for the progress shown.
    seed
        Of the probe for whether the command heeds the declared split (`heeds_split`).
    """
    if own.problem:
        return NullRuns(own.name, own.problem)
    everybody = np.arange(len(probes.ground.cohort))
    observed = set_scores(own.said, probes.ground, everybody)
    if not observed:
        return NullRuns(own.name, _nothing_to_score(own, probes.ground))
    found: dict[str, list[float]] = {name: [] for name in observed}
    failures: list[str] = []
    runs, races = 0, {}
    while runs < most:
        drawn = [alter(turn) for turn in range(runs, min(runs + AT_ONCE, most))]
        answers = probes.ask(own, [tables for tables, _ in drawn], title, compute)
        if not runs and _deaf(own, answers):
            return NullRuns(own.name, "its predictions stay as they are, so it reads other tables than the study names")
        runs += len(drawn)
        for answer, (_, source) in zip(answers, drawn, strict=True):
            failures += [answer.problem] if answer.problem else []
            for name, value in set_scores(answer, probes.ground, source).items():
                found.setdefault(name, []).append(value)
        if 2 * len(failures) > runs:
            return NullRuns(own.name, f"it broke in {len(failures)} of {runs} runs on altered tables: {failures[0]}")
        races = {name: race(found[name], margin=MARGIN, level=LEVEL / len(observed)) for name in observed}
        verdicts = {name: own_race.verdict for name, own_race in races.items()}
        if "above" in verdicts.values() or "open" not in verdicts.values():
            break
    measure = "C" if probes.ground.target.task == "survival" else "AUC"
    sets = tuple(NullSet(name, observed[name], tuple(found[name]), races[name]) for name in observed)
    made = NullRuns(own.name, "", sets, runs, len(failures), failures[0] if failures else "", measure)
    above = [name for name, own_race in races.items() if own_race.verdict == "above"]
    reason = heeds_split(own, probes, above, seed, compute)
    return replace(made, problem=reason) if reason else made


def set_scores(answer: Answer, ground: Ground, source: np.ndarray) -> dict[str, float]:
    """AUC or C of each held-out set under the outcomes of the source cases; sets with too few events are left out.

    Where an answer names folds, and each holds both classes, the AUC is the mean over folds: pooled scores of several
    fits fall below one half where there is nothing to find.
    """
    values = ground.target.values[source]
    groups: dict[str, dict[tuple[str, ...], list[tuple[int, float]]]] = {}
    for (case, name, fold), scores in answer.scores.items():
        row = ground.cohort.rows[case]
        if name in HELD_OUT and np.isfinite(values[row]).all():
            groups.setdefault(name, {}).setdefault(fold, []).append((row, scores[0]))
    found = {}
    for name, folds in groups.items():
        parts = [(values[[row for row, _ in part]], np.array([own for _, own in part])) for part in folds.values()]
        if not all(_enough(outcomes, 2) for outcomes, _ in parts):
            parts = [tuple(np.concatenate(own) for own in zip(*parts, strict=True))]
        if _enough(np.concatenate([outcomes for outcomes, _ in parts]), FEWEST):
            found[name] = float(np.mean([_score(outcomes, scores) for outcomes, scores in parts]))
    return found


def _enough(outcomes: np.ndarray, fewest: int) -> bool:
    events = outcomes[:, 1] if outcomes.ndim == 2 else outcomes
    others = len(events) if outcomes.ndim == 2 else (events == 0).sum()
    return min((events == 1).sum(), others) >= fewest


def _score(outcomes: np.ndarray, scores: np.ndarray) -> float:
    if outcomes.ndim == 2:
        return harrell_c(outcomes[:, 0], outcomes[:, 1].astype(bool), scores).estimate
    return auc(scores, outcomes.astype(bool))


def _nothing_to_score(own: Probed, ground: Ground) -> str:
    if ground.target.task not in ("binary", "survival"):
        return f"the task is {ground.target.task}; this is asked of events only"
    if not own.keys(*HELD_OUT):
        return "its command writes no prediction of a held-out case; have it write the column 'set' (test, cv ...)"
    return f"no set that its command predicts holds {FEWEST} events and {FEWEST} others"


def _deaf(own: Probed, answers: Iterable[Answer]) -> bool:
    """Whether changed tables move its predictions no more than a second run on the same tables does."""
    distances = [list(answer.moved(own.said).values()) for answer in answers if not answer.problem]
    return bool(distances) and max(float(np.mean(own_moved)) for own_moved in distances) <= max(EQUAL, 2 * own.wobble)


def heeds_split(own: Probed, probes: Probes, sets: Iterable[str], seed: int, compute: Compute) -> str:
    """Why the sets can't be held against a command; empty if they can.

    Where only the declared split says that a case was held out, the command may divide the cases by itself, and have
    fitted on it. So half of the held-out cases and as many training cases with the same outcomes change places: a
    command that reads the split must predict otherwise then.
    """
    only_declared = [name for name in sets if name not in own.told]
    if not only_declared:
        return ""
    ground = probes.ground
    if not own.steady:
        return "two runs on the same tables differ, so that it can't be seen whether it heeds the declared split"
    try:
        cases, source = _swaps(ground, only_declared, seed)
        tables = with_swapped_sets(ground, cases, source)
    except Unavailable as reason:
        return str(reason).rstrip(".")
    [answer] = probes.ask(own, [tables], "Moving cases between sets", compute)
    if answer.problem:
        return f"it broke when cases changed sets: {answer.problem}"
    stayed = [own_key for own_key in answer.scores if own_key in own.said.scores]
    if all(distance <= EQUAL for distance in answer.moved(own.said, stayed).values()):
        return (
            "its predictions stay as they are when cases change sets, so it doesn't read the declared split: it fits "
            "on all cases, or divides them by itself; have it write the set of each case"
        )
    return ""


def _swaps(ground: Ground, sets: Iterable[str], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Half of these sets' cases and training cases of equal outcomes, each with the other as source."""
    random = np.random.default_rng([seed, 97])
    own = {name: [ground.cohort.rows[case] for case in ground.split.cases(name)] for name in (*sets, "train")}
    held = random.permutation([row for name in sets for row in own[name]])
    free: Mapping[object, list[int]] = {}
    for row in random.permutation(own["train"]).tolist():
        free.setdefault(_class(ground, row), []).append(row)
    pairs = []
    for row in held[: max(1, len(held) // 2)].tolist():
        if free.get(_class(ground, row)):
            pairs.append((row, free[_class(ground, row)].pop()))
    if not pairs:
        raise Unavailable("no held-out case can change places with a training case of the same outcome")
    cases = np.array(pairs)
    return np.concatenate([cases[:, 0], cases[:, 1]]), np.concatenate([cases[:, 1], cases[:, 0]])


def _class(ground: Ground, row: int) -> object:
    if ground.target.task in ("binary", "multiclass"):
        return float(np.nan_to_num(ground.target.values[row], nan=-1.0))
    return None
