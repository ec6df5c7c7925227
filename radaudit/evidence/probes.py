"""The study's commands, made ready to be asked about altered tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.commands import TITLE, command_jobs, read_produced
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.models.command import Produce
from radaudit.models.probe import Probe
from radaudit.study.cells import Altered
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo

HELD_OUT = ("cv", "test", "external")  # outcomes of the validation set may be seen: models are tuned on it
EQUAL = 1e-9  # of scores: the same arithmetic on the same rows, at most in another order

Key = tuple[str, str | None, tuple[str, ...]]
"""Case, set, and repeat and fold of a prediction."""


@dataclass(frozen=True)
class Ground:
    """What the study's tables say: a probe is drawn from it, and its answer read against it."""

    study: Study
    cohort: Cohort
    target: Target
    split: Split | None
    reported: FeatureTable | None


@dataclass(frozen=True)
class Answer:
    """What a command said.

    Attributes
    ----------
    problem
        Why it said nothing; empty if it did.
    scores
        By prediction, in the order in which they were written.
    """

    problem: str = ""
    scores: Mapping[Key, tuple[float, ...]] = field(default_factory=dict)

    def moved(self, other: Answer, keys: Iterable[Key] | None = None) -> dict[Key, float]:
        """How far each score lies from another answer's; inf where one of them is missing."""
        keys = [*self.scores, *(key for key in other.scores if key not in self.scores)] if keys is None else keys
        found = {}
        for key in keys:
            own, others = self.scores.get(key), other.scores.get(key)
            apart = np.inf if own is None or others is None else np.abs(np.subtract(own, others)).max()
            found[key] = float(apart)
        return found


@dataclass(frozen=True)
class Probed:
    """A model whose command can be asked.

    Attributes
    ----------
    info
        As declared.
    problem
        Why it can't be asked; empty if it can.
    base
        The command on the study's own tables.
    said
        What it says of them.
    wobble
        The mean distance of a score from that of a second run on the same tables.
    told
        Sets that the command itself writes beside its predictions; for others the declared split tells.
    """

    info: ModelInfo
    problem: str = ""
    base: Produce | None = None
    said: Answer = field(default_factory=Answer)
    wobble: float = 0.0
    told: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def steady(self) -> bool:
        """Whether a second run gave the same scores."""
        return self.wobble <= EQUAL

    def keys(self, *sets: str) -> list[Key]:
        """Its predictions of these sets."""
        return [key for key in self.said.scores if key[1] in sets]


@dataclass(frozen=True)
class Probes:
    """All commands, and what they are asked about."""

    commands: tuple[Probed, ...]
    ground: Ground

    def ask(self, own: Probed, alterations: Sequence[Sequence[Altered]], title: str, compute: Compute) -> list[Answer]:
        """What the command says of each of these altered studies."""
        jobs = [Probe.of(own.base, *tables) for tables in alterations]
        return [_answer(own.base, result, self.ground)[0] for result in compute.map(title, jobs)]


@evidence
def probes(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    target: Target,
    split: Split | None,
    reported: FeatureTable | None,
    offered: OfferedFeatures,
    auditor: Auditor,
    compute: Compute,
) -> Probes:
    """The study's commands with their answer on its own tables, each given twice."""
    jobs, problems, _ = command_jobs(models, study, reported, offered, auditor)
    ground = Ground(study, cohort, target, split, reported)
    results = compute.map(TITLE, [*jobs.values(), *(Probe.of(job, turn=1) for job in jobs.values())])
    first, again = (dict(zip(jobs, part, strict=True)) for part in (results[: len(jobs)], results[len(jobs) :]))
    return Probes(
        tuple(
            Probed(model, problems[model.name].problem)
            if model.name in problems
            else _probed(model, jobs[model.name], first[model.name], again[model.name], ground)
            for model in models
            if model.command
        ),
        ground,
    )


def _probed(model: ModelInfo, job: Produce, first: object, again: object, ground: Ground) -> Probed:
    (said, told), (repeated, _) = _answer(job, first, ground), _answer(job, again, ground)
    problem = said.problem or repeated.problem
    if problem or not said.scores:
        return Probed(model, problem or "its command predicts no case of the cohort")
    moved = list(said.moved(repeated).values())
    return Probed(model, "", job, said, float(np.mean(moved)), told)


def _answer(job: Produce, result: dict | Failure, ground: Ground) -> tuple[Answer, frozenset[str]]:
    """What the command wrote, and the sets that it named itself."""
    if isinstance(result, Failure):
        return Answer(result.message), frozenset()
    given = (ground.study, ground.cohort, ground.target, ground.split)
    read = read_produced(job.model, job.produces, result["content"], (), given)
    if read.predictions is None:
        return Answer(read.problem), frozenset()
    scores = {(row.case, row.set, row.fold): row.scores for row in read.predictions.rows}
    bare = read_produced(job.model, job.produces, result["content"], (), (*given[:3], None))
    return Answer("", scores), frozenset(row.set for row in bare.predictions.rows if row.set)
