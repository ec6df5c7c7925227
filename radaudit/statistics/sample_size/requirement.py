"""A required number of cases and the criterion that asks for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Criterion:
    """One demand.

    Attributes
    ----------
    name
        Short, such as "shrinkage".
    meaning
        What is held within which bound.
    cases
        The smallest number that meets it.
    """

    name: str
    meaning: str
    cases: int


@dataclass(frozen=True)
class Requirement:
    """All demands on one study.

    Attributes
    ----------
    criteria
        In the order of the source.
    event_rate
        Events a case, to turn cases into events; nan for a continuous outcome.
    source
        Where the criteria come from.
    """

    criteria: tuple[Criterion, ...]
    event_rate: float
    source: str

    @property
    def cases(self) -> int:
        """The smallest number of cases that meets all criteria."""
        return max(criterion.cases for criterion in self.criteria)

    @property
    def events(self) -> float:
        """Events expected among them; nan for a continuous outcome."""
        return self.cases * self.event_rate

    @property
    def binding(self) -> Criterion:
        """The criterion that asks for most."""
        return max(self.criteria, key=lambda criterion: criterion.cases)

    def __getitem__(self, name: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.name == name)


def share(value: float, what: str) -> float:
    """A number between 0 and 1, ends excluded.

    Raises
    ------
    ValueError
        If it is not.
    """
    if not 0 < value < 1:
        raise ValueError(f"{what} must lie between 0 and 1, not {value}.")
    return float(value)
