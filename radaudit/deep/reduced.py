"""Deep features of which only principal components were kept: of what they are, and on which rows they were fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_NO_SPREAD = 1e-10  # singular values below this share of the greatest are rounding


@dataclass(frozen=True)
class Reduction:
    """How components fit to the features they would be of.

    Attributes
    ----------
    rows
        "all" or "training": on which rows the components were fitted, as the numbers have it.
    scaled
        Whether columns were brought to unit variance before.
    alike
        Cosine of the greatest principal angle between what is reported and what is worked out; 1 where both span the
        same space. Signs and turns within the space don't count, so that solvers may differ.
    """

    rows: str
    scaled: bool
    alike: float


def component_scores(features: np.ndarray, fitted: np.ndarray, components: int, scaled: bool) -> np.ndarray:
    """Scores of all rows on the first principal components of some of them.

    Parameters
    ----------
    features
        float64, shape (cases, features).
    fitted
        bool, shape (cases,): the rows that mean, scale and components are fitted on.
    components
        How many.
    scaled
        Whether columns are divided by their standard deviation over the fitted rows.

    Returns
    -------
    numpy.ndarray
        float64, shape (cases, components); fewer columns where the fitted rows span fewer.
    """
    own = features[fitted]
    middle, scale = own.mean(axis=0), own.std(axis=0)
    divisor = np.where(scale > 0, scale, 1.0) if scaled else 1.0
    _, sizes, axes = np.linalg.svd((own - middle) / divisor, full_matrices=False)
    kept = min(components, int((sizes > _NO_SPREAD * sizes[0]).sum())) if sizes.size else 0
    return ((features - middle) / divisor) @ axes[:kept].T


def cosine_between(first: np.ndarray, second: np.ndarray) -> float:
    """Cosine of the greatest principal angle between the spaces that the columns span, after centring; 1 if the same.

    Parameters
    ----------
    first, second
        float64, shape (cases, components); a different number of dimensions gives 0.

    References
    ----------
    Björck & Golub 1973, doi:10.1090/S0025-5718-1973-0348991-3
    """
    one, other = _basis(first), _basis(second)
    if one.shape[1] != other.shape[1] or not one.shape[1]:
        return 0.0
    return float(np.clip(np.linalg.svd(one.T @ other, compute_uv=False)[-1], 0.0, 1.0))


def reductions(components: np.ndarray, features: np.ndarray, training: np.ndarray | None) -> tuple[Reduction, ...]:
    """Every way in which the components may have been made of the features, the likest first.

    Parameters
    ----------
    components
        float64, shape (cases, components), as reported.
    features
        float64, shape (cases, features), as extracted again.
    training
        bool, shape (cases,): the training rows; None where no row is held out.
    """
    ways = {"all": np.ones(len(features), dtype=bool)}
    if training is not None and training.sum() > components.shape[1] and not training.all():
        ways["training"] = training
    found = [
        Reduction(
            rows, scaled, cosine_between(components, component_scores(features, own, components.shape[1], scaled))
        )
        for rows, own in ways.items()
        for scaled in (False, True)
    ]
    return tuple(sorted(found, key=lambda own: -own.alike))


def _basis(table: np.ndarray) -> np.ndarray:
    """Orthonormal columns that span what the centred columns span."""
    left, sizes, _ = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)
    return left[:, sizes > _NO_SPREAD * sizes.max(initial=0.0)] if sizes.max(initial=0.0) > 0 else left[:, :0]
