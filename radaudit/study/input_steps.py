"""The steps by which a case becomes a network's input, as values: what is done, with which numbers, and in words."""

from __future__ import annotations

import difflib
import math
from dataclasses import fields
from types import MappingProxyType
from typing import get_args

from radaudit.study.geometry_steps import (
    AxisOrder,
    Crop,
    Flip,
    MaskOut,
    Orient,
    Planes,
    Repeat,
    Resample,
    Resize,
    Reverse,
    Slices,
)
from radaudit.study.intensity_steps import (
    EightBit,
    MinMax,
    Percentile,
    Scale,
    Standardise,
    Window,
    Windows,
    ZScore,
)

Intensity = Window | Scale | ZScore | Percentile | MinMax | EightBit | Standardise | Windows
Geometry = Orient | Resample | Flip | Crop | MaskOut | Slices | Planes | Resize | Repeat | Reverse | AxisOrder
Step = Intensity | Geometry
KINDS = MappingProxyType({kind.op: kind for kind in get_args(Step)})


def step_from(entry: object) -> Step:
    """One step from what a manifest says of it: ``{op: resample, spacing: [1, 1, 1]}``.

    Raises
    ------
    ValueError
        If it can't be that; the sentence says why and what there is.
    """
    from pydantic import TypeAdapter, ValidationError

    if isinstance(entry, get_args(Step)):
        return entry
    if not isinstance(entry, dict) or "op" not in entry:
        raise ValueError(f"is no step: a step names its op, one of {', '.join(KINDS)}")
    own = {key: value for key, value in entry.items() if key != "op"}
    kind = KINDS.get(str(entry["op"]))
    if kind is None:
        raise ValueError(f"has an unknown op {entry['op']!r}; {_near(entry['op'], list(KINDS))}")
    known = [field.name for field in fields(kind)]
    for key in own:
        if key not in known:
            raise ValueError(f"has an unknown key {key!r}; {_near(key, known)}")
    if not _finite(own):
        raise ValueError("holds a number that is not finite")
    try:
        return TypeAdapter(kind).validate_python(own)
    except ValidationError as fault:
        raise ValueError(_said(fault.errors()[0])) from None


def _finite(value: object) -> bool:
    if isinstance(value, dict | list | tuple):
        return all(_finite(part) for part in (value.values() if isinstance(value, dict) else value))
    return not isinstance(value, float) or math.isfinite(value)


def _near(word: object, known: list[str]) -> str:
    close = difflib.get_close_matches(str(word), known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"


def _said(item: dict) -> str:
    where = ".".join(str(part) for part in item["loc"])
    if item["type"] == "value_error":
        return f"can't be: {item['ctx']['error']}"
    if item["type"] in ("missing", "missing_argument"):
        return f"lacks its key {where!r}"
    return f"has a {where!r} that can't be: {item['msg'].removeprefix('Input ').replace('should', 'it must')}"
