"""Evidence by name: made when first asked for, once, failures remembered too."""

from __future__ import annotations

import graphlib
from collections.abc import Iterable, Mapping

from radaudit.core.errors import NotApplicable, Unavailable, UsageError, WiringError
from radaudit.core.step import Step


class EvidenceBroke(Exception):
    """An evidence function has a bug; every check that needs it says so."""

    def __init__(self, name: str, cause: BaseException):
        self.name = name
        self.cause = cause
        super().__init__(f"the evidence '{name}' could not be made: {type(cause).__name__}: {cause}")


class Workbench:
    """Makes evidence on demand.

    Parameters
    ----------
    makers
        Evidence steps by name.
    given
        What exists from the start: the study, the compute engine, the auditor's word.
    """

    def __init__(self, makers: Mapping[str, Step], given: Mapping[str, object]):
        self._makers = dict(makers)
        self._values: dict[str, object] = dict(given)
        self._failures: dict[str, Exception] = {}
        self._making: list[str] = []

    def plan(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Names of all evidence that these steps need, makers before users.

        Raises
        ------
        WiringError
            If something needs evidence that nobody makes, or needs itself.
        """
        graph: dict[str, tuple[str, ...]] = {}
        waiting = [(step.name, need) for step in steps for need in step.needs]
        while waiting:
            user, name = waiting.pop()
            if name in graph or name in self._values:
                continue
            if name not in self._makers:
                raise WiringError(f"'{user}' needs '{name}', which no evidence function makes")
            graph[name] = tuple(need for need in self._makers[name].needs if need not in self._values)
            waiting += [(name, need) for need in self._makers[name].needs]
        try:
            return tuple(graphlib.TopologicalSorter(dict(sorted(graph.items()))).static_order())
        except graphlib.CycleError as error:
            raise WiringError(f"evidence needs itself: {' -> '.join(error.args[1])}") from error

    def get(self, name: str) -> object:
        """The value of an evidence.

        Raises
        ------
        Unavailable, NotApplicable, UsageError
            As its maker, or one before it, said, now or earlier.
        EvidenceBroke
            If its maker, or one before it, raised anything else.
        WiringError
            If nobody makes it, or it needs itself.
        """
        if name in self._values:
            return self._values[name]
        if name in self._failures:
            raise self._failures[name]
        if name not in self._makers:
            raise WiringError(f"'{name}' is needed, and no evidence function makes it")
        if name in self._making:
            raise WiringError(f"evidence needs itself: {' -> '.join([*self._making, name])}")
        self._making.append(name)
        try:
            self._values[name] = self.call(self._makers[name])
            return self._values[name]
        except (Unavailable, NotApplicable, UsageError, EvidenceBroke, WiringError) as failure:
            self._failures[name] = failure
            raise
        except Exception as bug:
            self._failures[name] = EvidenceBroke(name, bug)
            raise self._failures[name] from bug
        finally:
            self._making.pop()

    def made(self, name: str) -> object | None:
        """The value of an evidence if somebody asked for it and it could be made; else None."""
        return self._values.get(name)

    def call(self, step: Step, options: Mapping[str, object] | None = None) -> object:
        """Call a step with the evidence it needs and these options."""
        return step.function(*[self._given(step, name) for name in step.needs], **(options or {}))

    def _given(self, step: Step, name: str) -> object:
        """The evidence; None where the step's annotation allows that and the study doesn't give it."""
        try:
            return self.get(name)
        except (Unavailable, NotApplicable):
            if name in step.optional:
                return None
            raise
