"""A `Compute` that does nothing: it notes what is asked for, and promises what is not in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from radaudit.compute.engine import Compute, kept
from radaudit.compute.job import Failure, Job
from radaudit.compute.store import Store


class NotYet(Exception):
    """Somebody looked into a result that is not computed yet."""


class Promise(dict):
    """Stands for a result to come. It may be passed on, but whoever looks into it learns that it is not there."""

    def __init__(self) -> None:
        super().__init__({"": None})  # compiled code takes an empty dict as it is, and asks one with members for them

    def _unknown(self, *_: object) -> object:
        raise NotYet

    __getitem__ = __contains__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __or__ = __ror__ = _unknown
    __hash__ = None
    get = keys = values = items = copy = pop = setdefault = _unknown

    def __getattr__(self, name: str) -> object:
        """Of what the asker makes of results (`keep`), which may be of any type."""
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotYet

    def __repr__(self) -> str:
        return "<a result to come>"


@dataclass(frozen=True)
class Ask:
    """One call of `Compute.map`.

    Attributes
    ----------
    asker
        Name of the evidence that asked.
    title
        What the work is called.
    found
        Jobs whose results are there.
    to_do
        The others. Jobs that somebody asked for before are in neither.
    """

    asker: str
    title: str
    found: tuple[Job, ...]
    to_do: tuple[Job, ...]


class Foresight(Compute):
    """Notes which jobs an audit asks for and runs none.

    Stored results are given as they are. For the others a `Promise` is given, as if each job would succeed, so that
    evidence that only passes results on is made, and the jobs that build on it become known too.

    Parameters
    ----------
    store
        Where results are kept; only read.

    Attributes
    ----------
    asker
        Name of the evidence that is being made; whoever makes evidence sets it.
    asked
        What was asked for, in order.
    """

    def __init__(self, store: Store):
        super().__init__(store, _nothing)
        self.asker = ""
        self.asked: list[Ask] = []

    def map(
        self, title: str, jobs: Sequence[Job], keep: Callable[[dict], object] | None = None
    ) -> list[dict | object | Failure]:
        """What is stored, and promises."""
        unique = {job.key: job for job in jobs}
        stored = {key: result for key, job in unique.items() if (result := self._store.get(job)) is not None}
        known = {key: kept(result, keep) for key, result in stored.items()}
        first = [key for key in unique if key not in self._asked]
        fresh = [key for key in first if key not in known]
        found = tuple(unique[key] for key in first if key in known)
        self._asked.update(unique)
        self.asked.append(Ask(self.asker, title, found, tuple(unique[key] for key in fresh)))
        return [known[job.key] if job.key in known else Promise() for job in jobs]


def _nothing(jobs: Sequence[Job]) -> Iterator[tuple[int, dict | Failure]]:
    raise NotImplementedError("a plan runs no job")
