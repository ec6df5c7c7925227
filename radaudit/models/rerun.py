"""Fit the study's estimator again: once, or a thousand times over in other ways."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.job import NAME_ONLY, Failure, Job
from radaudit.core.errors import JobFailed
from radaudit.models.harmonised import Harmonise, Unharmonised, harmonised_tables
from radaudit.models.request import Request, Run, RunResult, read_answer, result_of, write_request
from radaudit.models.sandbox.limits import Limits
from radaudit.models.sandbox.run import Demand, run

BATCH = 25  # runs in one process: it takes a second or two to start, and what it did is lost if it is stopped
MORE_SECONDS = 30  # for each run after the first, beyond the limit on time


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

    def run(self) -> dict:
        tables, runs, problems = self._with_tables()
        ready = [run for run, problem in zip(runs, problems, strict=True) if not problem]
        answered = iter(self._answered(ready, tables) if ready else ())
        results = [RunResult(problem) if problem else next(answered) for problem in problems]
        if len(results) == 1 and results[0].problem:
            raise JobFailed(results[0].problem, lasting=False)
        return {"runs": [asdict(result) for result in results]}

    def _answered(self, runs: Sequence[Run], tables: Sequence[np.ndarray]) -> list[RunResult]:
        """What the study's process says of these runs."""
        limits = replace(Limits(), seconds=Limits().seconds + MORE_SECONDS * (len(runs) - 1))
        with tempfile.TemporaryDirectory(prefix="radaudit-") as name:
            scratch = Path(name)
            for relative, file in self.code.items():
                target = scratch / "code" / relative
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.path, target)
            write_request(scratch, self._request(runs, tables))
            command = (sys.executable, "-m", "radaudit.models.child", str(scratch))
            ended = run(command, scratch, limits, demand=self.sandbox).problem
            answer = read_answer(scratch)
        here = f"{name}/code/"
        problem = ended or ("the study's code left no scores" if answer is None else answer.problem)
        if not problem and len(answer.runs) != len(runs):
            problem = f"the study's code left {len(answer.runs)} results for {len(runs)} runs"
        if problem:  # not lasting: it may be a library that is missing here, or a limit
            raise JobFailed(without_folders(problem.replace(here, "")), lasting=False)
        results = [_looked_at(result, run, self) for run, result in zip(runs, answer.runs, strict=True)]
        return [_without_places(result, here) for result in results]

    def _with_tables(self) -> tuple[list[np.ndarray], list[Run], list[str]]:
        """Tables harmonised anew, before the study's process starts; runs that say which is theirs; what can't be."""
        wanted = [_learnt_from(run, len(self.features)) for run in self.runs]
        tables, places, problems = harmonised_tables(self.unharmonised, wanted)
        return tables, [replace(run, table=place) for run, place in zip(self.runs, places, strict=True)], problems

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


def _looked_at(result: RunResult, run: Run, job: Refit) -> RunResult:
    """The result, or why it is of no use."""
    if result.problem:
        return result
    cases = len(job.features) if run.predict is None else len(run.predict)
    if len(result.scores) != cases:
        return RunResult(f"the estimator gave {len(result.scores)} scores for {cases} cases")
    strange = cases - int(np.isfinite(result.matrix).all(axis=1).sum())
    if strange:
        return RunResult(f"{strange} of the estimator's {cases} scores are not finite (NaN or infinity)")
    return result


def _without_places(result: RunResult, here: str) -> RunResult:
    problem, unanswered = (without_folders(text.replace(here, "")) for text in (result.problem, result.unanswered))
    return replace(result, problem=problem, unanswered=unanswered)


def without_folders(text: str) -> str:
    """The text with absolute paths cut to their last part: a report says nothing about the machine."""
    return re.sub(r"(?<![\w.:/])/(?:[^\s/'\"]+/)+", "", text)
