"""Requirements in TOML: pyproject.toml (PEP 621, PEP 735, poetry) and Pipfile."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from radaudit.core.errors import DataError, Problem
from radaudit.core.finding import Location
from radaudit.environment.line import Read, read_line
from radaudit.environment.ranges import from_poetry
from radaudit.environment.requirements_txt import read_requirements
from radaudit.environment.stated import PythonStated, Remark, Stated
from radaudit.environment.text_file import line_of, read_text


def read_toml(root: Path, name: str) -> tuple[str, Mapping]:
    """The text of a TOML file, and what it holds.

    Raises
    ------
    DataError
        If it can't be read, or is no TOML.
    """
    text = read_text(root, name)
    try:
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise DataError(Problem(f"is no valid TOML: {fault}", name)) from fault


def read_pyproject(root: Path, name: str) -> tuple[Read, ...]:
    """What a pyproject.toml requires: of its project, its groups, its extras, or of poetry.

    Raises
    ------
    DataError
        If it can't be read.
    """
    text, data = read_toml(root, name)
    project, tool = _part(data, "project"), _part(data, "tool")
    found = [*_python(project.get("requires-python"), text, name), *_lines(project.get("dependencies"), text, name)]
    for extra in _part(project, "optional-dependencies").values():
        found += _optional(_lines(extra, text, name))
    for group in _part(data, "dependency-groups").values():
        found += _optional(_lines(group, text, name))
    found += _dynamic(root, _part(_part(tool, "setuptools"), "dynamic"), name)
    poetry = _part(tool, "poetry")
    found += poetry_style(_part(poetry, "dependencies"), text, name, "[tool.poetry.dependencies]")
    groups = [poetry.get("dev-dependencies")]
    groups += [_part(group, "dependencies") for group in _part(poetry, "group").values() if isinstance(group, dict)]
    for group in groups:
        found += _optional(poetry_style(group if isinstance(group, dict) else {}, text, name, "[tool.poetry"))
    for source in ("source", "index"):
        if poetry.get(source) or _part(tool, "uv").get(source):
            found.append(
                Remark("not followed", "It names a package index of its own; it is not asked.", Location(name))
            )
    return tuple(found)


def read_pipfile(root: Path, name: str) -> tuple[Read, ...]:
    """What a Pipfile requires.

    Raises
    ------
    DataError
        If it can't be read.
    """
    text, data = read_toml(root, name)
    wanted = _part(data, "requires")
    version = wanted.get("python_full_version") or wanted.get("python_version")
    found: list[Read] = []
    if version:
        exact = f"=={version}" if "python_full_version" in wanted else f"=={version}.*"
        found += _python(exact, text, name, "python_")
    found += poetry_style(_part(data, "packages"), text, name, "[packages]")
    found += _optional(poetry_style(_part(data, "dev-packages"), text, name, "[dev-packages]"))
    if data.get("source"):  # whichever it is: none that a study names is asked
        found.append(Remark("not followed", "It names a package index; it is not asked.", Location(name)))
    return tuple(found)


def poetry_style(table: Mapping, text: str, name: str, header: str) -> list[Read]:
    """A table of names and ranges; each range a text, or a mapping that may point elsewhere."""
    start, found = line_of(text, header) or 1, []
    for package, given in table.items():
        place = Location(name, line_of(text, package, start))
        for own in given if isinstance(given, list) else [given]:
            found += _poetry_entry(package, own, place)
    return found


def _poetry_entry(package: str, given: object, place: Location) -> list[Read]:
    own = given if isinstance(given, dict) else {"version": given}
    source = "repository" if "git" in own else "path" if {"path", "file"} & set(own) else "address" * ("url" in own)
    specifier = from_poetry(str(own.get("version") or "*"))
    if specifier is None:
        message = f"The versions of {package} are stated in a way that pip has no words for."
        return [Remark("unreadable", message, place), Stated(package, SpecifierSet(), place, source=source)]
    if package.lower() == "python":
        return [PythonStated(specifier, place)]
    conditional = str(own.get("markers") or own.get("python") or own.get("platform") or "")
    commit = bool(own.get("rev") or own.get("tag") or own.get("ref"))
    stated = Stated(
        package,
        specifier,
        place,
        str(own["markers"]) if "markers" in own else "",
        tuple(sorted(map(str, own.get("extras") or ()))),
        source,
        commit,
        optional=bool(own.get("optional")) or (bool(conditional) and "markers" not in own),
    )
    if source:
        where = {"repository": "a repository", "path": "a path"}.get(source, "an address of its own")
        return [stated, Remark("not followed", f"{package} comes from {where}, which is not followed.", place)]
    return [stated]


def _dynamic(root: Path, dynamic: Mapping, name: str) -> list[Read]:
    """``dependencies = {file = [...]}``: setuptools reads them when it builds."""
    files = _part(dynamic, "dependencies").get("file")
    found: list[Read] = []
    for own in [files] if isinstance(files, str) else files if isinstance(files, list) else ():
        try:
            found += read_requirements(root, (Path(name).parent / str(own)).as_posix())
        except DataError as fault:
            message = f"It takes its requirements from a file that can't be read: {fault.problems[0].message}."
            found.append(Remark("unreadable", message, Location(name)))
    return found


def _lines(entries: object, text: str, name: str) -> Iterator[Read]:
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, str):  # a group may also include another one, by a mapping
            yield from read_line(entry.strip(), Location(name, line_of(text, entry)))


def _python(text: object, whole: str, name: str, word: str = "requires-python") -> list[Read]:
    if not isinstance(text, str):
        return []
    place = Location(name, line_of(whole, word))
    try:
        return [PythonStated(SpecifierSet(text), place)]
    except InvalidSpecifier:
        return [Remark("unreadable", f"This names no versions of Python: {text[:60]!r}.", place)]


def _optional(reads: Iterable[Read]) -> list[Read]:
    return [replace(own, optional=True) if isinstance(own, Stated) else own for own in reads]


def _part(data: Mapping, key: str) -> Mapping:
    """A table of a file that anybody may have written; what is none counts as empty."""
    own = data.get(key)
    return own if isinstance(own, dict) else {}
