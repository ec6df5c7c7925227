"""Where the walk through the code stands."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from radaudit.codebase.ledger import Ledger
from radaudit.codebase.source import Place, Source
from radaudit.codebase.values import Mark, Value

MOST_STEPS = 100_000  # from one file or function, some four seconds
MOST_IN_ALL = 1_000_000
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

    def find(self, name: str) -> Value | None:
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.around
        return None

    def top(self) -> Frame:
        return self if self.around is None else self.around.top()

    def keep(self, name: str, value: Value) -> None:
        (self.top() if name in self.shared else self).names[name] = value


@dataclass
class Loop:
    """A loop that the walk is in: over folds, over epochs of a training, or over something else."""

    place: Place
    folds: bool
    training: bool = False


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
    called
        Functions that were followed from a call.
    left
        The variables that the last call of a function left behind.
    """

    sources: Mapping[str, Source]
    outcomes: frozenset[str] = frozenset()
    ledger: Ledger = field(default_factory=Ledger)
    modules: dict[str, Frame] = field(default_factory=dict)
    guards: list[frozenset[Mark]] = field(default_factory=list)
    loops: list[Loop] = field(default_factory=list)
    calls: list[ast.AST] = field(default_factory=list)
    called: set[ast.AST] = field(default_factory=set)
    classes: list[tuple[object, str]] = field(default_factory=list)
    functions: list[tuple[object, str]] = field(default_factory=list)
    left: dict[ast.AST, Frame] = field(default_factory=dict)
    seeded_by: frozenset[Mark] = frozenset()
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
