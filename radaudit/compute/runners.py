"""Ways to run jobs. A runner takes jobs and gives (position, result) as they are done, in any order."""

from __future__ import annotations

import json
import os
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from typing import TYPE_CHECKING

from radaudit.compute.bundle import Bundle
from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import Failure, Job
from radaudit.core.errors import JobFailed

if TYPE_CHECKING:
    from joblib.externals.loky import ProcessPoolExecutor

Runner = Callable[[Sequence[Job]], Iterator[tuple[int, dict | Failure]]]


def attempt(position: int, job: Job) -> tuple[int, dict | Failure]:
    """Run one job; whatever happens in it becomes a `Failure`, never an exception.

    A result goes through JSON, so that one just made equals the same one found in the store (tuples become lists).
    """
    from threadpoolctl import threadpool_limits

    try:
        with threadpool_limits(1):  # the parallelism is over jobs; and one thread gives one order of sums
            return position, json.loads(json.dumps(job.run()))
    except JobFailed as failure:
        return position, Failure(str(failure), "input" if failure.lasting else "passing")
    except OSError as fault:  # of this machine and moment, not of the input
        name = os.path.basename(str(fault.filename or ""))
        return position, Failure(f"{job.title}: {name} {fault.strerror or fault}".replace("  ", " "), "crash")
    except MemoryError:
        return position, Failure(f"{job.title}: not enough memory", "crash")
    except Exception as bug:
        frames = traceback.format_exc(limit=-4)
        return position, Failure(f"{job.title}: {type(bug).__name__}: {bug}", "crash", frames)


def serial(jobs: Sequence[Job]) -> Iterator[tuple[int, dict | Failure]]:
    """One after the other, in this process."""
    for position, job in enumerate(jobs):
        yield attempt(position, job)


class Processes:
    """A runner with this many worker processes, kept from one round of jobs to the next.

    A worker that dies (out of memory, a fault in native code) takes the pool with it: what was not done is then
    run again, each job in a process of its own, so that only the culprit is lost.

    Parameters
    ----------
    workers
        How many processes at most.
    """

    def __init__(self, workers: int):
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, jobs: Sequence[Job]) -> Iterator[tuple[int, dict | Failure]]:
        from joblib.externals.loky.process_executor import BrokenProcessPool

        left = dict(enumerate(jobs))
        try:
            self._pool = self._pool or _started(self.workers)
            for position, result in _done(self._pool, left):
                del left[position]
                yield position, result
        except BrokenProcessPool:
            self.close()
            yield from _one_by_one(left)

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            with _no_last_words():
                self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = None


@contextmanager
def _no_last_words() -> Iterator[None]:
    """Jobs that are taken from loky's thread while it gives them out make it end with a KeyError, which is not news."""
    told = threading.excepthook

    def tell(what: threading.ExceptHookArgs) -> None:
        if what.exc_type is not KeyError or getattr(what.thread, "name", "") != "ExecutorManagerThread":
            told(what)

    threading.excepthook = tell
    try:
        yield
    finally:
        threading.excepthook = told


def _one_by_one(jobs: dict[int, Job]) -> Iterator[tuple[int, dict | Failure]]:
    from joblib.externals.loky.process_executor import BrokenProcessPool

    for position, job in jobs.items():
        pool = _started(1)
        try:
            yield from _done(pool, {position: job})
        except BrokenProcessPool:
            message = f"{job.title}: the worker process died (out of memory, or a fault in native code)"
            yield position, Failure(message, "crash")
        finally:
            pool.shutdown(wait=True, kill_workers=True)


def _started(workers: int) -> ProcessPoolExecutor:
    from joblib.externals.loky import ProcessPoolExecutor

    # A worker that has loaded a large library is ended and replaced between two jobs; nothing is lost by it.
    warnings.filterwarnings("ignore", "A worker stopped while some jobs were given to the executor", UserWarning)
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    single["ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"] = "1"
    return ProcessPoolExecutor(workers, env=single, initializer=_follow, initargs=(os.getpid(),))


def _done(pool: ProcessPoolExecutor, jobs: dict[int, Job]) -> Iterator[tuple[int, dict | Failure]]:
    from concurrent.futures import as_completed

    for future in as_completed([pool.submit(attempt, *item) for item in largest_first(jobs)]):
        yield future.result()


def largest_first(jobs: dict[int, Job]) -> list[tuple[int, Job]]:
    """Jobs by how much they read: begun last, a large one would keep one worker busy while the others have nothing."""
    return sorted(jobs.items(), key=lambda item: -_bytes(item[1]))


def _bytes(job: Job) -> int:
    if isinstance(job, Bundle):
        return _bytes(job.jobs[0])
    values = [getattr(job, field.name) for field in fields(job)]
    paths = [value.path for value in values if isinstance(value, FileRef | FolderRef)]
    try:
        files = [part for path in paths for part in (path.iterdir() if path.is_dir() else [path])]
        return sum(file.stat().st_size for file in files)
    except OSError:  # the job itself will say so
        return 0


def _follow(parent: int) -> None:
    """Make this worker end when its parent was killed; left alone it would wait for work for ever."""
    import threading
    import time

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def default_workers() -> int:
    """As many processes as this one may use CPUs."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
