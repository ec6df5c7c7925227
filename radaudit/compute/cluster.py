"""Jobs on a Dask cluster, and a refusal where a worker would not give what this machine gives."""

from __future__ import annotations

import dataclasses
import logging
import os
import socket
import threading
import time
import uuid
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import Failure, Job
from radaudit.compute.runners import attempt
from radaudit.compute.software import differences, software
from radaudit.core.errors import JobFailed, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECTING = 5.0  # seconds
AHEAD = 3  # jobs given out for each worker: one at work, the next already there, one on its way
PATIENCE = 300.0  # seconds without any worker: a batch system may need a while to start the next one
GLANCE = 1.0  # seconds between two looks at who is there
KEPT = "what was computed is kept, so the same command goes on from here"


class Cluster:
    """A runner on the workers of a Dask scheduler.

    Dask runs a job again whose worker died. A job that goes on killing its workers (Dask's ``allowed-failures``) is a
    suspect: the jobs beside it were lost with it as often. So suspects are run again alone, and only who then kills
    workers too is a crash.

    Parameters
    ----------
    address
        The scheduler's, such as ``tcp://host:8786``.
    patience
        Seconds to wait for a worker when the last one is gone.

    Raises
    ------
    UsageError
        If nobody answers there, no worker is there, or one of them would not do the same work as this process.
    """

    def __init__(self, address: str, patience: float = PATIENCE):
        self._address = address
        self._patience = patience
        self._client = _connected(address)
        self._looked, self._workers = 0.0, 0
        try:
            _check(self._client, address)
        except BaseException:
            self.close()
            raise

    def __call__(self, jobs: Sequence[Job]) -> Iterator[tuple[int, dict | Failure]]:
        suspects = []
        for position, result in self._done(dict(enumerate(jobs))):
            if result is None:
                suspects.append(position)
            else:
                yield position, result
        for position in suspects:
            ((_, result),) = self._done({position: jobs[position]})
            yield position, Failure(_killer(jobs[position]), "crash") if result is None else result

    @property
    def workers(self) -> int:
        """How many workers there are now, at least one: others may be on their way."""
        return max(1, self._present())

    def close(self) -> None:
        """Take leave; scheduler and workers stay."""
        with suppress(Exception):  # the scheduler may be gone by now
            self._client.close(timeout=CONNECTING)

    def _done(self, jobs: Mapping[int, Job]) -> Iterator[tuple[int, dict | Failure | None]]:
        """Results as they come; None for a job that was lost with too many workers."""
        waiting, running, done = iter(jobs.items()), {}, Queue()
        try:
            while True:
                for position, job in islice(waiting, max(0, AHEAD * self._present() - len(running))):
                    future = self._client.submit(work, job, software(), key=f"{type(job).__name__}-{uuid.uuid4().hex}")
                    running[future.key] = position, future
                    future.add_done_callback(done.put)
                if running:
                    position, future = running.pop(self._next(done).key)
                    yield position, self._result(future, jobs[position])
                    future.release()
                elif not self._present():
                    self._wait()
                else:
                    return
        finally:
            for _, future in running.values():  # what nobody wants any more is forgotten
                future.release()

    def _present(self) -> int:
        """How many workers there are; looked up once in a while."""
        if time.monotonic() - self._looked > GLANCE:
            try:
                self._workers = len(self._client.nthreads())
            except Exception:
                raise self._gone() from None
            self._looked = time.monotonic()
        return self._workers

    def _next(self, done: Queue) -> Future:
        last = time.monotonic()
        while True:
            try:
                return done.get(timeout=GLANCE)
            except Empty:
                if self._present():
                    last = time.monotonic()
                elif time.monotonic() - last > self._patience:
                    raise self._deserted() from None

    def _wait(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise self._deserted() from None
        self._looked = 0.0

    def _result(self, future: Future, job: Job) -> dict | Failure | None:
        from distributed import CancelledError, KilledWorker

        try:
            result = future.result(timeout=self._patience)
        except KilledWorker:
            return None
        except CancelledError:
            raise self._gone() from None
        except TimeoutError:
            raise self._deserted() from None
        except Exception as bug:  # of what Dask does around the job: reading it on the worker, say
            return Failure(f"{job.title}: {type(bug).__name__} on the cluster: {bug}", "crash")
        if isinstance(result, Refused):
            return _changed(job) or self._refuse(result)
        return result

    def _refuse(self, refused: Refused) -> None:
        raise UsageError(f"a worker of {self._address} can't do the work: {refused.reason}; {KEPT}")

    def _gone(self) -> UsageError:
        return UsageError(f"the Dask scheduler at {self._address} is gone; {KEPT}")

    def _deserted(self) -> UsageError:
        waited = f"for {self._patience:.0f} seconds"
        return UsageError(f"no worker was left at {self._address} {waited}; start workers; {KEPT}")


@dataclass(frozen=True)
class Refused:
    """What a worker answers that would give another result than the process which asks."""

    reason: str


_alone = threading.Lock()


def work(job: Job, expected: Mapping[str, str]) -> dict | Failure | Refused:
    """Do a job on a worker: one at a time in each process, since ITK and pyradiomics keep settings for the process."""
    with _alone:
        other = differences(expected, software())
        reason = f"it has {other}" if other else _unseen(job)
        return Refused(reason) if reason else attempt(0, job)[1]


def _unseen(job: Job) -> str:
    """Which of the job's files is not here, or holds something else; empty if all are as they should be."""
    for ref in _refs(job):
        try:
            found = _sha256(ref)
        except (OSError, JobFailed):
            return f"{ref.path} is not there; the study must lie on a file system that all workers see at one path"
        if found != ref.sha256:
            return f"{ref.path} has other content there than here"
    return ""


def _refs(value: object) -> Iterator[FileRef | FolderRef]:
    if isinstance(value, FileRef | FolderRef):
        yield value
    elif isinstance(value, Mapping):
        yield from _refs(list(value.values()))
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _refs(member)
    elif isinstance(value, Job):  # of a bundle
        yield from _refs([getattr(value, field.name) for field in dataclasses.fields(value)])


def _sha256(ref: FileRef | FolderRef) -> str:
    if isinstance(ref, FolderRef):
        return FolderRef.of(ref.path).sha256
    state = os.stat(ref.path)
    return _of_file(ref.path, state.st_ino, state.st_size, state.st_mtime_ns)


@lru_cache(4096)
def _of_file(path: Path, *state: int) -> str:
    """Many jobs ask for one file: it is read again only when it has changed."""
    return FileRef.of(path).sha256


def _changed(job: Job) -> Failure | None:
    """A file that is not as it was on this machine either is no fault of the worker."""
    if not _unseen(job):
        return None
    return Failure(f"{job.title}: one of its files was changed or removed during the audit", "crash")


def _killer(job: Job) -> str:
    return f"{job.title}: every worker process that tried it died (out of memory, or a fault in native code)"


def _connected(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError:
        raise UsageError("--cluster needs Dask: install it by pip install 'radaudit[cluster]'") from None
    _knock(address)
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said by the messages here
    warnings.filterwarnings("ignore", "Sending large graph", UserWarning)  # a model's table is one argument
    try:
        return Client(address, timeout=CONNECTING, set_as_default=False, name="radaudit")
    except Exception as fault:  # a server of another kind sends anything
        reason = str(fault).partition("\n")[0] or type(fault).__name__
        raise UsageError(f"what answers at {address} is no Dask scheduler that lets us in ({reason})") from None


def _knock(address: str) -> None:
    """See that somebody listens: Dask itself would go on trying, and say less."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        if parts.scheme not in ("tcp", "tls") or not parts.hostname or not parts.port:
            raise ValueError
    except ValueError:  # `port` raises it too
        raise UsageError(
            f"{address!r} is no address of a Dask scheduler; give tcp://HOST:PORT or tls://HOST:PORT"
        ) from None
    try:
        with socket.create_connection((parts.hostname, parts.port), CONNECTING) as door:
            door.settimeout(CONNECTING)
            if parts.scheme == "tcp" and not door.recv(1):  # a scheduler speaks first, other servers wait
                raise OSError("it hangs up")
    except OSError as fault:
        raise UsageError(
            f"no Dask scheduler answers at {address} ({fault.strerror or fault}); start one there by 'dask scheduler'"
        ) from None


def _check(client: Client, address: str) -> None:
    """Refuse a cluster whose workers would not do the same work as this process."""
    threads = client.nthreads()
    if not threads:
        raise UsageError(f"the Dask scheduler at {address} has no worker; start some by 'dask worker --nthreads 1'")
    several = [worker for worker, number in threads.items() if number != 1]
    if several:
        raise UsageError(
            f"the worker {several[0]} has {threads[several[0]]} threads, but ITK and pyradiomics keep settings for the "
            "whole process; start workers by 'dask worker --nworkers N --nthreads 1'"
        )
    for worker, there in client.run(software, on_error="return").items():
        if isinstance(there, BaseException):
            raise UsageError(f"the worker {worker} can't run radaudit ({there}); install the same version there")
        other = differences(software(), there)
        if other:
            raise UsageError(f"the worker {worker} has {other}; results would not be those of this machine")
