import numpy as np
import pytest

from radaudit.harmonisation.implementations.asked import Asked, NotOffered
from radaudit.harmonisation.implementations.canonical import CANONICAL
from radaudit.harmonisation.method import Method
from tests.made_harmonised import made, output, raw, side_by_side, train

SITE = side_by_side(raw()).batches["site"]


def asked(fitted=None, covariates=None, **options):
    rows = np.ones(42, dtype=bool) if fitted is None else fitted
    terms = np.zeros((42, 0)) if covariates is None else covariates
    return Asked(raw(), SITE, terms, ("grade",)[: terms.shape[1]], rows, Method(**options))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("neurocombat", {}),
        ("neurocombat_means", {"mean_only": True}),
        ("neurocombat_nonparametric", {"parametric": False}),
    ],
)
def test_the_numbers_are_neurocombats(name, options):
    np.testing.assert_allclose(CANONICAL.harmonise(asked(**options)), output(name), rtol=1e-10)


def test_fitted_on_some_rows():
    np.testing.assert_array_equal(CANONICAL.harmonise(asked(train())), made(train()))


def test_what_can_not_be_harmonised_is_not_offered():
    with pytest.raises(NotOffered, match="batch"):
        CANONICAL.harmonise(asked(covariates=np.array([[own == "A"] for own in SITE], dtype=float)))
