"""A published checklist as data: its items, their options, and what evidence settles each."""

from __future__ import annotations

import difflib
from typing import Literal

from pydantic import Field, model_validator

from radaudit.core.errors import DataError
from radaudit.resources import shipped
from radaudit.study.manifest import Names, Part, Word
from radaudit.study.validate import validated
from radaudit.study.yaml_file import read_yaml


class Clause(Part):
    """One answer of one check.

    Attributes
    ----------
    check
        ``family/slug``.
    outcome
        What the check as a whole must have found.
    code
        Codes of findings, or globs over them; one of the check's findings must carry one. None: any finding will do.
    lenient
        Counts in the lenient reading of the instrument only.
    """

    check: str = Field(pattern=r"^[a-z][a-z0-9_]*/[a-z0-9]+(-[a-z0-9]+)*$")
    outcome: Literal["pass", "fail"]
    code: Names = Field(default_factory=list)
    lenient: bool = False


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
        The authors' word with a pointer into the manuscript counts, where nothing contradicts it.
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
    selection
        "single": one of the options; "multi": each option is a box of its own, and points add up.
    evidence
        "V": files can support and contradict it; "P": they can contradict it, or support a part; "H": only a person
        can answer.
    contradicted_by
        Clauses that speak against every option but the worst.
    """

    number: Word
    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)
    domain: str
    selection: Literal["single", "multi"]
    evidence: Literal["V", "P", "H"]
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

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    @model_validator(mode="after")
    def _options_make_sense(self):
        _unique("option", [option.key for option in self.options])
        if self.selection == "multi" and any(option.points <= 0 for option in self.options):
            raise ValueError("has a box worth no points; a box that isn't ticked is worth none already")
        if self.selection == "single" and [option.points for option in self.options].count(self.worst) > 1:
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


class Percent(Part):
    """``max(never_below, total) / of * 100``, with one decimal."""

    of: float = Field(gt=0)
    never_below: float = 0.0

    def value(self, total: float) -> float:
        return round(max(self.never_below, total) / self.of * 100, 1)


class Scoring(Part):
    """The arithmetic of an instrument: points of all items are added.

    Attributes
    ----------
    kind
        Names the arithmetic; one without points would be of another kind, with its own keys.
    minimum, maximum
        As published; the options must add up to them.
    """

    kind: Literal["points"]
    minimum: float
    maximum: float
    percent: Percent


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
    """

    schema_: Literal["radaudit-checklist/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    version: Word
    reference: str = Field(pattern=r"^doi:10\.\d{4,}/\S+$")
    licence: str = Field(min_length=1)
    scoring: Scoring
    bands: tuple[Band, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)

    @property
    def checks(self) -> frozenset[str]:
        """Names of all checks that it asks."""
        clauses = [clause for item in self.items for clause in item.contradicted_by]
        for option in (option for item in self.items for option in item.options):
            clauses += [*option.supported_by, *option.contradicted_by]
        return frozenset(clause.check for clause in clauses)

    def item(self, number: str) -> Item | None:
        return next((item for item in self.items if item.number == number), None)

    @model_validator(mode="after")
    def _adds_up(self):
        _unique("item number", [item.number for item in self.items])
        _unique("item key", [item.key for item in self.items])
        ends = sum(item.worst for item in self.items), sum(item.best for item in self.items)
        if ends != (self.scoring.minimum, self.scoring.maximum):
            raise ValueError(
                f"the points add up to {ends[0]:g}..{ends[1]:g}, "
                f"but the published range is {self.scoring.minimum:g}..{self.scoring.maximum:g}"
            )
        if [band.from_ for band in self.bands] != sorted({band.from_ for band in self.bands}):
            raise ValueError("the bands don't rise")
        return self


def instruments() -> tuple[str, ...]:
    """Ids of all checklists that ship with radaudit."""
    return tuple(sorted(path.stem for path in shipped("checklists").glob("*.yaml")))


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


def _unique(kind: str, names: list[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"gives the {kind} {twice[0]!r} twice")
