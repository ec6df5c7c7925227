"""How many outcomes a linear model can fit without an error."""

from __future__ import annotations


def separable(cases: int, features: int) -> float:
    """Share of all divisions of some cases into two classes that a plane in feature space makes.

    Parameters
    ----------
    cases
        At least one; in general position, as measured features are.
    features
        Of the model, which has an intercept besides.

    Returns
    -------
    float
        1 where there are at most one more cases than features; one half at twice as many.

    Raises
    ------
    ValueError
        If there is no case, or a negative number of features.

    References
    ----------
    Cover 1965, doi:10.1109/PGEC.1965.264137, theorem 1: C(N, d) = 2 sum of binomial(N - 1, k) for k below d, here
    with d = features + 1 for the intercept.
    """
    from scipy.stats import binom

    if cases < 1 or features < 0:
        raise ValueError(f"{cases} cases and {features} features can't be judged")
    return float(binom.cdf(features, cases - 1, 0.5))
