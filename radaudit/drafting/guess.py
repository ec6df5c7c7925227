"""What is guessed of a manifest's key, why, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

LEAST = 0.6  # below, a guess stands as a comment: repositories that were looked at left such keys to their authors
SURE, LIKELY = 0.9, 0.75

Key = tuple[str | int, ...]


@dataclass(frozen=True)
class Guess:
    """One key of the manifest.

    Attributes
    ----------
    key
        Where it stands: ("cohort", "split", "column").
    value
        As YAML has it.
    sureness
        From 0 to 1; a judgement, not a probability.
    reason
        What in the study speaks for it: file, column, counts.
    held
        Whether it stands as a comment only, however sure it is.
    """

    key: Key
    value: object
    sureness: float
    reason: str
    held: bool = False

    @property
    def live(self) -> bool:
        return not self.held and self.sureness >= LEAST

    @property
    def word(self) -> str:
        """How sure it is."""
        if self.sureness >= SURE:
            return "sure"
        return "likely" if self.sureness >= LIKELY else "guess" if self.sureness >= LEAST else "unsure"

    @property
    def name(self) -> str:
        return ".".join(str(part) for part in self.key)


@dataclass(frozen=True)
class MadeTable:
    """A table that the manifest needs and the study has in parts only; its cells are the study's.

    Attributes
    ----------
    path
        Where it is written.
    columns, rows
        Text.
    reason
        What it was put together from.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    reason: str = ""


@dataclass(frozen=True)
class Draft:
    """A drafted manifest.

    Attributes
    ----------
    root
        The study's folder.
    text
        What ``radaudit.yaml`` says.
    guesses
        Every guess that was decided for, also those that stand as comments.
    tables
        Tables that are written beside it.
    remarks
        What else there is to say: what was not looked at, what can't be used as it is.
    """

    root: Path
    text: str = field(repr=False)
    guesses: tuple[Guess, ...]
    tables: tuple[MadeTable, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def values(self) -> Mapping[str, object]:
        """The values of the keys that are set, by their dotted names."""
        return {own.name: own.value for own in self.guesses if own.live}


def resolved(guesses: Iterable[Guess]) -> tuple[Guess, ...]:
    """One guess a key: the surest, the first of equals; the others are told in its reason."""
    by_key: dict[Key, list[Guess]] = {}
    for own in guesses:
        by_key.setdefault(own.key, []).append(own)
    chosen = []
    for rivals in by_key.values():
        best = max(rivals, key=lambda own: own.sureness)
        others = [own for own in rivals if own.value != best.value]
        told = "; ".join(f"{own.value} ({own.reason})" for own in others[:3])
        chosen.append(replace(best, reason=f"{best.reason}; also possible: {told}") if told else best)
    return tuple(chosen)
