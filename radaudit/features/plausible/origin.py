"""Where a table with pyradiomics' names comes from: what the identities say, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.plausible.groups import groups_of, rounding
from radaudit.features.plausible.trial import Trial, trials

MOST = 0.5  # share of the identities that must hold in most rows before the table counts as raw
FEWEST_KURTOSES = 0.05  # share of the rows below the least kurtosis from which the definition is another one


@dataclass(frozen=True)
class BrokenRow:
    """A row in which equations fail that hold in most others.

    Attributes
    ----------
    row
        Its position.
    broken
        The equations, with the group each failed in.
    tried
        How many were tried in this row.
    mixed
        Whether most equations fail, but no linear one: so it is with averages of rows and with synthetic rows.
    suspects
        Positions of the columns that stand in all broken equations and in none that holds.
    """

    row: int
    broken: tuple[Trial, ...]
    tried: int
    mixed: bool
    suspects: tuple[int, ...]


@dataclass(frozen=True)
class Origin:
    """The verdict.

    Attributes
    ----------
    kind
        "raw": most identities hold in most rows. "shifted and scaled": only those survive that a shift and a scale
        of each column leave, as standardisation does. "other": not even those. "unknown": no identity has its columns.
    tried
        Every identity in every group that could be tried.
    broken
        Rows that break alone, in a raw table.
    lost
        Identities that fail in most rows of a raw table: other settings, another release, or a changed column.
    """

    kind: str
    tried: tuple[Trial, ...]
    broken: tuple[BrokenRow, ...]
    lost: tuple[Trial, ...]


def origin_of(names: Sequence[str], values: np.ndarray) -> Origin:
    """What the identities say of a table.

    Parameters
    ----------
    names
        Columns.
    values
        float64, shape (cases, features).
    """
    tried = trials(names, values)
    if not tried:
        return Origin("unknown", (), (), ())
    kept = [trial for trial in tried if trial.kept]
    if len(kept) >= MOST * len(tried):
        return Origin("raw", tried, _broken(kept), tuple(trial for trial in tried if not trial.kept))
    told = [trial.affine for trial in tried if trial.affine is not None]
    is_affine = bool(told) and np.mean(told) > 0.5
    return Origin("shifted and scaled" if is_affine else "other", tried, (), ())


def _broken(kept: Sequence[Trial]) -> tuple[BrokenRow, ...]:
    known, holds = (np.array([getattr(trial, kind) for trial in kept]) for kind in ("known", "holds"))
    bad = known & ~holds
    return tuple(_broken_row(int(row), kept, known[:, row], bad[:, row]) for row in np.flatnonzero(bad.any(axis=0)))


def _broken_row(row: int, kept: Sequence[Trial], known: np.ndarray, bad: np.ndarray) -> BrokenRow:
    linear = np.array([trial.identity.linear for trial in kept])
    broken = tuple(kept[own] for own in np.flatnonzero(bad))
    mixed = (known & linear).any() and not (bad & linear).any() and bad.sum() >= 0.5 * (known & ~linear).sum()
    common = set.intersection(*(trial.columns for trial in broken))
    sound = set().union(*(kept[own].columns for own in np.flatnonzero(known & ~bad)))
    return BrokenRow(row, broken, int(known.sum()), bool(mixed), tuple(sorted(common - sound)))


def low_kurtosis(names: Sequence[str], values: np.ndarray) -> np.ndarray:
    """Rows with a kurtosis that no distribution has, if adding 3 makes all of them possible.

    Kurtosis is at least 1 + skewness^2 (Pearson's inequality), for pyradiomics does not subtract the 3 of a normal
    distribution. Tools that do have the same name for another number.

    Returns
    -------
    array
        bool, shape (groups, cases); no groups where the table lacks kurtosis or skewness, or says otherwise.
    """
    wanted = [own for own in groups_of(names) if own.has("firstorder_Kurtosis", "firstorder_Skewness")]
    low = []
    for group in wanted:
        columns = [group.columns["firstorder_Kurtosis"], group.columns["firstorder_Skewness"]]
        half = rounding(values[:, columns], [False, False])
        kurtosis, skewness = values[:, columns].T
        with np.errstate(invalid="ignore", over="ignore"):
            slack = half[:, 0] + 2 * np.abs(skewness) * half[:, 1] + 1e-9 * np.maximum(1, np.abs(kurtosis))
            missing = 1 + skewness**2 - kurtosis
            flat = (kurtosis == 0) & (skewness == 0)
            own = np.isfinite(missing) & ~flat & (missing > slack)
            possible = missing <= 3 + slack
        if own.sum() >= max(2, FEWEST_KURTOSES * len(values)) and possible[own].all():
            low.append(own)
    return np.array(low, dtype=bool).reshape(-1, len(values))
