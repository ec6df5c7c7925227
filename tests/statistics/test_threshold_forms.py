import numpy as np
import pytest

from radaudit.statistics.repeated import repeated
from radaudit.statistics.threshold_forms import fits, form_of, values_of


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("icc2", ("icc2", False)),
        ("ICC(2,1)", ("icc2", False)),
        ("ICC(A,1)", ("icc2", False)),
        ("ICC (3, k)", ("icc3k", False)),
        ("ICC(C,1), lower 95% CI", ("icc3", True)),
        ("icc2_low", ("icc2", True)),
        ("icc1", ("icc1", False)),
        ("CCC", ("ccc", False)),
        ("ICC", None),
        ("wcv", None),
    ],
)
def test_what_a_name_means(said, meant):
    assert form_of(said) == meant


@pytest.fixture(scope="module")
def measured():
    """Features of rising agreement; the second session is higher throughout in every other one."""
    rng = np.random.default_rng(6)
    noise = np.linspace(1.5, 0.05, 40)
    values = rng.normal(size=(40, 1, 40)) + noise * rng.normal(size=(40, 2, 40))
    values[:, 1, ::2] += 1.5
    return repeated(values)


@pytest.mark.parametrize("form", ["icc2", "icc3", "icc3k", "ccc"])
def test_the_form_that_was_used_is_found(measured, form):
    kept = values_of(measured, form) >= 0.8
    best = fits(measured, kept, 0.8)[0]
    assert (best.fallen, best.missed) == (0, 0)
    exact = {fit.form for fit in fits(measured, kept, 0.8) if not (fit.lower or fit.fallen or fit.missed)}
    assert form in exact
    families = ({"icc1", "icc2", "ccc"}, {"icc1k", "icc2k"}, {"icc3"}, {"icc3k"})
    assert not any(exact & family for family in families if form not in family and form != "ccc")


def test_the_lower_end_is_tried_too(measured):
    kept = values_of(measured, "icc2", lower=True) >= 0.7
    best = fits(measured, kept, 0.7)[0]
    assert (best.words, best.lower, best.fallen, best.missed) == ("the lower end of ICC(A,1)", True, 0, 0)
    assert np.isnan(values_of(measured, "ccc", lower=True)).all()


def test_a_value_printed_like_the_threshold_reaches_it():
    values = np.random.default_rng(1).normal(size=(20, 1, 1)) + 0.5 * np.random.default_rng(2).normal(size=(20, 2, 1))
    own = repeated(values)
    threshold = float(own["icc2"].estimate[0]) + 0.004
    kept = np.array([True])
    of = {(fit.form, fit.lower): fit for fit in fits(own, kept, threshold, 0.005)}
    assert of["icc2", False].fallen == 0
    assert {(fit.form, fit.lower): fit for fit in fits(own, kept, threshold)}["icc2", False].fallen == 1
