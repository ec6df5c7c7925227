"""One question of an instrument: what may be claimed of it, and what settles each claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field, model_validator

from radaudit.checklists.clause import Clause
from radaudit.study.manifest import Names, Part, Word

# Keys of a yes-or-no item that are those of its "yes".
_OF_YES = ("supported_by", "human", "hand_in", "needs_pointer")


class Option(Part):
    """One thing that may be claimed of an item.

    Attributes
    ----------
    key, label
        Its short name in answers files, and our own short words for it.
    points
        What the instrument gives for it.
    supported_by, contradicted_by
        Any one of these clauses is enough; a contradiction wins.
    human
        The authors' statement with a pointer into the manuscript counts, where nothing contradicts it.
    needs_pointer
        Evidence alone is not enough: the authors must say where it is written or kept.
    expects
        Another box of the item that this one builds on.
    hand_in
        A sentence: what would settle it.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    points: float
    supported_by: tuple[Clause, ...] = ()
    contradicted_by: tuple[Clause, ...] = ()
    human: bool = False
    needs_pointer: bool = False
    expects: str | None = None
    hand_in: str = ""

    @property
    def judged(self) -> bool:
        return bool(self.supported_by or self.contradicted_by or self.human or self.hand_in)


class Item(Part):
    """One question of an instrument.

    Attributes
    ----------
    number, key, label
        As published, our short name, our own short words.
    asks
        More words on what counts, for whoever fills in an answers file.
    selection
        "single": one of the options; "multi": each option is a box of its own, and points add up; "yes_no": no is
        worth nothing and yes is worth `weight`; the rules of the yes stand beside it.
    evidence
        "V": files can support and contradict it; "P": they can contradict it, or support a part; "H": only a person
        can answer.
    needs
        Conditions of the instrument that must all hold for the item to apply.
    level
        Of instruments with levels: the level from which on it is scored.
    essential
        False: shown, but in no total.
    applies_if
        Clauses that show that the item applies, whatever the authors say.
    always
        No study can do without what it asks, so nobody can leave it out.
    contradicted_by
        Clauses that speak against every option but the worst.
    """

    number: Word
    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    asks: str = ""
    domain: str
    selection: Literal["single", "multi", "yes_no"]
    evidence: Literal["V", "P", "H"]
    needs: Names = Field(default_factory=list)
    level: int | None = Field(None, ge=1)
    essential: bool = True
    applies_if: tuple[Clause, ...] = ()
    always: bool = False
    contradicted_by: tuple[Clause, ...] = ()
    options: tuple[Option, ...] = Field(min_length=1, max_length=10)

    @property
    def worst(self) -> float:
        """Fewest points; those of an item that nothing supports."""
        return 0.0 if self.selection == "multi" else min(option.points for option in self.options)

    @property
    def best(self) -> float:
        points = [option.points for option in self.options]
        return sum(points) if self.selection == "multi" else max(points)

    @property
    def clauses(self) -> Iterable[Clause]:
        """All clauses that decide about it."""
        of_options = [clause for own in self.options for clause in (*own.supported_by, *own.contradicted_by)]
        return (*self.applies_if, *self.contradicted_by, *of_options)

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    @model_validator(mode="before")
    @classmethod
    def _yes_and_no(cls, given):
        """Write out the two options of a yes-or-no item."""
        if not isinstance(given, dict) or given.get("selection") != "yes_no" or "options" in given:
            return given
        rest = {key: value for key, value in given.items() if key not in (*_OF_YES, "weight")}
        yes = {key: given[key] for key in _OF_YES if key in given}
        no = {"key": "no", "label": "no", "points": 0}
        return rest | {"options": [no, {"key": "yes", "label": "yes", "points": given.get("weight", 1)} | yes]}

    @model_validator(mode="after")
    def _options_make_sense(self):
        unique("option", [option.key for option in self.options])
        if self.selection == "multi" and any(option.points <= 0 for option in self.options):
            raise ValueError("has a box worth no points; a box that isn't ticked is worth none already")
        if self.selection != "multi" and [option.points for option in self.options].count(self.worst) > 1:
            raise ValueError("has two worst options; what a refuted claim falls to would be open")
        for option in self.options:
            if option.points == self.worst and option.judged:
                raise ValueError(f"gives rules for {option.key!r}, the worst option, which needs no evidence")
            if option.points > self.worst and not (option.supported_by or option.human or option.hand_in):
                raise ValueError(f"doesn't say what would settle {option.key!r}")
            if self.evidence == "H" and option.supported_by:
                raise ValueError(f"is of class H, but {option.key!r} is supported by a check")
            if option.expects and self.option(option.expects) is None:
                raise ValueError(f"has no box {option.expects!r}, which {option.key!r} expects")
        return self


def unique(kind: str, names: list[str]) -> None:
    """Refuse a name that is given twice.

    Raises
    ------
    ValueError
        Naming the first of them.
    """
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"gives the {kind} {twice[0]!r} twice")
