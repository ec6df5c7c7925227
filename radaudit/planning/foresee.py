"""Goes through the checks as an audit does, but computes nothing: who will be answered, who waits, who lacks what."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from radaudit.compute.planned import Ask, Foresight, NotYet
from radaudit.core.errors import NotApplicable, Unavailable, UsageError
from radaudit.core.finding import Finding, Outcome, worst
from radaudit.core.step import Step
from radaudit.core.workbench import EvidenceBroke, Workbench


class Answer(StrEnum):
    """When a check will be answered."""

    NOW = "now"  # without any job that is still to do
    AFTER = "after the jobs"
    UNKNOWN = "unknown"  # the study lacks something
    NOT_APPLICABLE = "not applicable"
    ERROR = "error"


@dataclass(frozen=True)
class Lack:
    """Something that the study, or the auditor, does not give.

    Attributes
    ----------
    reason
        A sentence that says what is missing.
    add
        What to add; empty where nothing can be named.
    """

    reason: str
    add: str = ""


@dataclass(frozen=True)
class Prospect:
    """What will become of a check.

    Attributes
    ----------
    lacks
        All that keeps it from an answer, not only the first.
    sharpened_by
        What it can do without, and would use.
    reason
        Why it does not apply, or what is wrong with it.
    """

    check: str
    answer: Answer
    lacks: tuple[Lack, ...] = ()
    sharpened_by: tuple[Lack, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Open:
    """Evidence that may ask for jobs nobody can name yet, because they depend on results to come."""

    evidence: str
    what: str
    jobs: str


class Foreseer:
    """One walk through the checks.

    Every evidence is made by the same functions as in an audit, in the same order; only jobs are not run. Where an
    evidence has to look into a result that is not there, all that builds on it waits.

    Parameters
    ----------
    makers
        Evidence steps by name.
    given
        What exists from the start, but for the compute engine.
    foresight
        Stands in the engine's place.
    """

    def __init__(self, makers: Mapping[str, Step], given: Mapping[str, object], foresight: Foresight):
        self._makers = {name: _noted(step, foresight) for name, step in makers.items()}
        self._given = {**given, "compute": foresight}
        self._bench = Workbench(self._makers, self._given)
        self._foresight = foresight
        self._states: dict[str, Exception | None] = {}

    def run(self, chosen: Mapping[str, Step], options: Mapping[str, Mapping[str, object]]) -> tuple[Prospect, ...]:
        """The prospects of these checks; `asked` and `open` are about them.

        Raises
        ------
        UsageError
            As in an audit: the study's files can't be used as they are.
        """
        self._bench.plan(chosen.values())
        found = {name: self._prospect(step, options.get(name, {})) for name, step in chosen.items()}
        self.asked: tuple[Ask, ...] = tuple(self._foresight.asked)
        self.open: tuple[Open, ...] = tuple(self._open())
        waiting = {ask.asker for ask in self.asked if ask.to_do}
        return tuple(self._completed(chosen[name], own, waiting) for name, own in found.items())

    def _prospect(self, step: Step, options: Mapping[str, object]) -> Prospect:
        try:
            failure = self._kept_from(step)
            findings = () if failure else tuple(self._bench.call(step, {**step.options, **options}))
        except (Unavailable, NotApplicable, NotYet) as reason:
            failure, findings = reason, ()
        except UsageError:
            raise
        except Exception as bug:  # the audit will tell it in full
            failure, findings = bug, ()
        match failure:
            case None:
                return _told(step.name, findings)
            case NotYet():
                return Prospect(step.name, Answer.AFTER)
            case Unavailable():
                return Prospect(step.name, Answer.UNKNOWN, (Lack(failure.reason, failure.add),))
            case NotApplicable():
                return Prospect(step.name, Answer.NOT_APPLICABLE, reason=str(failure))
            case _:
                return Prospect(step.name, Answer.ERROR, reason=f"{type(failure).__name__}: {failure}")

    def _kept_from(self, step: Step) -> Exception | None:
        """What keeps a step from being called: as in an audit the first failure, else a result to come."""
        waiting = None
        for need in step.needs:
            failure = self._state(need)
            if isinstance(failure, NotYet):
                waiting = failure
            elif failure and not (need in step.optional and isinstance(failure, Unavailable | NotApplicable)):
                return failure
        return waiting

    def _state(self, name: str) -> Exception | None:
        """Why an evidence is not there; None if it is."""
        if name not in self._given and name not in self._states:
            self._states[name] = self._kept_from(self._makers[name]) or self._made(name)
        return self._states.get(name)

    def _made(self, name: str) -> Exception | None:
        try:
            self._bench.get(name)
        except (Unavailable, NotApplicable) as failure:
            return failure
        except EvidenceBroke as broken:
            return broken.cause if isinstance(broken.cause, NotYet) else broken
        return None

    def _open(self) -> Iterable[Open]:
        asked = {ask.asker for ask in self.asked}
        for name, state in self._states.items():
            step = self._makers[name]
            jobs = [text for text in step.text.rationale.split("\n\n") if text.startswith("Jobs:")]
            if isinstance(state, NotYet) and "compute" in step.needs and (jobs or name not in asked):
                yield Open(name, step.text.title, " ".join(jobs).removeprefix("Jobs:").strip())

    def _completed(self, step: Step, own: Prospect, waiting: set[str]) -> Prospect:
        """With everything that is missing, and nothing said that a result to come may change."""
        needed = self._needed(step)
        firm = isinstance(self._kept_from(step), Unavailable | NotApplicable)
        if waiting & needed.keys() and not firm and own.answer is not Answer.ERROR:
            own = Prospect(own.check, Answer.AFTER)
        if own.answer is Answer.UNKNOWN:
            others = self._lacks(name for name, required in needed.items() if required)
            return replace(own, lacks=tuple(dict.fromkeys([*own.lacks, *others])))
        if own.answer in (Answer.NOW, Answer.AFTER):
            optional = self._lacks(name for name, required in needed.items() if not required)
            return replace(own, sharpened_by=optional)
        return own

    def _needed(self, step: Step) -> dict[str, bool]:
        """Names of all evidence that a step builds on, and whether it can't do without."""
        found: dict[str, bool] = {}
        left = [(step, True)]
        while left:
            user, required = left.pop()
            for name in user.needs:
                must = required and name not in user.optional
                if name in self._makers and (name not in found or (must and not found[name])):
                    found[name] = must
                    left.append((self._makers[name], must))
        return dict(sorted(found.items()))

    def _lacks(self, names: Iterable[str]) -> tuple[Lack, ...]:
        found: dict[Lack, None] = {}
        for name in names:
            try:
                failure = self._state(name)
            except UsageError as fault:  # an audit does not come this far; it is told once the rest is there
                failure = Unavailable(str(fault.problems[0]))
            if isinstance(failure, Unavailable):
                found[Lack(failure.reason, failure.add)] = None
        return tuple(found)


def _noted(step: Step, foresight: Foresight) -> Step:
    """The same step, which tells the engine's stand-in who asks."""

    @functools.wraps(step.function)
    def call(*evidence: object) -> object:
        foresight.asker = step.name
        return step.function(*evidence)

    return replace(step, function=call)


def _told(check: str, findings: tuple[Finding, ...]) -> Prospect:
    """A check that could be called says itself whether the study gives enough."""
    outcome = worst(finding.outcome for finding in findings) if findings else Outcome.ERROR
    if outcome is Outcome.UNKNOWN:
        lacks = [Lack(own.message, str(own.values.get("add", ""))) for own in findings if own.outcome is outcome]
        return Prospect(check, Answer.UNKNOWN, tuple(lacks))
    answers = {Outcome.NOT_APPLICABLE: Answer.NOT_APPLICABLE, Outcome.ERROR: Answer.ERROR}
    reason = findings[0].message if findings and outcome in answers else ""
    return Prospect(check, answers.get(outcome, Answer.NOW), reason=reason)
