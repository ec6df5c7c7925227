"""Requirements that exclude each other, told without any index: nothing can be two versions at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from packaging.specifiers import SpecifierSet

from radaudit.environment.stated import PythonStated, Stated, Statement


@dataclass(frozen=True)
class Contradiction:
    """Lines about one package, or about Python, that no version meets together."""

    package: str
    lines: tuple[Stated | PythonStated, ...]


def contradictions(statement: Statement) -> tuple[Contradiction, ...]:
    """What can't be true together.

    Lines with different markers hold at different places or times, and are not held against each other; nor are
    those of conda and of pip, which replaces what conda installed, or parts of one package that conda ships apart.
    """
    found = []
    for lines in statement.needed.values():
        for kind in dict.fromkeys(map(_kind, lines)):
            together = tuple(own for own in lines if _kind(own) == kind)
            if both(own.specifier for own in together).is_unsatisfiable():
                found.append(Contradiction(together[0].name, together))
    if both(own.specifier for own in statement.python).is_unsatisfiable():
        found.append(Contradiction("Python", statement.python))
    return tuple(found)


def _kind(own: Stated) -> tuple[str, str]:
    return own.marker, f"conda's {own.name}" if own.conda else ""


def both(specifiers: Iterable[SpecifierSet]) -> SpecifierSet:
    """What meets all of these."""
    return reduce(and_, specifiers, SpecifierSet())
