"""Evidence rows that name features, with IBSI's identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from radaudit.features.ibsi.catalogue import ibsi_of

FEATURE, IDENTIFIER = "feature", "ibsi"
_HAVE_ONE = ("IBSI", IDENTIFIER)


def with_identifiers(rows: Sequence[Mapping[str, object]]) -> tuple[Mapping[str, object], ...]:
    """The rows with a column ``ibsi`` right after ``feature``: ``IBSI:TDNJ``, or empty where IBSI has no such feature.

    Rows without a feature that IBSI knows, and rows that name its identifiers already, are left as they are.
    """
    if any(name in row for row in rows for name in _HAVE_ONE):
        return tuple(rows)
    found = [identifier(row[FEATURE]) if FEATURE in row else None for row in rows]
    if not any(found):
        return tuple(rows)
    return tuple(row if own is None else _with(row, own) for row, own in zip(rows, found, strict=True))


def identifier(feature: object) -> str:
    """``IBSI:TDNJ`` of a feature's name, empty where there is none."""
    known = ibsi_of(feature) if isinstance(feature, str) else None
    return f"IBSI:{known.id}" if known else ""


def _with(row: Mapping[str, object], own: str) -> dict[str, object]:
    widened: dict[str, object] = {}
    for name, value in row.items():
        widened[name] = value
        if name == FEATURE:
            widened[IDENTIFIER] = own
    return widened
