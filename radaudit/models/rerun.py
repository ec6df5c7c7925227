"""Fit the study's estimator again: once, or a thousand times over in other ways."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Failure, Job
from radaudit.core.errors import JobFailed
from radaudit.models.asking import Question, answers
from radaudit.models.harmonised import Harmonise, Unharmonised, harmonised_tables
from radaudit.models.request import Request, Run, RunResult, result_of
from radaudit.models.sandbox.run import Demand

BATCH = 25  # runs in one process: it takes a second or two to start, and what it did is lost if it is stopped


@dataclass(frozen=True)
class Setup:
    """What all runs of a model share.

    Attributes
    ----------
    model
        Its name.
    entry, code
        ``path/to/module.py:function`` that makes the estimator; the study's modules, by path in the study.
    task
        "binary", "multiclass", "regression" or "survival".
    columns
        Names of the features.
    features
        float64, shape (cases, columns).
    clinical
        Clinical columns as text, by name.
    target
        float64, see `request.Request`.
    listed
        int64: positions of the features that the model is given if a run says nothing else.
    classes
        Of a classification, how many classes there are.
    sandbox
        What the auditor demands of it, see `sandbox.run`.
    horizons
        Of a time to an event: see `request.Request`.
    unharmonised
        The features as they were before harmonisation, for runs that harmonise them anew; None where they are not
        known, or can't be harmonised.
    """

    model: str
    entry: str
    code: Mapping[str, FileRef]
    task: str
    columns: tuple[str, ...]
    features: np.ndarray
    clinical: Mapping[str, tuple[str | None, ...]]
    target: np.ndarray
    listed: np.ndarray
    classes: int = 2
    sandbox: Demand = "best"
    horizons: tuple[float, ...] = ()
    unharmonised: Unharmonised | None = None

    def __len__(self) -> int:
        return len(self.features)

    @property
    def offered(self) -> tuple[str, ...]:
        """Names of the columns that the model is given, clinical ones last."""
        return (*(self.columns[column] for column in self.listed), *self.clinical)


@dataclass(frozen=True)
class Refit(Job):
    """Some runs of the study's estimator, in one process. `Setup`'s fields, and the runs.

    Runs code of the study: made only when the auditor said so. ``run`` gives the results, as `asdict` does.
    """

    revision: ClassVar[int] = 4
    libraries: ClassVar[tuple[str, ...]] = (
        "scikit-learn", "numpy", "scipy", "pandas", "neuroHarmonize", "neuroCombat", "statsmodels",
    )  # fmt: skip

    most_together: ClassVar[int] = 4

    model: str = field(metadata=NAME_ONLY)
    entry: str
    code: Mapping[str, FileRef]
    task: str
    columns: tuple[str, ...]
    features: np.ndarray
    clinical: Mapping[str, tuple[str | None, ...]]
    target: np.ndarray
    listed: np.ndarray
    classes: int
    runs: tuple[Run, ...]
    sandbox: Demand = field(default="best", metadata=NAME_ONLY)
    horizons: tuple[float, ...] = ()
    unharmonised: Unharmonised | None = None

    @classmethod
    def of(cls, setup: Setup, runs: Sequence[Run]) -> Refit:
        return cls(**vars(setup), runs=tuple(runs))

    @property
    def title(self) -> str:
        return self.model

    @property
    def shares(self) -> Hashable:
        """The same modules, behind the same fence: importing what they need takes longer than most of what they do."""
        files = tuple(sorted((name, file.sha256) for name, file in self.code.items()))
        return self.entry.rpartition(":")[0], files, self.sandbox

    def run(self) -> dict:
        [found] = self.run_together([self])
        if isinstance(found, JobFailed):
            raise found
        return found

    @classmethod
    def run_together(cls, jobs: Sequence[Refit]) -> list[dict | JobFailed]:
        """One process for all; where it does not end well, nobody knows whose fault that is."""
        asked = [job._with_tables() for job in jobs]
        questions = [
            Question(job.code, job.sandbox, job._request(runs, tables))
            for job, (tables, runs, _) in zip(jobs, asked, strict=True)
            if runs
        ]
        answered = iter(answers(questions))
        return [_found(problems, next(answered) if runs else ()) for _, runs, problems in asked]

    def _with_tables(self) -> tuple[list[np.ndarray], list[Run], list[str]]:
        """Tables harmonised anew, before the study's process starts; the runs that can be made, which say whose table
        is theirs; why each can't be, "" for those."""
        wanted = [_learnt_from(run, len(self.features)) for run in self.runs]
        tables, places, problems = harmonised_tables(self.unharmonised, wanted)
        placed = zip(self.runs, places, problems, strict=True)
        return tables, [replace(run, table=place) for run, place, problem in placed if not problem], problems

    def _request(self, runs: Sequence[Run] | None = None, tables: Sequence[np.ndarray] = ()) -> Request:
        """The request, with the outcomes left out that no run may see."""
        runs = self.runs if runs is None else runs
        own = [_seen(run, len(self.features)) for run in runs if run.target is None]
        runs = tuple(
            run if run.target is None else replace(run, target=_hidden(run.target, _seen(run, len(self.features))))
            for run in runs
        )
        seen = np.unique(np.concatenate(own)) if own else np.arange(0)
        shared = {
            name: getattr(self, name)
            for name in ("entry", "task", "columns", "features", "clinical", "listed", "classes", "horizons")
        }
        return Request(**shared, target=_hidden(self.target, seen), runs=runs, tables=tuple(tables))


