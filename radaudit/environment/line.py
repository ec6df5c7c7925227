"""One line of a requirements file, as pip would take it; nothing that it points to is followed."""

from __future__ import annotations

import re
from dataclasses import replace

from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Pep508
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from radaudit.core.finding import Location
from radaudit.environment.stated import PythonStated, Remark, Stated

Read = Stated | PythonStated | Remark

LONGEST_SHOWN = 60
_OPTIONS = re.compile(r"\s--?[a-z][a-z-]*[=\s].*$")
_VARIABLE = re.compile(r"\$\{|%[A-Za-z_]+%")
_NAMED = re.compile(r"^(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^\]]*)\])?\s*@\s*(?P<url>\S+)")
_REPOSITORY = re.compile(r"^(?:git|hg|svn|bzr)\+", re.I)
_ADDRESS = re.compile(r"^(?:https?|ftp)://", re.I)
_PATH = re.compile(r"^(?:file:|\.{0,2}[/\\]|\.$|~|[A-Za-z]:[\\/])|\.(?:whl|zip|tar\.gz|tgz)$", re.I)
_EGG = re.compile(r"#(?:.*&)?egg=(?P<name>[\w.-]+)")
_REFERENCE = re.compile(r"@(?P<reference>[^@/#?]+)(?:[#?].*)?$")
_COMMIT = re.compile(r"[0-9a-f]{7,40}")
# As "conda list --export" writes them into files that are then called requirements.txt.
CONDA_EXPORT = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)=(?P<version>[^=\s]+)=(?P<build>[^=\s]+)$")


def read_line(text: str, place: Location) -> tuple[Read, ...]:
    """What one line says: a requirement, and where more stands there than is followed, a remark.

    Parameters
    ----------
    text
        Without comment; continued lines joined.
    place
        Where it stands.
    """
    editable = re.match(r"^(?:-e|--editable)[=\s]\s*", text)
    text = text[editable.end() :] if editable else text
    if _VARIABLE.search(text):
        return (Remark("not followed", "It takes a part from the environment of whoever installs it.", place),)
    text = _OPTIONS.sub("", f" {text}").strip()
    named = _NAMED.match(text)
    if named:
        return _elsewhere(named["name"], named["url"], place)
    if _REPOSITORY.match(text) or _ADDRESS.match(text) or _PATH.search(text):
        return _elsewhere("", text, place)
    exported = CONDA_EXPORT.match(text)
    if exported:
        return _exported(exported, place)
    try:
        own = Pep508(text)
    except InvalidRequirement:
        return (Remark("unreadable", f"This is no requirement: {_shown(text)}.", place),)
    if own.name.lower() == "python":
        return (PythonStated(own.specifier, place),)
    return (Stated(own.name, own.specifier, place, str(own.marker or ""), tuple(sorted(own.extras))),)


def _elsewhere(name: str, url: str, place: Location) -> tuple[Read, ...]:
    """A package that comes from somewhere else; addresses are not repeated, they may hold passwords."""
    if _REPOSITORY.match(url):
        return _repository(name or _name_in(url), url, place)
    version = ""
    try:
        name, version = _wheel(url, name)
    except (InvalidWheelFilename, InvalidSpecifier):
        name = name or _name_in(url)
    specifier = SpecifierSet(f"=={version}" if version else "")
    if _ADDRESS.match(url):
        message = f"{name or 'A package'} comes from an address of its own, which is not followed."
        remark = Remark("not followed", message, place)
        return (*_named(Stated(name, specifier, place, source="address", commit=bool(version))), remark)
    if re.match(r"^(?:file:|/|~|[A-Za-z]:[\\/])", url, re.I):
        message = f"{name or 'A package'} is taken from a path of one computer, where nobody else finds it."
        return (*_named(Stated(name, specifier, place, source="path")), Remark("one machine", message, place))
    return _named(Stated(name, specifier, place, source="path"))


def _repository(name: str, url: str, place: Location) -> tuple[Read, ...]:
    found = _REFERENCE.search(url.split("://", 1)[-1].partition("/")[2])
    reference = found["reference"] if found else ""
    commit = bool(_COMMIT.fullmatch(reference) or re.match(r"^v?\d+\.\d+", reference))
    message = f"{name or 'A package'} comes from a repository, which is not followed."
    own = Stated(name, SpecifierSet(), place, source="repository", commit=commit)
    return (*_named(own), Remark("not followed", message, place))


def _named(own: Stated) -> tuple[Stated, ...]:
    """A package whose name nobody can tell states nothing."""
    return (replace(own, name=own.name.strip()),) if re.match(r"^[A-Za-z0-9]", own.name) else ()


def _wheel(url: str, name: str) -> tuple[str, str]:
    file = re.split(r"[\\/]", url.partition("#")[0].partition("?")[0])[-1]
    found, version, _, _ = parse_wheel_filename(file.replace("%2B", "+"))
    return name or found, str(version)


def _name_in(url: str) -> str:
    """The name that an address gives away: its egg, or the last part of its path."""
    egg = _EGG.search(url)
    if egg:
        return egg["name"]
    last = re.split(r"[\\/]", url.partition("#")[0].rstrip("/\\"))[-1]
    return re.sub(r"(?:\.git)?(?:@.*)?$|\.(?:zip|tar\.gz|tgz)$", "", last) if _REPOSITORY.match(url) else ""


def _exported(found: re.Match, place: Location) -> tuple[Read, ...]:
    try:
        specifier = SpecifierSet(f"=={found['version']}")
    except InvalidSpecifier:
        return (Remark("unreadable", f"This version is none that Python knows: {_shown(found[0])}.", place),)
    if found["name"].lower() == "python":
        return (PythonStated(specifier, place),)
    return (Stated(found["name"], specifier, place, conda=not found["build"].startswith("pypi")),)


def _shown(text: str) -> str:
    return repr(text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}...")
