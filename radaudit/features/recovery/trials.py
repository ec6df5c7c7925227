"""Tries configurations on cases and remembers what came out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.features.comparison import ABSOLUTE
from radaudit.features.names import FeatureName, parse_name
from radaudit.features.recovery.columns import image_type
from radaudit.features.recovery.configuration import Configuration
from radaudit.features.recovery.numbers import Interval
from radaudit.features.recovery.recovered import Tried

FINEST = 0.1  # of the image's own spacing: a table may ask for more voxels than there is memory

Features = Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """A case of the table.

    Attributes
    ----------
    reported
        Number by pyradiomics' name; cells without a number are left out.
    half
        Half a unit of its last printed digit.
    declared
        What the declared parameters give; empty if that is not known.
    spacing
        Millimetres between the image's voxels along x, y, z.
    mismatched
        Whether image and mask have different grids.
    """

    name: str
    reported: Features
    half: Features
    declared: Features = field(default_factory=dict)
    spacing: tuple[float, ...] = ()
    mismatched: bool = False

    def allowed(self, name: str, tolerance: float, found: float = 0.0) -> float:
        """How far a value may be off the reported one."""
        return max(tolerance * max(abs(self.reported[name]), abs(found)), ABSOLUTE) + self.half.get(name, 0.0)

    def interval(self, name: str, tolerance: float) -> Interval | None:
        """Where the number lies that was printed."""
        if name not in self.reported:
            return None
        slack = self.allowed(name, tolerance)
        return self.reported[name] - slack, self.reported[name] + slack


@dataclass(frozen=True)
class Request:
    """One extraction to be made."""

    case: str
    label: int
    parameters: Mapping[str, object]


@dataclass(frozen=True)
class Reading:
    """One reading of grey levels to be made; the fields are those of `levels.Levels`."""

    case: str
    label: int
    parameters: Mapping[str, object]
    picture: str
    reported: Mapping[str, tuple[float, float]]
    ends: Interval | None


@dataclass(frozen=True)
class Score:
    """How many of some features came out as reported."""

    agreeing: frozenset[str]
    compared: frozenset[str]
    found: Features
    failed: bool = False

    @property
    def full(self) -> bool:
        return bool(self.compared) and self.agreeing == self.compared

    @property
    def deviating(self) -> frozenset[str]:
        return self.compared - self.agreeing


class Trials:
    """Makes extractions, each once, and at most so many.

    Parameters
    ----------
    cases
        By name.
    extract
        Does extractions: features by name, or None where it fails.
    read
        Does readings of grey levels: as `levels.Levels` gives them, or None.
    labels
        Labels in the mask of a case.
    tolerance
        Relative deviation up to which two values agree.
    most
        Extractions that may be made.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        extract: Callable[[Sequence[Request]], Sequence[Features | None]],
        read: Callable[[Sequence[Reading]], Sequence[Mapping | None]],
        labels: Callable[[str], Sequence[int]],
        tolerance: float,
        most: int,
    ):
        self.cases = {case.name: case for case in cases}
        self.labels = labels
        self.tolerance = tolerance
        self.left = most
        self.extractions = self.readings = 0
        self.tried: list[Tried] = []
        self._extract, self._read = extract, read
        self._known: dict[tuple[str, str], dict[str, float] | None] = {}
        self._asked: set[tuple[str, str, str, str]] = set()

    def know(self, configuration: Configuration, names: Collection[FeatureName]) -> None:
        """Take what the declared parameters give from the cases: nobody needs to extract that again."""
        for case in self.cases.values():
            if case.declared:
                self._known[configuration.key, case.name] = dict(case.declared)
                self._asked |= {(configuration.key, case.name, *part) for name in names for part in [_part(name)]}

    def scores(
        self, wanted: Sequence[tuple[Configuration, str]], names: Sequence[FeatureName], case: str
    ) -> list[Score | None]:
        """Try configurations on a case, at once.

        Parameters
        ----------
        wanted
            Each with its words.

        Returns
        -------
        list
            None where no extraction is left for it.
        """
        own = [name for name in names if name.plain in self.cases[case].reported]
        missing = {}
        for configuration, words in wanted:
            parts = self._missing(configuration, own, case)
            if parts and configuration.key not in missing and len(missing) < self.left:
                missing[configuration.key] = (configuration, words, parts)
        self._make(list(missing.values()), case)
        scores = [
            None if self._missing(configuration, own, case) else self._score(configuration, own, case)
            for configuration, _ in wanted
        ]
        for key, (_, words, _) in missing.items():
            score = next(s for (c, _), s in zip(wanted, scores, strict=True) if c.key == key)
            self.tried.append(Tried(words, case, len(score.agreeing), len(score.compared), score.failed))
        return scores

    def levels(self, readings: Sequence[Reading]) -> list[Mapping | None]:
        """Read grey levels."""
        self.readings += len(readings)
        return list(self._read(readings))

    def _missing(self, configuration: Configuration, names: Sequence[FeatureName], case: str) -> set[tuple[str, str]]:
        return {part for name in names for part in [_part(name)] if (configuration.key, case, *part) not in self._asked}

    def _make(self, wanted: Sequence[tuple[Configuration, str, set]], case: str) -> None:
        requests = []
        for configuration, _, parts in wanted:
            images, kinds = {kind for kind, _ in parts if kind}, {kind for _, kind in parts}
            requests.append(Request(case, configuration.label, configuration.parameters(images, kinds)))
        sane = [request for request in requests if not self._too_fine(request)]
        made = iter(self._extract(sane) if sane else ())
        results = [None if self._too_fine(request) else next(made) for request in requests]
        self.left -= len(sane)
        self.extractions += len(sane)
        for (configuration, _, parts), result in zip(wanted, results, strict=True):
            self._asked |= {(configuration.key, case, *part) for part in parts}
            known = self._known.setdefault((configuration.key, case), {})
            if result is None:
                self._known[configuration.key, case] = None
            elif known is not None:
                known.update({parts.plain: value for name, value in result.items() if (parts := parse_name(name))})

    def _too_fine(self, request: Request) -> bool:
        """Whether resampling would blow the image up beyond use."""
        wanted = request.parameters["setting"].get("resampledPixelSpacing") or ()
        return any(0 < new < FINEST * own for new, own in zip(wanted, self.cases[request.case].spacing, strict=False))

    def _score(self, configuration: Configuration, names: Sequence[FeatureName], case: str) -> Score:
        found, own = self._known.get((configuration.key, case)), self.cases[case]
        compared = frozenset(name.plain for name in names)
        if found is None:
            return Score(frozenset(), compared, {}, failed=True)
        agreeing = (name for name in compared if self._agrees(own, name, found.get(name, np.nan)))
        return Score(frozenset(agreeing), compared, found)

    def _agrees(self, case: Case, name: str, value: float) -> bool:
        reported = case.reported[name]
        return value == reported or abs(value - reported) <= case.allowed(name, self.tolerance, value)


def _part(name: FeatureName) -> tuple[str, str]:
    """Image type and class: what is extracted together. Shape is of no image."""
    return ("" if name.kind.startswith("shape") else image_type(name.image) or "", name.kind)