def run_all(
    compute_map: Callable[[str, Sequence[Job]], list[dict | Failure]],
    title: str,
    wanted: Sequence[tuple[Setup, Sequence[Run]]],
    batch: int = BATCH,
) -> list[tuple[RunResult, ...]]:
    """The results of many runs of some models, worked on in batches.

    Parameters
    ----------
    compute_map
        `compute.engine.Compute.map`.
    title
        Of the work, for the progress shown.
    wanted
        Setups, each with its runs.
    batch
        How many runs go into one process. The batches are cut in order, so that more runs of the same kind later
        find the first ones done.

    Returns
    -------
    list
        For each setup its results, in the order of its runs. If a process was stopped, all runs of its batch have
        that as their problem; a run that raises is alone in having one.
    """
    jobs: list[Refit] = []
    for setup, runs in wanted:
        jobs += [Refit.of(setup, runs[start : start + batch]) for start in range(0, len(runs), batch)]
    done = iter(compute_map(title, jobs))
    results = []
    for _, runs in wanted:
        own: list[RunResult] = []
        for start in range(0, len(runs), batch):
            number, result = len(runs[start : start + batch]), next(done)
            failed = isinstance(result, Failure)
            own += [RunResult(result.message)] * number if failed else map(result_of, result["runs"])
        results.append(tuple(own))
    return results


def _seen(run: Run, cases: int) -> np.ndarray:
    """The rows whose outcomes a run needs."""
    if not run.early:
        return np.unique(run.fit)
    predict = np.arange(cases) if run.predict is None else run.predict
    return np.union1d(run.fit, predict if run.pool is None else run.pool)


def _learnt_from(run: Run, cases: int) -> tuple[Harmonise, np.ndarray] | None:
    """How a run harmonises, and the rows that it learns that from."""
    if run.harmonise is None or run.harmonise.rows != "pool":
        return run.harmonise and (run.harmonise, run.fit)
    predict = np.arange(cases) if run.predict is None else run.predict
    return run.harmonise, np.union1d(run.fit, predict if run.pool is None else run.pool)


def _hidden(target: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """The outcomes with all but these rows made nan."""
    known = np.full(target.shape, np.nan)
    known[seen] = target[seen]
    return known


def _found(problems: Sequence[str], answered: Sequence[RunResult] | JobFailed) -> dict | JobFailed:
    """A job's result: of each run why it can't be made, or what was answered."""
    if isinstance(answered, JobFailed):
        return answered
    given = iter(answered)
    results = [RunResult(problem) if problem else next(given) for problem in problems]
    if len(results) == 1 and results[0].problem:
        return JobFailed(results[0].problem, lasting=False)
    return {"runs": [asdict(result) for result in results]}
