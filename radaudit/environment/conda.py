"""environment.yml of conda: its own packages, and what it has pip install."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from packaging.specifiers import SpecifierSet

from radaudit.core.errors import DataError
from radaudit.core.finding import Location
from radaudit.environment.line import Read, read_line
from radaudit.environment.ranges import from_conda
from radaudit.environment.requirements_txt import read_requirements
from radaudit.environment.stated import PythonStated, Remark, Stated
from radaudit.environment.text_file import read_text
from radaudit.study.yaml_file import YamlFile, read_yaml

# Packages of the system, whose versions change no figure: stated, but not held against the study.
_SYSTEM = re.compile(
    r"^(?:_|lib|r-|m2w64|msys2|cuda|cudnn|cudatoolkit|mkl(?:-service)?$|blas$|openblas|openssl|ca-certificates|sqlite|"
    r"tk$|zlib|xz$|vc$|vs20|gcc|gxx|icu|intel-openmp|ld_impl|ncurses|readline|freetype|jpeg|ffmpeg|qt$|nomkl|bzip2|"
    r"pip$|setuptools$|wheel$|certifi$|r-base)"
)
_SPEC = re.compile(r"^(?:[^\s:]+::)?(?P<name>[A-Za-z0-9_.-]+?)\s*(?P<range>(?:[=<>!~*]|\s\d).*)?$")


def read_environment(root: Path, name: str) -> tuple[Read, ...]:
    """What an environment.yml requires.

    Raises
    ------
    DataError
        If it can't be read.
    """
    read_text(root, name)  # inside the study, and text
    file = read_yaml(root / name, name, DataError)
    data = file.data if isinstance(file.data, dict) else {}
    listed = data.get("dependencies")
    found: list[Read] = []
    for index, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            found += _pip(root, entry.get("pip"), file, ("dependencies", index, "pip"))
        elif isinstance(entry, str):
            found += _package(entry, Location(name, file.line(("dependencies", index))))
    return tuple(found)


def _pip(root: Path, lines: object, file: YamlFile, keys: tuple) -> Iterator[Read]:
    for number, line in enumerate(lines if isinstance(lines, list) else ()):
        place = Location(file.path, file.line((*keys, number)))
        text = str(line).strip()
        included = re.match(r"^(?:-r|--requirement)[\s=]+(?P<name>\S+)$", text)
        if included:
            named = (Path(file.path).parent / included["name"]).as_posix()
            try:
                yield from read_requirements(root, named)
            except DataError as fault:
                message = f"It includes a file that can't be read: {fault.problems[0].message}."
                yield Remark("unreadable", message, place)
        elif text.startswith(("-i", "-f", "--")):
            yield Remark("not followed", "It names a package index or server; it is not asked.", place)
        else:
            yield from read_line(re.sub(r"\s+#.*$", "", text), place)


def _package(entry: str, place: Location) -> Iterator[Read]:
    own = _SPEC.match(entry.strip())
    if own is None:
        yield Remark("unreadable", f"This is no package of conda: {entry.strip()[:60]!r}.", place)
        return
    name, text = own["name"], re.sub(r"^(\d\S*)\s+\S+$", r"\1", (own["range"] or "").strip())
    system = bool(_SYSTEM.match(name))
    specifier = from_conda(text) if text else SpecifierSet()
    if specifier is None:
        if not system:
            message = f"The versions of {name} are stated in a way that Python has no words for."
            yield Remark("unreadable", message, place)
        specifier = SpecifierSet()
    if name.lower() == "python":
        yield PythonStated(specifier, place)
    else:
        yield Stated(name, specifier, place, conda=True, optional=system)
