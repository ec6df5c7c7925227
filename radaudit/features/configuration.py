"""What a reported table says of its own extraction: the ``diagnostics_*`` columns."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from radaudit.features.settings import DEFAULTS, Settings

OLDEST_STABLE = (2, 2)  # releases before differ in shape diameters and entropy
LONGEST_SHOWN = 80
_SETTINGS = ("diagnostics_Configuration_Settings", "general_info_GeneralSettings")
_VERSION = ("diagnostics_Versions_PyRadiomics", "general_info_Version")


def recorded_differences(diagnostics: Mapping[str, Sequence[str | None]], declared: Settings) -> list[str]:
    """Settings that the table's own columns record otherwise than the study declares, as sentences.

    pyradiomics records what it was told and some of its defaults, so what is not recorded was the default.
    """
    found: dict[str, None] = {}
    for column in _SETTINGS:
        for text in dict.fromkeys(diagnostics.get(column, ())):
            recorded = literal(text)
            for name, default in DEFAULTS.items() if recorded else ():
                value, own = recorded.get(name, default), declared.value(name)
                if not _equal(value, own):
                    found[f"{name} was {_shown(value)} when the table was made, but is declared as {own!r}"] = None
    return list(found)


def recorded_versions(diagnostics: Mapping[str, Sequence[str | None]]) -> list[str]:
    """Versions of pyradiomics that the table's own columns record."""
    return sorted({text for column in _VERSION for text in diagnostics.get(column, ()) if text})


def is_older_than_stable(version: str) -> bool:
    """Whether this release may give other numbers than today's."""
    parts = version.lstrip("v").split(".")
    try:
        return tuple(int(part) for part in parts[:2]) < OLDEST_STABLE
    except ValueError:
        return False


def literal(text: str | None) -> Mapping[str, object]:
    """The dictionary that pyradiomics printed; literals only, nothing is run."""
    try:
        value = ast.literal_eval(text or "{}")
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _equal(a: object, b: object) -> bool:
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(_equal(x, y) for x, y in zip(a, b, strict=True))
    return a == b


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."
