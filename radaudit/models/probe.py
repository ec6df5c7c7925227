"""The study's own command, asked about tables in which some cells were changed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.models.command import Produce
from radaudit.study.cells import Altered, altered


@dataclass(frozen=True)
class Probe(Produce):
    """`Produce`, with changed cells in the copy.

    Attributes
    ----------
    tables
        What changes, drawn before the work.
    turn
        Tells equal runs apart: the same command on the same tables, once more.
    """

    tables: tuple[Altered, ...] = ()
    turn: int = 0

    @classmethod
    def of(cls, base: Produce, *tables: Altered, turn: int = 0) -> Probe:
        """The command of this job with these changes."""
        shared = {own.name: getattr(base, own.name) for own in fields(Produce)}
        return cls(**shared, tables=tables, turn=turn)

    def copied(self, copy: Path) -> None:
        super().copied(copy)
        for table in self.tables:
            path = copy / table.path
            try:
                path.write_bytes(altered(path.read_bytes(), table))
            except (OSError, ValueError) as fault:
                raise JobFailed(f"{table.path} could not be changed cell by cell: {fault}", lasting=False) from fault
