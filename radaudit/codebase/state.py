"""Where the walk through the code stands."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from radaudit.codebase.ledger import Ledger
from radaudit.codebase.source import Place, Source
from radaudit.codebase.values import Mark, Model, Value

if TYPE_CHECKING:
    from radaudit.codebase.stored import Kept

MOST_STEPS = 100_000  # from one file or function, some four seconds
MOST_IN_ALL = 500_000
DEEPEST = 6


class TooLong(Exception):
    """The code has more ways through it than are followed."""


@dataclass
class Frame:
    """The variables of a module or of a call."""

    path: str
    around: Frame | None = None
    names: dict[str, Value] = field(default_factory=dict)
    returned: list[Value] = field(default_factory=list)
    yielded: list[Value] = field(default_factory=list)
    shared: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)

    def find(self, name: str) -> Value | None:
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.around
        return None

    def top(self) -> Frame:
        return self if self.around is None else self.around.top()

    def change(self, name: str, value: Value) -> None:
        """Something is put into what a name holds, wherever it was made."""
        frame: Frame | None = self
        while frame is not None and name not in frame.names:
            frame = frame.around
        (frame or self).names[name] = value

    def keep(self, name: str, value: Value) -> None:
        if name in self.outer and self.around is not None:
            self.around.change(name, value)
        else:
            (self.top() if name in self.shared else self).names[name] = value


@dataclass
class Loop:
    """A loop that the walk is in: over folds, over epochs of a training, or over something else.

    `counts`: its variables are counted up by hand, as those of a ``while`` are.
    """

    place: Place
    folds: bool
    training: bool = False
    counts: bool = False


@dataclass
class State:
    """One walk through a study's code.

    Attributes
    ----------
    sources
        Files by path.
    outcomes
        Names of columns that hold the outcome, as far as known; in the form of `vocabulary.plain_name`.
    guards
        What the conditions around a statement depend on.
    calls, called_from
        The functions that the walk is in, and the lines that called them.
    called
        Functions that were followed from a call.
    left
        The variables that the last call of a function left behind.
    files, earlier
        What was written to files, in this walk and in one before it, by their names.
    missed
        Files that were read before anything wrote them, with the file of the study that read them.
    drawing
        Whether the arguments of a figure are worked out: the highest score of an axis is no choice.
    networks
        Models that are called like functions, by the line that made them.
    trainings
        Loops over the epochs of a training.
    """

    sources: Mapping[str, Source]
    outcomes: frozenset[str] = frozenset()
    ledger: Ledger = field(default_factory=Ledger)
    modules: dict[str, Frame] = field(default_factory=dict)
    guards: list[frozenset[Mark]] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    calls: list[ast.AST] = field(default_factory=list)
    called_from: list[Place] = field(default_factory=list)
    called: set[ast.AST] = field(default_factory=set)
    classes: list[tuple[object, str]] = field(default_factory=list)
    functions: list[tuple[object, str]] = field(default_factory=list)
    left: dict[ast.AST, Frame] = field(default_factory=dict)
    files: dict[str, Kept] = field(default_factory=dict)
    earlier: Mapping[str, Kept] = field(default_factory=dict)
    missed: set[tuple[str, str]] = field(default_factory=set)
    networks: dict[Place, Model] = field(default_factory=dict)
    trainings: set[tuple] = field(default_factory=set)
    seeded_by: frozenset[Mark] = frozenset()
    drawing: bool = False
    steps: int = 0
    in_all: int = 0

    def step(self) -> None:
        self.steps += 1
        self.in_all += 1
        if self.steps > MOST_STEPS or self.in_all > MOST_IN_ALL:
            raise TooLong

    @property
    def guard(self) -> frozenset[Mark]:
        return frozenset().union(*self.guards)

    @property
    def candidates(self) -> tuple:
        """The loops around the present line that are no folds."""
        return tuple((loop.place.path, loop.place.line) for loop in self.loops if not loop.folds)
