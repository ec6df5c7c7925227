"""The store first, the runner for the rest, each new result stored as it arrives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from radaudit.compute.bundle import Bundle, bundled, unpacked
from radaudit.compute.job import Failure, Job
from radaudit.compute.runners import Runner, serial
from radaudit.compute.store import Store


class Progress(Protocol):
    """Is told how work goes on."""

    def ask(self, question: str, number: int, total: int) -> None:
        """What the work is for: the first, second, third of so many questions."""

    def start(self, title: str, total: int, done: int) -> None:
        """Work begins: this many jobs in all, this many found done."""

    def advance(self) -> None:
        """One more is done."""

    def finish(self) -> None:
        """No more will come."""


class Silent:
    """Shows nothing."""

    def ask(self, question: str, number: int, total: int) -> None: ...

    def start(self, title: str, total: int, done: int) -> None: ...

    def advance(self) -> None: ...

    def finish(self) -> None: ...


def kept(result: dict | Failure, keep: Callable[[dict], object] | None) -> object:
    """What stays of a result; a failure stays as it is."""
    return result if keep is None or isinstance(result, Failure) else keep(result)


class Compute:
    """The one door to expensive work.

    Parameters
    ----------
    store
        Where results are kept.
    runner
        Does what is not there yet.
    progress
        Is told how it goes on.
    """

    def __init__(self, store: Store, runner: Runner = serial, progress: Progress | None = None):
        self._store = store
        self._runner = runner
        self._progress = progress or Silent()
        self.done: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self._asked: set[str] = set()

    def ask(self, question: str, number: int, total: int) -> None:
        """Tell what the jobs to come are for, and how far the audit is."""
        self._progress.ask(question, number, total)

    def map(
        self, title: str, jobs: Sequence[Job], keep: Callable[[dict], object] | None = None
    ) -> list[dict | object | Failure]:
        """Results of these jobs, in their order.

        Equal jobs are done once. A failure that the input makes certain is stored like a result;
        a crash is not, so the next audit tries again.

        Parameters
        ----------
        title
            What is done, for the progress bar.
        jobs
            The work.
        keep
            Makes of each result, as it arrives, what its caller needs: the results of thousands of jobs are large.
        """

        unique = {job.key: job for job in jobs}
        results = {key: kept(found, keep) for key, job in unique.items() if (found := self._store.get(job)) is not None}
        missing = [job for key, job in unique.items() if key not in results]
        self.found.update(type(unique[key]).__name__ for key in results if key not in self._asked)
        self._asked.update(unique)  # a job that two ask for was found, or done, once
        self._progress.start(title, len(unique), len(results))
        try:
            for job, result in self._arriving(missing):
                if not (isinstance(result, Failure) and result.kind != "input"):
                    self._store.put(job, result)
                results[job.key] = kept(result, keep)
                self.done[type(job).__name__] += 1
                self._progress.advance()
        finally:
            self._progress.finish()
        return [results[job.key] for job in jobs]

    def _arriving(self, jobs: Sequence[Job]) -> Iterator[tuple[Job, dict | Failure]]:
        """Results as they come. Of a bundle that failed as a whole each job is done alone, to lose the culprit only."""
        work, again = bundled(jobs, getattr(self._runner, "workers", 1)), []
        for position, result in self._runner(work) if work else ():
            own = work[position]
            if not isinstance(own, Bundle):
                yield own, result
            elif isinstance(result, Failure):
                again += own.jobs
            else:
                yield from unpacked(own, result)
        for position, result in self._runner(again) if again else ():
            yield again[position], result
