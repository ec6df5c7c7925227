"""Whether columns go with groups that lie inside strata, such as scanners inside sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.leading_components import leading_components

FIRST, PERMUTATIONS = 199, 4_999
HOPELESS = 20  # permutations as good as the data among the first, after which no more are made
FEWEST_ROWS = 5  # of a group
MOST_COMPONENTS = 50
_BATCH = 200


@dataclass(frozen=True)
class NestedGroups:
    """How columns go with groups inside strata.

    Attributes
    ----------
    share
        Of the columns' variance within the strata, what the groups explain beyond what permuted groups do.
    p
        Share of permutations, within the strata, that explain as much.
    rows, groups
        How many took part.
    """

    share: float
    p: float
    rows: int
    groups: int


def taking_part(groups: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Rows of strata that hold two groups of five rows or more, in such a group; bool, shape (cases,)."""
    used = np.zeros(len(groups), dtype=bool)
    for stratum in np.unique(strata[strata >= 0]):
        inside = (strata == stratum) & (groups >= 0)
        names, counts = np.unique(groups[inside], return_counts=True)
        large = names[counts >= FEWEST_ROWS]
        if len(large) > 1:
            used |= inside & np.isin(groups, large)
    return used


def nested_groups(values: np.ndarray, groups: np.ndarray, strata: np.ndarray, seed: int = 0) -> NestedGroups | None:
    """Test whether columns go with groups, by permutation of the groups within each stratum.

    The statistic is the sum of squares between groups over the total within strata, summed over the first fifty
    principal components: for all of them Anderson's pseudo-F on Euclidean distances (PERMANOVA) but for a monotone
    map.

    Parameters
    ----------
    values
        float64, shape (cases, columns), nothing unknown, columns on one scale; one row a patient.
    groups, strata
        Codes, shape (cases,); -1 where unknown.
    seed
        Of the permutations.

    Returns
    -------
    NestedGroups or None
        None where no stratum holds two groups of five rows, or no column varies.

    References
    ----------
    Anderson 2001, doi:10.1111/j.1442-9993.2001.01070.pp.x
    """
    used = taking_part(groups, strata)
    if not used.any():
        return None
    own, within = groups[used], strata[used]
    inside = [within == stratum for stratum in np.unique(within)]
    centred = values[used].astype(float)
    for rows in inside:
        centred[rows] -= centred[rows].mean(axis=0)
    scores, _ = leading_components(centred, MOST_COMPONENTS)
    if not scores.shape[1]:
        return None
    cells = np.unique(np.column_stack([within, own]), axis=0, return_inverse=True)[1].reshape(-1)
    observed = float(_between(scores, cells[None, :])[0])
    random = np.random.default_rng(seed)
    null = [_between(scores, _shuffled(cells, inside, FIRST, random))]
    if (null[0] >= observed - 1e-12).sum() < HOPELESS:
        for start in range(FIRST, PERMUTATIONS, _BATCH):
            null.append(_between(scores, _shuffled(cells, inside, min(_BATCH, PERMUTATIONS - start), random)))
    permuted = np.concatenate(null)
    p = float(((permuted >= observed - 1e-12).sum() + 1) / (len(permuted) + 1))
    return NestedGroups(observed - float(permuted.mean()), p, len(own), int(cells.max()) + 1)


def _shuffled(cells: np.ndarray, inside: list[np.ndarray], count: int, random: np.random.Generator) -> np.ndarray:
    made = np.tile(cells, (count, 1))
    for rows in inside:
        made[:, rows] = random.permuted(made[:, rows], axis=1)
    return made


def _between(scores: np.ndarray, assigned: np.ndarray) -> np.ndarray:
    """Share of the sum of squares that lies between cells, for each assignment of rows to cells."""
    found = np.zeros(len(assigned))
    for cell in range(int(assigned.max()) + 1):
        members = (assigned == cell).astype(float)
        found += ((members @ scores) ** 2).sum(axis=1) / members.sum(axis=1)
    return found / (scores**2).sum()
