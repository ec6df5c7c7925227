"""One call in a line of the study, before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from radaudit.models.ledger.tracked import NOTHING

if TYPE_CHECKING:
    from radaudit.models.ledger.watching import Watch


@dataclass
class Call:
    """A call in a line of the study.

    Attributes
    ----------
    name
        Of what is called, without its module.
    receiver
        The object whose method it is.
    pending
        Marks of arguments that are numbers or words.
    """

    watch: Watch
    site: int
    function: Callable
    args: tuple
    named: dict
    name: str
    receiver: object
    pending: frozenset[int] = NOTHING
    made: set[int] = field(default_factory=set)

    def run(self) -> object:
        """Do it, as the line says."""
        depth = len(self.watch.collectors)
        self.watch.collectors.append(self.made)
        try:
            return self.function(*self.args, **self.named)
        finally:
            del self.watch.collectors[depth:]

    @property
    def is_method(self) -> bool:
        return self.receiver is not None

    @property
    def operands(self) -> list[object]:
        own = [] if self.receiver is None else [self.receiver]
        return [*own, *self.args, *self.named.values()]

    def argument(self, position: int, *names: str) -> object:
        """By position or by one of these names; None if it is not given."""
        if len(self.args) > position:
            return self.args[position]
        return next((self.named[name] for name in names if name in self.named), None)

    @property
    def marks(self) -> frozenset[int]:
        return self.pending.union(*(self.watch.tracked.marks(own) for own in self.operands))

    @property
    def library(self) -> str:
        owner = self.function if self.receiver is None else type(self.receiver)
        own = getattr(owner, "__module__", None) or type(owner).__module__  # numpy's ufuncs name none
        return str(own).partition(".")[0]
