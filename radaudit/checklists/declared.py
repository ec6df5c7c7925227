"""What a study's manifest gives, as far as a checklist asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from radaudit.checklists.clause import Clause
from radaudit.study.load import Study
from radaudit.study.manifest import Manifest
from radaudit.study.table import MISSING

COLUMNS = ("patient", "case", "site", "scanner", "date")
MOST_SHOWN = 4


@dataclass(frozen=True)
class Declarations:
    """The manifest of a study, with its cohort table."""

    study: Study

    def sentence(self, clause: Clause) -> str | None:
        """What speaks for a clause of kind ``declares``, as a sentence; None if it doesn't hold.

        A column with empty cells shows at least what it holds, and never that there is no more.
        """
        values = tuple(dict.fromkeys(_entries(self.study.manifest, clause.declares.split("."))))
        if clause.among:
            values = tuple(value for value in values if value in clause.among)
        if clause.absent:
            return None if values else f"radaudit.yaml gives no {clause.declares}."
        if not values:
            return None
        counts = clause.at_least is not None or clause.at_most is not None
        column = _column(clause.declares)
        whole = True
        if counts and column:
            cells = self.study.table(self.study.manifest.cohort.table).texts(values[0])
            held = [cell.strip() for cell in cells if cell.strip().lower() not in MISSING]
            whole, values = len(held) == len(cells), tuple(sorted(set(held)))
        if clause.at_least is not None and len(values) < clause.at_least:
            return None
        if clause.at_most is not None and (not values or not whole or len(values) > clause.at_most):
            return None
        return f"radaudit.yaml, {clause.declares}: {_listed(values)}."


def is_key(path: str) -> bool:
    """Whether a manifest may hold these keys."""
    return _is_key(Manifest, path.split("."))


def _is_key(part: object, keys: list[str]) -> bool:
    if not keys:
        return True
    parts = [part] if isinstance(part, type) and issubclass(part, BaseModel) else list(_parts(part))
    if not parts:  # a mapping of free keys, such as fitted_on
        return len(keys) == 1
    for own in parts:
        info = own.model_fields.get(keys[0])
        if info is not None and _is_key(info.annotation, keys[1:]):
            return True
    return False


def _parts(annotation: object) -> Iterator[type[BaseModel]]:
    from typing import get_args

    for own in (annotation, *get_args(annotation)):
        if isinstance(own, type) and issubclass(own, BaseModel):
            yield own
        elif own is not annotation:
            yield from _parts(own)


def _column(path: str) -> bool:
    """Whether the entry is the name of a column of the cohort table."""
    return path in {f"cohort.{name}" for name in COLUMNS}


def _entries(node: object, keys: list[str]) -> Iterator[str]:
    """All values under these keys, as text; lists are looked through, and so are mappings at their end."""
    if node is None or node == "":
        return
    if isinstance(node, list | tuple):
        for member in node:
            yield from _entries(member, keys)
    elif isinstance(node, BaseModel):
        if keys:
            yield from _entries(getattr(node, keys[0], None), keys[1:])
        else:
            yield "given"
    elif isinstance(node, dict):
        for key, member in node.items():
            if not keys or key == keys[0]:
                yield from _entries(member, keys[1:])
    elif not keys:
        yield str(node)


def _listed(values: tuple[str, ...]) -> str:
    more = len(values) - MOST_SHOWN
    return ", ".join(values[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
