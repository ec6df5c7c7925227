"""Try the identities on a table: which hold, in which rows, as far as its digits can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.plausible.groups import COARSE, Group, groups_of, rounding, short_names
from radaudit.features.plausible.identities import IDENTITIES, Identity

RELATIVE = 1e-9  # a thousand times what sums of floats leave; the same as for extractions that are repeated
VAGUE = 0.01  # an equation that rounding lets miss by a hundredth tells nothing
VAGUE_WHOLE = 0.1  # of one, for numbers that should be whole
LARGEST = 1e100  # beyond it, squares overflow
AFFINE = 1e-6  # of the variation: what is left of a linear identity after one shift and scale a column


@dataclass(frozen=True)
class Trial:
    """One identity in one group.

    Attributes
    ----------
    group
        Where.
    known
        bool, shape (cases,): whether the row has all its values, in digits enough.
    holds
        bool, shape (cases,): whether both sides agree; False where not known.
    missed
        By how much the sides differ, relative to the larger one.
    affine
        Whether a linear identity holds for some shift and scale of each column; None if it can't be told.
    """

    identity: Identity
    group: Group
    known: np.ndarray
    holds: np.ndarray
    missed: np.ndarray
    affine: bool | None

    @property
    def columns(self) -> set[int]:
        """Positions of the columns in it."""
        return {self.group.columns[feature] for feature in self.identity.columns}

    @property
    def share(self) -> float:
        """Share of the known rows in which it holds."""
        return float(self.holds.sum() / self.known.sum())

    @property
    def kept(self) -> bool:
        """Whether it holds in most rows, so that a row in which it does not is the odd one."""
        return self.share > 0.5


def trials(names: Sequence[str], values: np.ndarray) -> tuple[Trial, ...]:
    """Every identity whose columns the table has, in every group, that at least one row can tell of.

    Parameters
    ----------
    names
        Columns.
    values
        float64, shape (cases, features).
    """
    groups = groups_of(names)
    wanted = [(identity, group) for group in groups for identity in IDENTITIES if group.has(*identity.columns)]
    wanted = [(identity, group) for identity, group in wanted if _belongs(identity, group)]
    used = sorted({group.columns[feature] for identity, group in wanted for feature in identity.columns})
    short = short_names(names)
    half = np.zeros(values.shape)
    half[:, used] = rounding(values[:, used], [short[column] in COARSE for column in used])
    made = (_tried(identity, group, values, half) for identity, group in wanted)
    return tuple(trial for trial in made if trial.known.any())


def _belongs(identity: Identity, group: Group) -> bool:
    """Laws of shape alone are tried once a series, not once a filter."""
    of_shape = all(feature.startswith("shape") for feature in identity.columns)
    return group.image == "original" or not of_shape


def _tried(identity: Identity, group: Group, values: np.ndarray, half: np.ndarray) -> Trial:
    own = [group.columns[feature] for feature in identity.columns]
    columns = [values[:, column] for column in own]
    reach = [half[:, column] + RELATIVE * np.abs(values[:, column]) for column in own]
    with np.errstate(all="ignore"):
        left, right = identity.sides(*columns)
        scale = np.maximum(np.abs(left), np.abs(right))
        apart = left - right
        limit = RELATIVE * scale
        for position, step in enumerate(reach):
            moved = (_apart(identity, columns, position, own * step, right) for own in (1, -1))
            limit = limit + np.maximum(*(np.abs(other - apart) for other in moved))
        sharp = limit < VAGUE_WHOLE if identity.whole else limit < VAGUE * scale
        known = np.isfinite(apart) & np.isfinite(limit) & (sharp | (scale == 0)) & (scale < LARGEST)
        holds = known & (np.abs(apart) <= limit)
        missed = np.where(known & (scale > 0), np.abs(apart) / scale, 0.0)
        affine = _affine(columns, reach) if identity.linear else None
    return Trial(identity, group, known, holds, missed, affine)


def _apart(
    identity: Identity, columns: Sequence[np.ndarray], position: int, step: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """The residual with one column moved; a whole number stays the one it was nearest to."""
    moved = [x + step if position == other else x for other, x in enumerate(columns)]
    left, own = identity.sides(*moved)
    return left - (right if identity.whole else own)


def _affine(columns: Sequence[np.ndarray], reach: Sequence[np.ndarray]) -> bool | None:
    known = np.isfinite(np.array(columns)).all(axis=0)
    left, others = columns[0][known], [column[known] for column in columns[1:]]
    if len(left) < len(columns) + 3 or np.ptp(left) == 0 or np.max(np.abs([left, *others])) > LARGEST:
        return None
    spread = [np.std(column) or 1.0 for column in others]
    design = np.column_stack([(x - np.mean(x)) / s for x, s in zip(others, spread, strict=True)] + [np.ones(len(left))])
    target = (left - np.mean(left)) / np.std(left)
    factors = np.linalg.lstsq(design, target, rcond=None)[0]
    rest = target - design @ factors
    slack = np.max(reach[0][known]) / np.std(left)
    slack += sum(abs(f) * np.max(r[known]) / s for f, r, s in zip(factors[:-1], reach[1:], spread, strict=True))
    return bool(np.max(np.abs(rest)) <= AFFINE + slack)
