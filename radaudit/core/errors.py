"""What can go wrong, and who is told.

::

    RadauditError
    ├── UsageError        a mistake in what the user gave; every problem with its place; exit code 2
    │   ├── ManifestError     ... in radaudit.yaml
    │   ├── PolicyError       ... in policy.yaml
    │   └── DataError         ... in a table or another file that the manifest names
    ├── Unavailable       the study does not give what a piece of evidence needs: UNKNOWN
    ├── NotApplicable     the question makes no sense for this study
    ├── JobFailed         one unit of work can't succeed on this input: that case's failure
    └── WiringError       radaudit itself is put together wrongly; found by the tests
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake in a file: a sentence, and the place where it can be mended."""

    message: str
    path: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


class RadauditError(Exception):
    """Anything that radaudit raises on purpose."""


class UsageError(RadauditError):
    """A mistake in what the user gave. Holds all problems found, not only the first.

    Parameters
    ----------
    problems
        A sentence, one problem, or several.
    """

    def __init__(self, problems: str | Problem | Iterable[Problem]):
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ManifestError(UsageError):
    """The study's ``radaudit.yaml`` can't be used as it is."""


class PolicyError(UsageError):
    """The auditor's ``policy.yaml`` can't be used as it is."""


class DataError(UsageError):
    """A file that the manifest names can't be read as what it is said to be."""


class Unavailable(RadauditError):
    """The study gives no data for this evidence.

    Parameters
    ----------
    reason
        A sentence that says what is missing.
    add
        What the authors or the auditor can add so that it becomes known.
    """

    def __init__(self, reason: str, add: str = ""):
        self.reason = reason
        self.add = add
        super().__init__(f"{reason} {add}".strip())


class NotApplicable(RadauditError):
    """The question makes no sense for this study; the message says why."""


class JobFailed(RadauditError):
    """This unit of work gives no result; the message says why and what to do.

    Parameters
    ----------
    message
        A sentence without a full stop.
    lasting
        Whether the same input can never succeed. What depends on this machine as well (a library that is
        missing, a limit on time) is not lasting: the next audit tries again.
    """

    def __init__(self, message: str, lasting: bool = True):
        self.lasting = lasting
        super().__init__(message)


class WiringError(RadauditError):
    """Two plug-ins of one name, an evidence that nobody makes, a cycle."""
