"""What is stated beside what is installed here, where the study's code is run again."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from radaudit.environment.contradictions import both
from radaudit.environment.distributions import PLACEHOLDERS, PROVIDERS, providers
from radaudit.environment.stated import PythonStated, Stated, Statement, shown


@dataclass(frozen=True)
class Installation:
    """The packages that are installed: version, requirements and Python versions of each, by key."""

    python: str
    versions: Mapping[str, str]
    requires: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pythons: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def here(cls) -> Installation:
        """What this Python finds; of two installations of one package the first, as an import does."""
        versions: dict[str, str] = {}
        requires: dict[str, tuple[str, ...]] = {}
        pythons: dict[str, str] = {}
        for own in importlib.metadata.distributions():
            name = own.metadata["Name"]
            if name and canonicalize_name(name) not in versions:
                key = canonicalize_name(name)
                versions[key] = own.version
                requires[key] = tuple(own.requires or ())
                pythons[key] = own.metadata["Requires-Python"] or ""
        return cls(platform.python_version(), versions, requires, pythons)

    def needed_by(self, keys: Iterable[str]) -> frozenset[str]:
        """These packages and all that they need, as far as it is installed."""
        waiting, found = list(keys), set()
        while waiting:
            key = waiting.pop()
            if key in self.versions and key not in found:
                found.add(key)
                waiting += [canonicalize_name(own.name) for own in self._requirements(key)]
        return frozenset(found)

    def unmet(self, keys: Iterable[str]) -> list[str]:
        """What keeps these packages, with all that they need, from being a working environment."""
        told = []
        for key in sorted(self.needed_by(keys)):
            for own in self._requirements(key):
                version = self.versions.get(canonicalize_name(own.name), "")
                if not meets(own.specifier, version):
                    told.append(f"{key} needs {own.name} {own.specifier}, here is {version or 'none'}")
            if not meets(_specifier(self.pythons.get(key, "")), self.python):
                told.append(f"{key} needs Python {self.pythons[key]}")
        return told

    def _requirements(self, key: str) -> Iterator[Requirement]:
        for text in self.requires.get(key, ()):
            try:
                own = Requirement(text)
            except InvalidRequirement:
                continue
            if own.marker is None or own.marker.evaluate({"extra": ""}):
                yield own


@dataclass(frozen=True)
class PackageHere:
    """A package as stated, and here.

    Attributes
    ----------
    name, stated
        The package; what is said of its version, in words. Nothing is said of one that is only imported.
    lines
        Where it is stated.
    here
        The version installed; empty if it is not.
    by
        Under which other name it is installed, such as a fork; else empty.
    satisfied
        Whether the version here is one of those stated; None where none is stated, or nothing is installed.
    imported, needed
        Whether the study's code imports it, or needs it through a package that it imports.
    """

    name: str
    stated: str = ""
    lines: tuple[Stated | PythonStated, ...] = ()
    here: str = ""
    by: str = ""
    satisfied: bool | None = None
    imported: bool = False
    needed: bool = False

    @property
    def decides(self) -> bool:
        """Whether the figures of a re-run may depend on its version."""
        return self.imported or self.needed


@dataclass(frozen=True)
class Comparison:
    """Every stated or imported package, stated and here; Python first, if it is stated."""

    rows: tuple[PackageHere, ...]

    @cached_property
    def deciding(self) -> tuple[PackageHere, ...]:
        return tuple(row for row in self.rows if row.decides)

    @cached_property
    def differing(self) -> tuple[PackageHere, ...]:
        """Of those that decide: here in another version than stated, or not at all."""
        return tuple(row for row in self.deciding if row.satisfied is False)

    @cached_property
    def unsaid(self) -> tuple[PackageHere, ...]:
        """Of those that are imported: whose version the study does not state, so that none can be told from it."""
        return tuple(row for row in self.deciding if row.satisfied is None and row.imported)


def compared(statement: Statement, imported: Mapping[str, str | None], here: Installation) -> Comparison:
    """What is stated beside what is installed.

    Parameters
    ----------
    imported
        For each module that the code imports, the key of the stated package that gives it; None for none.
    here
        The installation that the study's code is run in.
    """
    given = {key for key in imported.values() if key}
    unstated = {module: providers(module)[0] for module, key in imported.items() if not key}
    roots = [*(PLACEHOLDERS.get(key, key) for key in given), *unstated.values()]
    through = here.needed_by(_installed(key, here) for key in roots)
    rows = [_python(statement, here)] if statement.python else []
    for key, lines in statement.needed.items():
        lines = tuple(own for own in lines if applies(own))
        if lines:
            rows.append(_package(key, lines, statement.locked.get(key, ""), here, key in given, through))
    for name in unstated.values():
        rows.append(PackageHere(name, here=here.versions.get(_installed(name, here), ""), imported=True))
    return Comparison(tuple(rows))


def _python(statement: Statement, here: Installation) -> PackageHere:
    specifier = both(own.specifier for own in statement.python)
    satisfied = meets(specifier, here.python)
    return PackageHere("Python", shown(specifier), statement.python, here.python, "", satisfied, needed=True)


def _package(
    key: str, lines: tuple[Stated, ...], locked: str, here: Installation, imported: bool, through: frozenset[str]
) -> PackageHere:
    specifier = both(own.specifier for own in lines)
    if locked:
        specifier &= _specifier(f"=={locked}")
    installed = _installed(PLACEHOLDERS.get(key, key), here)
    version = here.versions.get(installed, "")
    said = shown(specifier) or lines[0].versions
    satisfied: bool | None = None
    if any(own.source for own in lines) and not str(specifier):
        satisfied = None  # a repository or a path says nothing of the version that an index gives
    elif str(specifier) and key not in PLACEHOLDERS:
        satisfied = meets(specifier, version)
    return PackageHere(
        lines[0].name,
        f"{locked} (lock file)" if locked else said,
        lines,
        version,
        installed if version and installed != key else "",
        satisfied,
        imported,
        installed in through,
    )


def _installed(key: str, here: Installation) -> str:
    """The key itself, or that of another package which gives the same modules, if only that is installed."""
    if key in here.versions:
        return key
    alike = (other for keys in PROVIDERS.values() if key in keys for other in keys)
    return next((other for other in alike if other in here.versions), key)


def applies(own: Stated) -> bool:
    """Whether a requirement holds on this machine."""
    try:
        return not own.marker or Marker(own.marker).evaluate({"extra": ""})
    except (InvalidMarker, UndefinedEnvironmentName, InvalidVersion):
        return True


def meets(specifier: SpecifierSet, version: str) -> bool:
    """Whether a version is one of those; no version is not."""
    try:
        return bool(version) and specifier.contains(Version(version), prereleases=True)
    except InvalidVersion:
        return False


def _specifier(text: str) -> SpecifierSet:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return SpecifierSet()
