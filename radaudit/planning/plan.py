"""What an audit would do, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from radaudit.core.plain import readable_json
from radaudit.planning.cost import Estimate
from radaudit.planning.foresee import Answer, Open, Prospect

SCHEMA = "radaudit-plan/1"


@dataclass(frozen=True)
class Kind:
    """Jobs of one kind.

    Attributes
    ----------
    needed, found, to_do
        How many the audit asks for, how many of them are done, how many are left.
    timed
        How many were done for this plan, to be timed; they count as found.
    estimate
        Of those to do; None if none could be timed.
    bytes
        What the results to come will take on disk; None where no result of this kind is stored.
    what
        What such a job does, in a sentence.
    """

    kind: str
    needed: int
    found: int
    to_do: int
    timed: int = 0
    estimate: Estimate | None = None
    bytes: int | None = None
    what: str = ""


@dataclass(frozen=True)
class Missing:
    """One thing that could be added.

    Attributes
    ----------
    reason, add
        What is missing and what to do.
    keys
        Keys of the manifest, and options of the command line, that the sentence names.
    unlocks
        Checks that lack it, and whether it is all that each of them lacks.
    sharpens
        Checks that can do without it, and would use it.
    """

    reason: str
    add: str
    keys: tuple[str, ...]
    unlocks: Mapping[str, bool]
    sharpens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The whole plan.

    Attributes
    ----------
    workers
        Processes that the times are for.
    seconds
        How long the plan itself took without the timed jobs: the audit spends as much on reading tables and files.
    open
        Evidence that may ask for jobs nobody can name yet.
    """

    title: str
    folder: str
    workers: int
    seconds: float
    kinds: tuple[Kind, ...]
    open: tuple[Open, ...]
    checks: tuple[Prospect, ...]
    missing: tuple[Missing, ...]
    schema: str = field(default=SCHEMA)

    def of(self, answer: Answer) -> tuple[str, ...]:
        """Names of the checks with this prospect."""
        return tuple(own.check for own in self.checks if own.answer is answer)

    @property
    def to_do(self) -> int:
        """Jobs that are left."""
        return sum(own.to_do for own in self.kinds)

    @property
    def estimate(self) -> Estimate | None:
        """Of all jobs to do; None where one kind of them was not timed."""
        left = [own.estimate for own in self.kinds if own.to_do]
        return None if None in left else sum(left, Estimate(0.0, 0.0, 0.0))

    @property
    def bytes(self) -> int | None:
        """What all results to come will take on disk; None where that is not known of one kind."""
        left = [own.bytes for own in self.kinds if own.to_do]
        return None if None in left else sum(left)

    def to_json(self) -> str:
        """As JSON, keys as the attributes are called; `total` holds the sums."""
        total = {"to_do": self.to_do, "estimate": self.estimate and asdict(self.estimate), "bytes": self.bytes}
        text = json.dumps({"schema": self.schema, **asdict(self), "total": total}, indent=2, ensure_ascii=False)
        return readable_json(text)
