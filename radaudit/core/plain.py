"""Values that any renderer and JSON can hold."""

from __future__ import annotations

import math

Scalar = str | int | float | bool | None


def scalar(value: object) -> Scalar:
    """A plain scalar: numpy's become Python's, numbers that JSON doesn't know become None, the rest text."""
    if value is None or type(value) in (bool, int):
        return value
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, bool | int) else text(value)


def text(value: object) -> str:
    """Text without lone surrogates, which undecodable file names bring and UTF-8 can't write."""
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")
