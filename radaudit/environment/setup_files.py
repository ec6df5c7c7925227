"""setup.cfg and setup.py; the latter is a program, and is read as a syntax tree, never run."""

from __future__ import annotations

import ast
import configparser
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from radaudit.core.errors import DataError, Problem
from radaudit.core.finding import Location
from radaudit.environment.line import Read, read_line
from radaudit.environment.stated import PythonStated, Remark, Stated
from radaudit.environment.text_file import line_of, read_text


def read_setup_cfg(root: Path, name: str) -> tuple[Read, ...]:
    """What ``[options]`` of a setup.cfg requires.

    Raises
    ------
    DataError
        If it can't be read.
    """
    text, parser = read_text(root, name), configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text)
    except configparser.Error as fault:
        raise DataError(Problem(f"is no valid configuration file: {str(fault).splitlines()[0]}", name)) from fault
    found = [*_python(parser.get("options", "python_requires", fallback=""), Location(name, line_of(text, "python_")))]
    found += _listed(parser.get("options", "install_requires", fallback=""), text, name)
    if parser.has_section("options.extras_require"):
        for _, lines in parser.items("options.extras_require"):
            found += [replace(own, optional=True) for own in _listed(lines, text, name) if isinstance(own, Stated)]
    return tuple(found)


def _listed(lines: str, text: str, name: str) -> Iterator[Read]:
    for line in lines.splitlines():
        if line.strip() and not line.strip().startswith(("#", "file:")):
            yield from read_line(line.strip(), Location(name, line_of(text, line.strip())))


def read_setup_py(root: Path, name: str) -> tuple[Read, ...]:
    """What the call of ``setup`` in a setup.py requires, as far as it is written out there.

    Raises
    ------
    DataError
        If it can't be read.
    """
    text = read_text(root, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as fault:
        raise DataError(Problem(f"is no Python that can be read ({type(fault).__name__})", name)) from fault
    assigned = {
        own.targets[0].id: own.value
        for own in tree.body
        if isinstance(own, ast.Assign) and len(own.targets) == 1 and isinstance(own.targets[0], ast.Name)
    }
    found: list[Read] = []
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "setup":
            given = {own.arg: own.value for own in call.keywords if own.arg}
            found += _called(given, assigned, name)
    return tuple(found)


def _called(given: Mapping[str, ast.expr], assigned: Mapping[str, ast.expr], name: str) -> Iterator[Read]:
    for key in ("python_requires", "install_requires", "extras_require"):
        if key not in given:
            continue
        node = given[key]
        node = assigned.get(node.id, node) if isinstance(node, ast.Name) else node
        place = Location(name, node.lineno)
        try:
            value = ast.literal_eval(node)
        except (ValueError, TypeError, MemoryError, RecursionError):
            yield Remark("unreadable", f"{key} is computed when setup.py runs, and radaudit does not run it.", place)
            continue
        if key == "python_requires":
            yield from _python(str(value), place)
            continue
        optional = key == "extras_require"
        lists = list(value.values()) if isinstance(value, dict) else [value]
        for own in lists:
            lines = own.splitlines() if isinstance(own, str) else own if isinstance(own, list | tuple) else ()
            for line in filter(None, (str(one).strip() for one in lines)):
                for one in read_line(line, place):
                    yield replace(one, optional=optional) if isinstance(one, Stated) else one


def _python(text: str, place: Location) -> list[Read]:
    if not text.strip():
        return []
    try:
        return [PythonStated(SpecifierSet(text), place)]
    except InvalidSpecifier:
        return [Remark("unreadable", f"This names no versions of Python: {text[:60]!r}.", place)]
