"""A published checklist as data: its items, the conditions they depend on, and its arithmetic."""

from __future__ import annotations

import difflib
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from radaudit.checklists.clause import Clause
from radaudit.checklists.item import Item, unique
from radaudit.checklists.scoring import Scoring
from radaudit.core.errors import DataError
from radaudit.resources import shipped
from radaudit.study.manifest import Part, Word
from radaudit.study.validate import validated
from radaudit.study.yaml_file import read_yaml


class Condition(Part):
    """A yes-or-no question on which items depend.

    Attributes
    ----------
    key, label
        As published, our own short words.
    only_if
        Asked only where this other condition holds.
    applies_if
        Clauses that show that it holds, whatever the authors say.
    """

    key: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    label: str = Field(min_length=1)
    only_if: str | None = None
    applies_if: tuple[Clause, ...] = ()


class Level(Part):
    """A level of readiness that authors claim; items of higher levels don't apply."""

    number: int = Field(ge=1)
    name: str = Field(min_length=1)


class Band(Part):
    """A name for all percentages from here to the next band."""

    name: str
    from_: float = Field(alias="from")


class Instrument(Part):
    """A whole checklist, as ``checklists/<id>.yaml`` gives it.

    Attributes
    ----------
    reference
        ``doi:...`` of the publication.
    licence
        Whose text it is, and what is taken from it.
    experimental
        Why it is not to be relied on yet; empty if it is.
    asks_for_text
        It asks whether something is written, so no evidence counts without a pointer to where.
    renumbered_from
        Id of an earlier version, and the number of each of its items here ("" for one that was dropped).
    """

    schema_: Literal["radaudit-checklist/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")
    title: str = Field(min_length=1)
    version: Word
    reference: str = Field(pattern=r"^doi:10\.\d{4,}/\S+$")
    licence: str = Field(min_length=1)
    experimental: str = ""
    asks_for_text: bool = False
    scoring: Scoring
    bands: tuple[Band, ...] = ()
    conditions: tuple[Condition, ...] = ()
    levels: tuple[Level, ...] = ()
    renumbered_from: dict[str, dict[Word, Word]] = Field(default_factory=dict)
    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses of its items and conditions."""
        of_items = [clause for item in self.items for clause in item.clauses]
        return (*(clause for own in self.conditions for clause in own.applies_if), *of_items)

    @property
    def checks(self) -> frozenset[str]:
        """Names of all checks that it asks."""
        return frozenset().union(*(clause.checks for clause in self.clauses))

    @property
    def declarations(self) -> frozenset[str]:
        """Keys of the manifest that it asks for."""
        return frozenset().union(*(clause.declarations for clause in self.clauses))

    def item(self, number: str) -> Item | None:
        return next((item for item in self.items if item.number == number), None)

    def condition(self, key: str) -> Condition | None:
        return next((own for own in self.conditions if own.key == key), None)

    def band(self, percent: float) -> str:
        """The highest band that a rounded percentage reaches."""
        return next((band.name for band in reversed(self.bands) if percent >= band.from_), "")

    @model_validator(mode="after")
    def _adds_up(self):
        unique("item number", [item.number for item in self.items])
        unique("item key", [item.key for item in self.items])
        unique("condition", [own.key for own in self.conditions])
        fault = self.scoring.fault(self.items)
        if fault:
            raise ValueError(fault)
        if [band.from_ for band in self.bands] != sorted({band.from_ for band in self.bands}):
            raise ValueError("the bands don't rise")
        return self

    @model_validator(mode="after")
    def _conditions_are_known(self):
        asked = [need for item in self.items for need in item.needs]
        for need in [*asked, *(own.only_if for own in self.conditions if own.only_if)]:
            if self.condition(need) is None:
                raise ValueError(f"has no condition {need!r}, on which something depends")
        if self.scoring.kind == "points" and (asked or self.levels):
            raise ValueError("adds the points of all items, so none may depend on a condition or a level")
        known = {own.number for own in self.levels}
        if any((item.level in known) != bool(known) for item in self.items):
            raise ValueError("has an item of no known level")
        return self


def instruments() -> tuple[str, ...]:
    """Ids of all checklists that ship with radaudit."""
    return tuple(sorted(path.stem for path in shipped("checklists").glob("*.yaml")))


@cache
def load_instrument(name: str) -> Instrument:
    """The checklist of this id.

    Raises
    ------
    DataError
        If there is none of this id, or its file is not as it should be (with file:line).
    """
    known = instruments()
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]!r}?" if close else f"the checklists are: {', '.join(known)}"
        raise DataError(f"there is no checklist {name!r}; {hint}")
    file = read_yaml(shipped("checklists") / f"{name}.yaml", f"checklists/{name}.yaml", DataError)
    return validated(file, Instrument, DataError)
