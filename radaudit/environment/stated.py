"""The vocabulary: a requirement as a study states it, and what could not be taken from its files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from radaudit.core.finding import Location
from radaudit.environment.distributions import CONDA_NAMES

Pin = Literal["exact", "bounded", "open", "none"]
RemarkKind = Literal["not followed", "unreadable", "one machine"]


@dataclass(frozen=True)
class Stated:
    """One requirement.

    Attributes
    ----------
    name
        As it is written.
    specifier
        Which versions; empty for any.
    place
        File and line.
    marker, extras
        As in PEP 508: when it applies, and which optional parts of the package.
    source
        Where else than from an index it comes; never followed.
    commit
        Whether that source names one commit, which is as good as a version.
    conda
        Whether conda installs it, from channels of its own.
    optional
        Whether it is needed for development or an extra only.
    constraint
        Whether it limits a version without asking for the package (``-c``).
    """

    name: str
    specifier: SpecifierSet
    place: Location
    marker: str = ""
    extras: tuple[str, ...] = ()
    source: Literal["", "repository", "path", "address"] = ""
    commit: bool = False
    conda: bool = False
    optional: bool = False
    constraint: bool = False

    @property
    def key(self) -> str:
        """The name as package indexes compare it (PEP 503); conda's own names are translated."""
        return canonicalize_name(CONDA_NAMES.get(self.name, self.name) if self.conda else self.name)

    @property
    def versions(self) -> str:
        """What is said of the version, for people."""
        return shown(self.specifier) or ("one commit" if self.commit else "any version")


@dataclass(frozen=True)
class Remark:
    """A line of a requirements file that gives no requirement, or gives more than is followed."""

    kind: RemarkKind
    message: str
    place: Location


@dataclass(frozen=True)
class PythonStated:
    """The versions of Python that a file asks for; 3.8 stands for every 3.8."""

    specifier: SpecifierSet
    place: Location

    def __post_init__(self) -> None:
        wide = (f"{one}.*" if re.fullmatch(r"==3\.\d+", str(one)) else str(one) for one in self.specifier)
        object.__setattr__(self, "specifier", SpecifierSet(",".join(wide)))


@dataclass(frozen=True)
class Statement:
    """Everything that the study states about what it needs.

    Attributes
    ----------
    path
        The file it stands in; the first one, where others are included.
    how
        How the file was found, in words.
    stated, python, remarks
        In the order of the files.
    locked
        Exact versions of a lock file, by key.
    locks
        Lock files beside it.
    others
        Further files of the study that state requirements and were not chosen.
    elsewhere
        Keys of what those state.
    """

    path: str
    how: str
    stated: tuple[Stated, ...] = ()
    python: tuple[PythonStated, ...] = ()
    remarks: tuple[Remark, ...] = ()
    locked: Mapping[str, str] = field(default_factory=dict)
    locks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    elsewhere: frozenset[str] = frozenset()

    @cached_property
    def needed(self) -> Mapping[str, tuple[Stated, ...]]:
        """What has to be installed, by key, each with the constraints on it; without what is optional."""
        keys = dict.fromkeys(own.key for own in self.stated if not own.optional and not own.constraint)
        return {key: tuple(own for own in self.stated if own.key == key and not own.optional) for key in keys}

    @cached_property
    def known(self) -> frozenset[str]:
        """Keys of everything that any file of the study names."""
        return frozenset([own.key for own in self.stated]) | self.elsewhere

    def pin(self, key: str) -> Pin:
        """How firmly the version of a needed package is stated; a lock file makes it exact."""
        return "exact" if key in self.locked else pin_of(self.needed[key])


def shown(specifier: SpecifierSet) -> str:
    """A range as people write it, from the lower end to the upper."""
    order = ("===", "==", "~=", ">", ">=", "<", "<=", "!=")
    return ",".join(str(one) for one in sorted(specifier, key=lambda one: (order.index(one.operator), str(one))))


def pin_of(lines: Iterable[Stated]) -> Pin:
    """How firmly these lines together hold a version: one version, a range, a bound on one side, not at all."""
    lines = tuple(lines)
    operators = {(one.operator, one.version.endswith(".*")) for own in lines for one in own.specifier}
    if operators & {("==", False), ("===", False)} or any(own.commit for own in lines):
        return "exact"
    kinds = {operator for operator, _ in operators}
    if kinds & {"==", "~="} or (kinds & {">", ">="} and kinds & {"<", "<="}):
        return "bounded"
    return "open" if kinds else "none"
