"""Lock files: the exact versions of everything, as a resolver wrote them down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from radaudit.core.errors import DataError
from radaudit.environment.pyproject import read_toml
from radaudit.environment.text_file import read_text

TOML_LOCKS = {"uv.lock": "package", "poetry.lock": "package", "pdm.lock": "package", "pylock.toml": "packages"}
OTHER_LOCKS = ("Pipfile.lock", "conda-lock.yml", "pixi.lock")


def read_locks(root: Path, folder: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """Lock files in a folder of the study, and the versions in those that can be read.

    Returns
    -------
    tuple
        Names of the files; versions by key. Where one package is locked to several versions, for several
        platforms, none of them is given.
    """
    names: list[str] = []
    versions: dict[str, set[str]] = {}
    for file in (*TOML_LOCKS, *OTHER_LOCKS):
        name = f"{folder}/{file}" if folder else file
        if not (root / name).is_file():
            continue
        names.append(name)
        try:
            found = _versions(root, name, file)
        except DataError:
            found = []
        for key, version in found:
            versions.setdefault(key, set()).add(version)
    return tuple(names), {key: next(iter(own)) for key, own in versions.items() if len(own) == 1}


def _versions(root: Path, name: str, file: str) -> list[tuple[str, str]]:
    if file in TOML_LOCKS:
        _, data = read_toml(root, name)
        listed = data.get(TOML_LOCKS[file])
        entries = [own for own in listed if isinstance(own, dict)] if isinstance(listed, list) else []
        return [(canonicalize_name(str(own.get("name"))), str(own["version"])) for own in entries if "version" in own]
    if file != "Pipfile.lock":
        return []
    try:
        default = json.loads(read_text(root, name)).get("default")
    except (ValueError, AttributeError, RecursionError):
        return []
    packages = default.items() if isinstance(default, dict) else ()
    pinned = [(key, str(own.get("version", ""))) for key, own in packages if isinstance(own, dict)]
    return [(canonicalize_name(key), text[2:]) for key, text in pinned if text.startswith("==")]
