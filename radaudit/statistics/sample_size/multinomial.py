"""Cases needed to develop a model of three or more classes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

from radaudit.statistics.sample_size.development import MARGIN, OPTIMISM, SHRINKAGE, binary_development, max_r2
from radaudit.statistics.sample_size.requirement import Criterion, Requirement, share

SOURCE = "Pate et al. 2023, doi:10.1177/09622802231151220"
NAGELKERKE = 0.15  # Riley's advice where nothing is known


def multinomial_development(
    parameters: int,
    counts: Sequence[float],
    pairwise: Mapping[tuple[int, int], float],
    nagelkerke: float = NAGELKERKE,
    shrinkage: float = SHRINKAGE,
) -> Requirement:
    """Cases needed to develop a multinomial logistic regression.

    Parameters
    ----------
    parameters
        Candidate predictor parameters of each linear predictor.
    counts
        Shape (classes,): expected cases of each class; only their ratios matter.
    pairwise
        Cox and Snell's R2 expected of the logistic regression of each two classes, by their positions (lower first).
    nagelkerke
        Expected share of the greatest R2 that the whole model can have.
    shrinkage
        Least expected uniform shrinkage of the regression of each two classes.

    Returns
    -------
    Requirement
        Its event rate is the share of the rarest class.

    Raises
    ------
    ValueError
        If a figure lies outside its range, or an R2 is missing or more than the two classes' ratio allows.

    References
    ----------
    Pate et al. 2023, doi:10.1177/09622802231151220
    """
    shares = _shares(counts)
    share(nagelkerke, "Nagelkerke's R2")
    most = 0
    for first, second in combinations(range(len(shares)), 2):
        if (first, second) not in pairwise:
            raise ValueError(f"The R2 of the classes {first} and {second} is missing.")
        both = shares[first] + shares[second]
        needed = binary_development(parameters, shares[second] / both, pairwise[first, second], shrinkage)
        most = max(most, math.ceil(needed["shrinkage"].cases / both - 1e-9))
    greatest = greatest_r2(counts)
    r2 = nagelkerke * greatest
    apparent = r2 + OPTIMISM * greatest
    optimism = (len(shares) - 1) * parameters / ((r2 / apparent - 1) * math.log(1 - apparent))
    criteria = (
        Criterion("shrinkage", f"shrinkage of at least {shrinkage:g} for each two classes", most),
        Criterion(
            "optimism",
            f"apparent R2 at most {OPTIMISM:g} of the greatest possible one above the true one",
            math.ceil(optimism - 1e-9),
        ),
        Criterion("overall risk", f"share of each class known to within {MARGIN:g}", _known(shares)),
    )
    return Requirement(criteria, min(shares), SOURCE)


def share_of_pairs(counts: Sequence[float], nagelkerke: float) -> dict[tuple[int, int], float]:
    """Cox and Snell's R2 of each two classes where only the share of the greatest possible one is known.

    Parameters
    ----------
    counts
        As `multinomial_development`.
    nagelkerke
        That share.
    """
    shares = _shares(counts)
    return {
        (first, second): nagelkerke * max_r2(shares[second] / (shares[first] + shares[second]))
        for first, second in combinations(range(len(shares)), 2)
    }


def greatest_r2(counts: Sequence[float]) -> float:
    """The greatest Cox and Snell R2 of a model of these classes.

    References
    ----------
    Pate et al. 2023, doi:10.1177/09622802231151220
    """
    return 1 - math.exp(2 * sum(own * math.log(own) for own in _shares(counts)))


def _shares(counts: Sequence[float]) -> list[float]:
    if len(counts) < 3 or min(counts) <= 0:
        raise ValueError("There must be three classes or more, and cases of each.")
    return [count / sum(counts) for count in counts]


def _known(shares: Sequence[float]) -> int:
    """Simultaneous intervals of all shares, by Bonferroni."""
    from scipy.special import chdtri

    reach = float(chdtri(1, 0.05 / len(shares)))
    return max(math.ceil(reach * own * (1 - own) / MARGIN**2 - 1e-9) for own in shares)
