"""Versions as poetry and conda write them, in the words of PEP 440."""

from __future__ import annotations

import re
from collections.abc import Callable

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version


def from_poetry(text: str) -> SpecifierSet | None:
    """A range as poetry and Pipfile write it: ``^1.2``, ``~1.2``, ``1.2.*``, ``>=1,<2``, ``*``.

    Returns
    -------
    SpecifierSet or None
        None where PEP 440 has no words for it, such as ``^1.2 || ^2.0``.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    try:
        return SpecifierSet(",".join(filter(None, map(_poetry_part, parts))))
    except (InvalidSpecifier, InvalidVersion):
        return None


def _poetry_part(part: str) -> str:
    if part == "*":
        return ""
    if part[0] == "^":
        return _between(part[1:].strip(), _caret)
    if part[0] == "~" and not part.startswith("~="):
        return _between(part[1:].strip(), lambda release: release[: min(2, len(release))])
    return f"=={part}" if part[0].isdigit() else part


def _between(text: str, kept: Callable[[tuple[int, ...]], tuple[int, ...]]) -> str:
    """From a version to the next one that differs in the last of the parts to be kept."""
    release = Version(text).release
    fixed = list(kept(release))
    fixed[-1] += 1
    return f">={text},<{'.'.join(map(str, fixed))}"


def _caret(release: tuple[int, ...]) -> tuple[int, ...]:
    """Up to and with the first part that is not zero."""
    first = next((place for place, part in enumerate(release) if part), len(release) - 1)
    return release[: first + 1]


def from_conda(text: str) -> SpecifierSet | None:
    """A range as conda writes it: ``=1.19`` (any 1.19), ``=1.19.2=build``, ``==1.19.2``, ``>=1,<2``, ``1.19.*``."""
    text = text.strip()
    built = re.fullmatch(r"(={1,2})([^=<>!~\s]+)(?:=\S+|\s+\S+)", text)
    if built:  # a build of one version
        text = f"=={built[2]}"
    elif re.fullmatch(r"=[^=<>!~].*", text):
        text = f"=={text[1:].rstrip('*').rstrip('.')}.*"
    elif re.fullmatch(r"\d\S*", text) and "," not in text:
        text = f"=={text}"
    try:
        return SpecifierSet("" if text == "*" else text)
    except InvalidSpecifier:
        return None
