"""What the models are to predict, for every task."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import DataError, NotApplicable, Problem, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, outcome, same_value, value_of
from radaudit.study.load import Study
from radaudit.study.personal import listed, shown

MOST_CLASSES = 20  # more than these are values, not classes


@dataclass(frozen=True)
class Target:
    """The outcome of each case, in the cohort's order.

    Attributes
    ----------
    task
        "binary", "multiclass", "regression" or "survival".
    column
        Of the cohort table; for survival that of the event.
    values
        float64, nan where the table gives no outcome. Shape (cases,): 0 or 1 (the event); the number of the class;
        the value. For survival shape (cases, 2): the time, in the table's unit, and 1 where the event was seen.
    classes
        Names of the classes, in the order of their numbers; for binary the other value and the event.
    """

    task: str
    column: str
    values: np.ndarray = field(repr=False)
    classes: tuple[str, ...] = ()

    @property
    def known(self) -> np.ndarray:
        """Which cases have an outcome; bool, shape (cases,)."""
        return np.isfinite(self.values.reshape(len(self.values), -1)).all(axis=1)

    @property
    def events(self) -> tuple[bool | None, ...] | None:
        """Whether each case had the event, None for an unknown one; None where the task has no event."""
        if self.task not in ("binary", "survival"):
            return None
        column = self.values if self.task == "binary" else self.values[:, 1]
        return tuple(
            bool(value) if known else None for value, known in zip(np.nan_to_num(column), self.known, strict=True)
        )


@evidence
def target(study: Study, cohort: Cohort) -> Target:
    """The outcome, as the task needs it."""
    task, info = study.manifest.study.task, study.manifest.cohort
    if task == "segmentation":
        raise NotApplicable("A segmentation study predicts masks, not an outcome.")
    if info.outcome is None:
        raise Unavailable("The manifest names no outcome column.", "Add 'cohort.outcome' to radaudit.yaml.")
    if isinstance(info.outcome, str) == (task == "survival"):
        wanted = "a time and an event column" if task == "survival" else "one column"
        shown = "{time: ..., event: ...}" if task == "survival" else "the name of a column"
        message = f"the task is {task}, so 'cohort.outcome' must name {wanted}: {shown}"
        raise DataError(Problem(message, study.file.path, study.file.line(("cohort", "outcome"))))
    if task == "binary":
        known = outcome(study, cohort)
        values = np.array([np.nan if event is None else float(event) for event in known.events])
        others = [text for text in cohort.columns[info.outcome] if text and not same_value(text, known.positive)]
        return Target(task, info.outcome, values, (others[0] if others else "no event", known.positive))
    if task == "regression":
        return Target(task, info.outcome, _numbers(study, info.outcome, cohort))
    return _survival(study, cohort) if task == "survival" else _classes(study, cohort)


def _numbers(study: Study, column: str, cohort: Cohort, least: float = -np.inf) -> np.ndarray:
    """A column as numbers; every cell that holds none, or one too small, is a mistake."""
    table = study.table(study.manifest.cohort.table)
    numbers, unreadable = table.numbers(column)
    wrong = sorted({*unreadable, *np.flatnonzero(np.isinf(numbers) | (numbers < least)).tolist()})
    if wrong:
        what = "a number" if least == -np.inf else f"a number of at least {least:g}"
        raise DataError(
            [
                Problem(f"the outcome column {column!r} must hold {what}, not {shown(table.texts(column)[row])}",
                        cohort.places[row].path, cohort.places[row].line)
                for row in wrong
            ]
        )  # fmt: skip
    return numbers


def _classes(study: Study, cohort: Cohort) -> Target:
    column = study.manifest.cohort.outcome
    texts = cohort.columns[column]
    spelt = {value_of(text): text for text in reversed(texts) if text is not None}
    order = sorted(spelt, key=lambda value: (isinstance(value, str), value))
    if not 2 <= len(order) <= MOST_CLASSES:
        message = f"the task is multiclass, but the column {column!r} holds {len(order)} values"
        raise DataError(Problem(message, study.file.path, study.file.line(("cohort", "outcome"))))
    number = {value: position for position, value in enumerate(order)}
    values = np.array([np.nan if text is None else float(number[value_of(text)]) for text in texts])
    return Target("multiclass", column, values, tuple(spelt[value] for value in order))


def _survival(study: Study, cohort: Cohort) -> Target:
    info = study.manifest.cohort
    times = _numbers(study, info.outcome.time, cohort, least=0.0)
    texts = cohort.columns[info.outcome.event]
    spelt = {value_of(text): text for text in reversed(texts) if text is not None}
    if info.positive is None and not set(spelt) <= {0.0, 1.0, "false", "true", "no", "yes"}:
        message = f"the event column {info.outcome.event!r} holds {listed(texts)}; "
        message += "add 'cohort.positive', the value that means the event was seen"
        raise DataError(Problem(message, study.file.path, study.file.line(("cohort", "outcome", "event"))))
    if info.positive is not None and not any(same_value(text, info.positive) for text in spelt.values()):
        message = f"'cohort.positive' is {info.positive!r}, but the column {info.outcome.event!r} doesn't hold it"
        raise DataError(Problem(message, study.file.path, study.file.line(("cohort", "positive"))))
    seen = {value_of(info.positive)} if info.positive is not None else {1.0, "true", "yes"}
    events = [np.nan if text is None else float(value_of(text) in seen) for text in texts]
    return Target("survival", info.outcome.event, np.column_stack([times, events]))
