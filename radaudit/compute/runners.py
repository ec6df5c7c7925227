"""Ways to run jobs. A runner takes jobs and gives (position, result) as they are done, in any order."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence

from radaudit.compute.job import Failure, Job
from radaudit.core.errors import JobFailed

Runner = Callable[[Sequence[Job]], Iterator[tuple[int, dict | Failure]]]


def attempt(position: int, job: Job) -> tuple[int, dict | Failure]:
    """Run one job; whatever happens in it becomes a `Failure`, never an exception."""
    from threadpoolctl import threadpool_limits

    try:
        with threadpool_limits(1):  # the parallelism is over jobs; and one thread gives one order of sums
            return position, job.run()
    except JobFailed as failure:
        return position, Failure(str(failure))
    except MemoryError:
        return position, Failure(f"{job.title}: not enough memory", "crash")
    except Exception as bug:
        frames = traceback.format_exc(limit=-4)
        return position, Failure(f"{job.title}: {type(bug).__name__}: {bug}", "crash", frames)


def serial(jobs: Sequence[Job]) -> Iterator[tuple[int, dict | Failure]]:
    """One after the other, in this process."""
    for position, job in enumerate(jobs):
        yield attempt(position, job)


def processes(workers: int) -> Runner:
    """A runner with this many worker processes.

    A worker that dies (out of memory, a fault in native code) takes the pool with it: what was not done is then
    run again, each job in a process of its own, so that only the culprit is lost.
    """

    def run(jobs: Sequence[Job]) -> Iterator[tuple[int, dict | Failure]]:
        from joblib.externals.loky.process_executor import BrokenProcessPool

        left = dict(enumerate(jobs))
        try:
            for position, result in _pool(workers, left):
                del left[position]
                yield position, result
        except BrokenProcessPool:
            for position, job in list(left.items()):
                try:
                    yield from _pool(1, {position: job})
                except BrokenProcessPool:
                    message = f"{job.title}: the worker process died (out of memory, or a fault in native code)"
                    yield position, Failure(message, "crash")

    return run


def _pool(workers: int, jobs: dict[int, Job]) -> Iterator[tuple[int, dict | Failure]]:
    """A fresh pool for each call: workers are idle between calls anyway, and a broken pool can't be used again."""
    from concurrent.futures import as_completed

    from joblib.externals.loky import ProcessPoolExecutor

    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    single["ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"] = "1"
    executor = ProcessPoolExecutor(min(workers, len(jobs)), env=single)
    try:
        for future in as_completed([executor.submit(attempt, *item) for item in jobs.items()]):
            yield future.result()
    finally:
        executor.shutdown(wait=True, kill_workers=True)


def default_workers() -> int:
    """As many processes as this one may use CPUs."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
