"""Settings that a table's own ``diagnostics_*`` columns record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from radaudit.features.configuration import literal
from radaudit.features.diagnostics import of_one_series
from radaudit.features.recovery.configuration import ELSEWHERE, Configuration
from radaudit.features.settings import DEFAULTS

_SETTINGS = ("diagnostics_Configuration_Settings", "general_info_GeneralSettings")
_IMAGES = ("diagnostics_Configuration_EnabledImageTypes", "general_info_EnabledImageTypes")
_OWN = ("wavelet", "level", "start_level", "binWidth", "binCount", "gradientUseSpacing")


def recorded(diagnostics: Mapping[str, Sequence[str | None]], configuration: Configuration) -> dict[str, object]:
    """What the table records otherwise than this configuration has it: settings as `Configuration.changed` takes them.

    Where cases record different things, what most of them say. pyradiomics records what it was told and some of its
    defaults, so what is not recorded was the default.
    """
    found: dict[str, object] = {}
    diagnostics = of_one_series(diagnostics)
    settings = _most(diagnostics, _SETTINGS)
    for name, default in (DEFAULTS | ELSEWHERE).items() if settings else ():
        value = _plain(settings.get(name, configuration.label if name == "label" else default))
        if value != _plain(configuration.value(name)):
            found[name] = value
    images = _most(diagnostics, _IMAGES)
    for kind in configuration.images:
        given = images.get(kind)
        for name in _OWN if isinstance(given, Mapping) else ():
            if name in given and _plain(given[name]) != _plain(configuration.value(f"{kind}.{name}")):
                found[f"{kind}.{name}"] = _plain(given[name])
    return found


def _most(diagnostics: Mapping[str, Sequence[str | None]], columns: Sequence[str]) -> Mapping[str, object]:
    counts = Counter(text for column in columns for text in diagnostics.get(column, ()) if text)
    return literal(counts.most_common(1)[0][0]) if counts else {}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
