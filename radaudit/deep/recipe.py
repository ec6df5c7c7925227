"""How a case becomes a network's input: steps in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from radaudit.study.input_steps import Planes, Slices, Step

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Recipe:
    """Steps, done one after the other by `prepare.prepare`; a value, and a field of the job that does them.

    Variants of it are made by `with_step`, `without`, or `dataclasses.replace`.
    """

    steps: tuple[Step, ...] = ()

    @property
    def dims(self) -> int:
        """Spatial axes of the input: 2 where a slice or planes are taken, 3 otherwise."""
        return 2 if any(isinstance(step, Slices | Planes) for step in self.steps) else 3

    @property
    def words(self) -> str:
        """What is done, for people."""
        return "; ".join(step.words for step in self.steps) or "the image as it is"

    def of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        """Its steps of one kind, in their order."""
        return tuple(step for step in self.steps if isinstance(step, kind))

    def with_step(self, number: int, **changes: object) -> Recipe:
        """The same with some fields of one step changed."""
        return self.placed(number, replace(self.steps[number], **changes))

    def placed(self, number: int, step: Step) -> Recipe:
        """The same with another step in one place."""
        return Recipe((*self.steps[:number], step, *self.steps[number + 1 :]))

    def added(self, number: int, step: Step) -> Recipe:
        """The same with one more step before this place."""
        return Recipe((*self.steps[:number], step, *self.steps[number:]))

    def without(self, number: int) -> Recipe:
        """The same without one step."""
        return Recipe((*self.steps[:number], *self.steps[number + 1 :]))
