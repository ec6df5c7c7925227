import numpy as np
import pytest

from radaudit.harmonisation.implementations.asked import Asked, NotOffered
from radaudit.harmonisation.implementations.inmoose import INMOOSE
from radaudit.harmonisation.method import Method
from tests.made_harmonised import output, raw, side_by_side, train

TABLES = side_by_side(raw())
EVERY = np.ones(42, dtype=bool)


def asked(fitted=EVERY, covariates=(), **options):
    terms = TABLES.terms(covariates)
    return Asked(raw(), TABLES.batches["site"], terms, tuple(covariates), fitted, Method(**options))


@pytest.mark.parametrize(("name", "covariates"), [("inmoose", ()), ("inmoose_grade", ("grade",))])
def test_its_numbers(name, covariates):
    pytest.importorskip("inmoose")
    np.testing.assert_allclose(INMOOSE.harmonise(asked(covariates=covariates)), output(name), rtol=1e-10)


def test_its_numbers_are_not_combats():
    assert 0.05 < np.abs(output("inmoose") - output("neurocombat")).max() < 0.5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fitted": train()}, "fitted on some rows"),
        ({"empirical_bayes": False}, "without empirical Bayes"),
        ({"covariates": ("age",)}, "classes only"),
    ],
)
def test_what_it_does_not_offer(monkeypatch, changes, words):
    monkeypatch.setitem(
        __import__("sys").modules, "inmoose.pycombat", __import__("types").SimpleNamespace(pycombat_norm=0)
    )
    with pytest.raises(NotOffered, match=words):
        INMOOSE.harmonise(asked(**changes))
