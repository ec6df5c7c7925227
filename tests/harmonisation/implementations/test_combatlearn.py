import sys
from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.harmonisation.implementations.asked import Asked, NotOffered
from radaudit.harmonisation.implementations.combatlearn import FORTIN, JOHNSON
from radaudit.harmonisation.method import Method
from tests.made_harmonised import output, raw, side_by_side, train

TABLES = side_by_side(raw())
EVERY = np.ones(42, dtype=bool)


def asked(fitted, covariates=(), **options):
    terms = TABLES.terms(covariates)
    return Asked(raw(), TABLES.batches["site"], terms, tuple(covariates), fitted, Method(**options))


@pytest.mark.parametrize(
    ("program", "given", "name"),
    [
        (JOHNSON, asked(train()), "combatlearn_johnson"),
        (FORTIN, asked(EVERY, ("grade",)), "combatlearn_fortin_grade"),
    ],
)
def test_its_numbers(program, given, name):
    pytest.importorskip("combatlearn")
    np.testing.assert_allclose(program.harmonise(given), output(name), rtol=1e-10)


def test_its_numbers_are_not_combats():
    assert np.abs(output("combatlearn_johnson") - output("neurocombat")).max() > 0.05


def test_what_it_does_not_offer(monkeypatch):
    monkeypatch.setitem(sys.modules, "combatlearn", SimpleNamespace(ComBat=None))
    with pytest.raises(NotOffered, match="takes no covariates"):
        JOHNSON.harmonise(asked(EVERY, ("grade",)))
    with pytest.raises(NotOffered, match="without empirical Bayes"):
        FORTIN.harmonise(asked(EVERY, empirical_bayes=False))
