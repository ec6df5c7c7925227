"""What the parts of a manifest are made of."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def listed(value: object) -> object:
    """One value stands for a list of it."""
    return value if isinstance(value, list) or value is None else [value]


def texts(value: object) -> object:
    """YAML reads 1, true and 2020-01-01 as other types; set names and outcome values are text."""
    found = listed(value)
    return [text(item) for item in found] if isinstance(found, list) else found


def text(value: object) -> object:
    """A number, date or truth value as it would be written; anything else stays."""
    if isinstance(value, bool):
        return str(value)
    return str(value) if isinstance(value, int | float | datetime.date) else value


Names = Annotated[list[str], BeforeValidator(texts)]
Word = Annotated[str, BeforeValidator(text)]


class StudyFile:
    """Marks a text that names a file of the study; `study.load` checks that it exists."""


Path = Annotated[str, Field(min_length=1), StudyFile()]


class Part(BaseModel):
    """A part of the manifest: unknown keys are refused, values are never changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
