"""One unit of expensive work, addressed by its content."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import ClassVar

from radaudit.compute.digest import digest
from radaudit.core.errors import JobFailed

NAME_ONLY = {"name only": True}  # metadata of a field that tells a reader what is worked on, and changes no result


@cache
def version(library: str) -> str:
    """The installed version of a library; empty if it is not installed, which the job that needs it says itself."""
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""


@dataclass(frozen=True)
class Job:
    """The fields are the whole input, `run` the whole work.

    A field with the metadata `NAME_ONLY` is for people; it is no part of the address.

    Attributes
    ----------
    revision
        Raised whenever `run` may give another result for the same fields.
    libraries
        Distributions whose version may change the result.
    most_together
        How many jobs with equal `shares` are done in one piece at most; what a killed piece did is lost.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ()
    most_together: ClassVar[int] = 1

    def run(self) -> dict:
        """Do the work.

        Returns
        -------
        dict
            Plain values that JSON can hold.

        Raises
        ------
        JobFailed
            If this input can't be worked on, now or later; stored like a result.
        """
        raise NotImplementedError

    @property
    def shares(self) -> Hashable | None:
        """Equal for jobs of this kind that are done sooner together; None for a job that gains nothing by it."""
        return None

    @classmethod
    def run_together(cls, jobs: Sequence[Job]) -> list[dict | JobFailed]:
        """What `run` gives for each of some jobs that share work, the same bits."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """A few words for progress and messages."""
        return type(self).__name__

    @cached_property
    def key(self) -> str:
        """The address of the result."""
        work = {field.name: getattr(self, field.name) for field in fields(self) if field.metadata != NAME_ONLY}
        versions = {library: version(library) for library in self.libraries}
        return digest([type(self).__name__, self.revision, versions, work])


@dataclass(frozen=True)
class Failure:
    """What stands in the list of results where a job gave none.

    Attributes
    ----------
    message
        A sentence for the user.
    kind
        "input": it can't succeed on this input; "passing": it may succeed on another day or machine;
        "crash": the worker died or the code has a bug.
    details
        The last frames of the traceback, for a bug.
    """

    message: str
    kind: str = "input"
    details: str = ""
