"""ComBat's parameters, as neuroHarmonize and neuroCombat estimate them. The only module that calls either.

Called are the steps that their functions are made of, because neither function will do: neuroHarmonize's knows
neither the non-parametric form nor means only, and harmonises what it learnt from, which is not asked here;
neuroCombat's calls `np.int`, which numpy no longer has, and can't name the effects that new rows need. Smooth terms go
through neuroHarmonize's `harmonizationLearn`. Nothing is asked to apply what was learnt: `harmonizationApply` fails
where a batch of the training rows is missing. What both libraries print is swallowed, and numpy's global generator is
put back.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator

import numpy as np

from radaudit.harmonisation.estimates import Estimates
from radaudit.harmonisation.method import CannotHarmonise, Method

SINGLE = np.float32  # of covariates in both libraries, but for those beside smooth terms


def estimate(
    table: np.ndarray, codes: np.ndarray, columns: np.ndarray, smooth: np.ndarray, method: Method, reference: int | None
) -> Estimates:
    """ComBat's parameters.

    Parameters
    ----------
    table
        float64, shape (rows, features), with no cell missing and no feature without variance.
    codes
        The rows' batches, from 0 on; int64, shape (rows,).
    columns, smooth
        Covariates with linear and with smooth effects; float64, shape (rows, columns).
    method
        How.
    reference
        Code of the reference batch.

    Raises
    ------
    CannotHarmonise
        If the parameters don't come out finite.
    """
    with _quiet():
        if smooth.shape[1]:
            found = _with_curves(table, codes, columns, smooth, method, reference)
        else:
            found = _by_steps(table, codes, columns, method, reference)
    if not all(np.isfinite(own).all() for own in (found.grand, found.effects, found.gamma, found.delta)):
        raise CannotHarmonise(_why_not_finite(method))
    return found


def estimate_batch(standardised: np.ndarray, method: Method) -> tuple[np.ndarray, np.ndarray]:
    """Shift and variance of one more batch from its own rows, which is what neuroHarmonize's ``orig_model`` is for.

    Parameters
    ----------
    standardised
        Its rows less what is expected of them, in units of the deviation; float64, shape (rows, features).

    Returns
    -------
    gamma, delta
        float64, shape (features,).
    """
    batch = np.zeros(len(standardised), dtype=np.int64)
    with _quiet():
        gamma, delta = _shifts_and_scales(standardised.T, np.ones((len(batch), 1)), _about(batch, None), method)
    if not (np.isfinite(gamma).all() and np.isfinite(delta).all()):
        raise CannotHarmonise(_why_not_finite(method))
    return gamma[0], delta[0]


def _with_curves(
    table: np.ndarray, codes: np.ndarray, columns: np.ndarray, smooth: np.ndarray, method: Method, reference: int | None
) -> Estimates:
    import pandas as pd
    from neuroHarmonize import harmonizationLearn

    linear, curved = ([f"{kind}{i}" for i in range(own.shape[1])] for kind, own in (("c", columns), ("s", smooth)))
    covariates = pd.DataFrame(np.column_stack([columns, smooth]), columns=[*linear, *curved])
    covariates.insert(0, "SITE", codes)
    model, _ = harmonizationLearn(
        table, covariates, eb=method.empirical_bayes, smooth_terms=curved, ref_batch=reference, seed=method.seed
    )
    own = Estimates(
        model["stand_mean"][:, 0],
        np.sqrt(np.asarray(model["var_pooled"])[:, 0]),
        np.asarray(model["B_hat"])[len(model["SITE_labels"]) :],
        *_of_each_batch(model["gamma_star"], model["delta_star"], reference),
        model["smooth_model"]["bsplines_constructor"],
    )
    return own


def _by_steps(
    table: np.ndarray, codes: np.ndarray, columns: np.ndarray, method: Method, reference: int | None
) -> Estimates:
    from neuroHarmonize.harmonizationLearn import standardizeAcrossFeatures

    about = _about(codes, reference)
    design = (codes[:, None] == np.arange(about["n_batch"])).astype(float)
    if reference is not None:
        design[:, reference] = 1.0
    design = np.column_stack([design, columns.astype(SINGLE).astype(float)])
    standardised, grand, variance, _, effects = standardizeAcrossFeatures(
        table.T, design, about, {"perform_smoothing": False}
    )
    gamma, delta = _shifts_and_scales(standardised, design, about, method)
    return Estimates(
        np.asarray(grand)[:, 0],
        np.sqrt(np.asarray(variance)[:, 0]),
        np.asarray(effects)[about["n_batch"] :],
        *_of_each_batch(gamma, delta, reference),
    )


def _shifts_and_scales(
    standardised: np.ndarray, design: np.ndarray, about: dict, method: Method
) -> tuple[np.ndarray, np.ndarray]:
    """Both of shape (batches, features), from rows of shape (features, rows)."""
    from neuroCombat.neuroCombat import (
        find_non_eb_adjustments,
        find_non_parametric_adjustments,
        find_parametric_adjustments,
        fit_LS_model_and_find_priors,
    )

    least_squares = fit_LS_model_and_find_priors(standardised, design, about, method.mean_only)
    if not method.empirical_bayes or len(standardised) == 1:
        found = find_non_eb_adjustments(standardised, least_squares, about)
    elif method.parametric:
        found = find_parametric_adjustments(standardised, least_squares, about, method.mean_only)
    else:
        found = find_non_parametric_adjustments(standardised, least_squares, about, method.mean_only)
    return np.asarray(found[0], dtype=float), np.asarray(found[1], dtype=float)


def _about(codes: np.ndarray, reference: int | None) -> dict:
    """What the libraries call ``info_dict``."""
    levels, counts = np.unique(codes, return_counts=True)
    return {
        "batch_levels": levels,
        "ref_level": reference,
        "n_batch": len(levels),
        "n_sample": len(codes),
        "sample_per_batch": counts,
        "batch_info": [list(np.flatnonzero(codes == level)) for level in levels],
    }


def _of_each_batch(gamma: np.ndarray, delta: np.ndarray, reference: int | None) -> tuple[np.ndarray, np.ndarray]:
    """Shifts as they are subtracted: with a reference the others' are contrasts to it."""
    gamma, delta = np.array(gamma, dtype=float), np.array(delta, dtype=float)
    if reference is not None:
        others = np.arange(len(gamma)) != reference
        gamma[others] += gamma[reference]
    return gamma, delta


def splined(basis: object, smooth: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The columns of smooth terms; beyond the range that was fitted on, a curve stays as it ends there."""
    return np.asarray(basis.transform(np.clip(smooth, low, high)))


def _why_not_finite(method: Method) -> str:
    if not method.parametric:
        return (
            "the non-parametric prior can't be worked out: with this many cases in a batch its likelihoods are below "
            "the smallest number there is; use the parametric form"
        )
    if method.empirical_bayes:
        return "the prior can't be worked out, as the features of a batch don't differ; use 'empirical_bayes: false'"
    return "ComBat gives no finite parameters for this table"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the libraries' printing and warnings, and with numpy's global generator as it was."""
    state = np.random.get_state()
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(state)
