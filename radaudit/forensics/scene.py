"""A table with all that may explain its equations: candidates for the batch, and for what was preserved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.forensics.laws import FREE, Fit, Law, fit, p_of_more

AGREE = 0.8  # share of the laws that must agree; a column may have been edited
MOST_ROWS = 0.8  # share of the rows that must take part, or follow a law that others break


@dataclass(frozen=True)
class LawFound:
    """A law under the model that was chosen.

    Attributes
    ----------
    law
        Which.
    pooled, grouped, given
        Root mean square of what is left, in SD of the left column: over all rows, within the groups, within the groups
        given the covariates; nan where not tried.
    floor
        What rounding would leave.
    """

    law: Law
    pooled: float
    grouped: float
    given: float
    floor: float


@dataclass(frozen=True)
class Scene:
    """All that the search works on."""

    values: np.ndarray = field(repr=False)
    half: np.ndarray = field(repr=False)
    laws: tuple[Law, ...]
    groupings: Mapping[str, np.ndarray]
    covariates: Mapping[str, np.ndarray]
    outcome: str

    def fits(self, codes: np.ndarray, chosen: Sequence[str]) -> list[Fit]:
        made = (fit(law, self.values, self.half, codes, self.terms(chosen)) for law in self.laws)
        return [own for own in made if own is not None]

    def terms(self, chosen: Sequence[str]) -> np.ndarray:
        columns = [self.covariates[name] for name in chosen]
        return np.column_stack(columns) if columns else np.zeros((len(self.values), 0))

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(name for name in self.covariates if name != self.outcome)


def at_floor(fits: Sequence[Fit]) -> bool:
    return np.mean([own.at_floor for own in fits]) >= AGREE


def enough(fits: Sequence[Fit], scene: Scene) -> bool:
    """Whether most rows took part: a grouping of many small groups says nothing."""
    return all(np.isfinite(own.rest).sum() >= MOST_ROWS * np.isfinite(scene.values).any(axis=1).sum() for own in fits)


def rows_of(fits: Sequence[Fit]) -> int:
    return int(np.isfinite(fits[0].rest).sum())


def by_size(groupings: Mapping[str, np.ndarray]) -> list[tuple[str, np.ndarray]]:
    return sorted(groupings.items(), key=lambda own: len(np.unique(own[1][own[1] >= 0])))


def same_groups(groupings: Mapping[str, np.ndarray], name: str) -> tuple[str, ...]:
    """Other groupings that put the same rows together."""
    own = groupings[name]
    count = len(np.unique(own))
    return tuple(
        other
        for other, codes in groupings.items()
        if other != name and len(np.unique(codes)) == count == len(np.unique(np.column_stack([own, codes]), axis=0))
    )


def laws_shown(scene: Scene, codes: np.ndarray, chosen: Sequence[str]) -> tuple[LawFound, ...]:
    known = np.where(np.isfinite(scene.terms(chosen)).all(axis=1), codes, -1)
    everyone = np.where(known >= 0, 0, -1)
    made = []
    for law in scene.laws:
        fits = [
            fit(law, scene.values, scene.half, own, scene.terms(terms))
            for own, terms in ((everyone, ()), (known, ()), (known, chosen))
        ]
        if all(fits):
            made.append(LawFound(law, *(own.rms for own in fits), fits[-1].floor))
    return tuple(made)


def p_of_outcome(scene: Scene, codes: np.ndarray, tests: int) -> float:
    """The p-value that the outcome enters the equations: the largest over what else may have been preserved."""
    sets = [(), scene.others] if scene.others else [()]
    own = large_enough(codes, 3 + scene.terms([*scene.others, scene.outcome]).shape[1])
    if (own < 0).all():
        own, sets = large_enough(codes, 4), [()]
    return max(p_between(scene, own, chosen, own, (*chosen, scene.outcome), tests) for chosen in sets)


def p_between(scene: Scene, small_codes, small: Sequence[str], large_codes, large: Sequence[str], tests: int) -> float:
    """Smallest p over the laws, Bonferroni; both models on the rows of the larger."""
    known = np.isfinite(scene.terms(large)).all(axis=1)
    before = [np.where(known, codes, -1) for codes in (small_codes, large_codes)]
    pairs = [
        (fit(law, scene.values, scene.half, before[0], scene.terms(small)),
         fit(law, scene.values, scene.half, before[1], scene.terms(large)))
        for law in scene.laws
    ]  # fmt: skip
    found = [p_of_more(one, two) for one, two in pairs if one and two and _same_rows(one, two)]
    return min(1.0, min(found, default=1.0) * max(1, tests) * len(scene.laws))


def _same_rows(one: Fit, two: Fit) -> bool:
    return bool((np.isfinite(one.rest) == np.isfinite(two.rest)).all())


def large_enough(codes: np.ndarray, coefficients: int) -> np.ndarray:
    """The same grouping without groups too small for so many coefficients."""
    kept = codes.copy()
    for code in np.unique(codes[codes >= 0]):
        if (codes == code).sum() < coefficients + FREE:
            kept[codes == code] = -1
    return kept
