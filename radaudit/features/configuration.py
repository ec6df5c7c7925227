"""What a reported table says of its own extraction: the ``diagnostics_*`` columns."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from radaudit.features.diagnostics import Diagnostics, by_series
from radaudit.features.settings import DEFAULTS, Settings
from radaudit.features.versions.release import release_of
from radaudit.features.versions.table import VERSION

OLDEST_STABLE = (2, 2, 0)  # releases before differ in shape diameters and entropy
LONGEST_SHOWN = 80
_SETTINGS = ("diagnostics_Configuration_Settings", "general_info_GeneralSettings")


def recorded_differences(diagnostics: Diagnostics, declared: Settings) -> list[str]:
    """Settings that the table's own columns record otherwise than the study declares, as sentences.

    pyradiomics records what it was told and some of its defaults, so what is not recorded was the default. Where a
    table was joined from several extractions, each sentence names the one it speaks of.
    """
    found: dict[str, None] = {}
    for series, notes in by_series(diagnostics).items():
        of = f" of {series}" if series else ""
        for text in dict.fromkeys(text for column in _SETTINGS for text in notes.get(column, ())):
            recorded = literal(text)
            for name, default in DEFAULTS.items() if recorded else ():
                value, own = recorded.get(name, default), declared.value(name)
                if not _equal(value, own):
                    found[f"{name}{of} was {_shown(value)} when the table was made, but is declared as {own!r}"] = None
    return list(found)


def recorded_versions(diagnostics: Diagnostics) -> list[str]:
    """Versions of pyradiomics that the table's own columns record, of all extractions it was joined from."""
    series = by_series(diagnostics).values()
    return sorted({text for notes in series for column in VERSION for text in notes.get(column, ()) if text})


def is_older_than_stable(version: str) -> bool:
    """Whether this release may give other numbers than today's."""
    release = release_of(version)
    return release is not None and release < OLDEST_STABLE


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
