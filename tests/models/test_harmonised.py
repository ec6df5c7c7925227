import numpy as np
import pytest

from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import CannotHarmonise, Method
from radaudit.models.harmonised import Harmonise, Unharmonised, harmonised_tables

RNG = np.random.default_rng(6)
SITE = ("A", "B") * 8 + ("C",) * 4
AGE = RNG.integers(40, 80, 20).astype(float)
GIVEN = Unharmonised(RNG.normal(size=(20, 4)), SITE, {"age": AGE, "label": np.arange(20) % 2.0})
FIRST, KEPT = np.arange(16), Harmonise(covariates=("age",))


def test_all_rows_are_harmonised_by_what_some_tell():
    how = Harmonise(covariates=("age",), unseen="leave")
    fitted = fit(GIVEN.features[:16], SITE[:16], {"age": AGE[:16]}, Method())
    made = GIVEN.harmonised(how, FIRST)
    assert (made == fitted.transform(GIVEN.features, SITE, {"age": AGE}, "leave")).all()
    assert (made[16:] == GIVEN.features[16:]).all()
    with pytest.raises(CannotHarmonise, match="'C' was not learnt from"):
        GIVEN.harmonised(KEPT, FIRST)
    with pytest.raises(CannotHarmonise, match="'dose' is not known"):
        GIVEN.harmonised(Harmonise(covariates=("dose",)), FIRST)


def test_each_table_is_worked_out_once():
    everybody = np.arange(20)
    wanted = [None, (KEPT, everybody), (KEPT, FIRST), (KEPT, everybody), (Harmonise(rows="none"), FIRST)]
    tables, places, problems = harmonised_tables(GIVEN, wanted)
    assert (len(tables), places) == (2, [None, 0, None, 0, 1])
    assert tables[1] is GIVEN.features
    assert [bool(problem) for problem in problems] == [False, False, True, False, False]
    assert harmonised_tables(None, [(KEPT, FIRST)])[2] == [
        "the features can't be harmonised anew: there is no table from before harmonisation"
    ]


def test_two_ways_are_joined_to_the_one_that_saw_less():
    told = Harmonise(covariates=("age", "label"))
    assert told.joined(Harmonise(covariates=("age",), rows="pool")) == KEPT
    assert Harmonise(rows="pool").joined(Harmonise(rows="none")).rows == "none"


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Harmonise(rows="none"), "features as they were before harmonisation"),
        (KEPT, "ComBat, age preserved, fitted on the training rows; batches that none of them is of are refused"),
        (
            Harmonise(Method("standardised"), rows="pool", unseen="leave"),
            "mean and spread of each batch, fitted on all rows; batches that none of them is of stay as they are",
        ),
    ],
)
def test_in_words(how, words):
    assert how.in_words() == words
