import numpy as np
import pytest

from radaudit.harmonisation.covariates import Coding, coded, complete, refuse_collinear
from radaudit.harmonisation.method import CannotHarmonise


def test_numbers_are_one_column_and_texts_one_for_each_level_but_the_first():
    codings, notes = coded({"age": [50, 60.5, 70], "grade": ["II", "I", "III"]})
    assert (codings[0], notes) == (Coding("age", bounds=(50.0, 70.0)), ())
    assert codings[1].levels == ("I", "II", "III")
    assert codings[1].columns(np.array(["II", "I", "III"])).tolist() == [[1, 0], [0, 0], [0, 1]]
    assert codings[0].columns(np.array([55.0])).tolist() == [[55.0]]
    with pytest.raises(CannotHarmonise, match="was a number where it was fitted"):
        codings[0].columns(np.array(["old"]))


def test_a_number_that_single_precision_would_lose_is_centred_and_scaled():
    days = 1.6e9 + np.arange(5.0)
    [own], [note] = coded({"day": days})
    assert own.columns(days).mean() == pytest.approx(0, abs=1e-9)
    assert own.columns(days).std() == pytest.approx(1)
    assert own.bounds == pytest.approx((own.columns(days).min(), own.columns(days).max()))
    assert "'day' loses its digits" in note


@pytest.mark.parametrize("values", [[1.0, np.nan], ["a", None], ["a", ""], [None, 1.0]])
def test_nothing_may_be_missing(values):
    with pytest.raises(CannotHarmonise, match="missing in 1 of 2 rows"):
        complete("age", values)


def test_batch_and_covariates_must_be_told_apart():
    batches = np.repeat(np.eye(2, dtype=bool), 3, axis=0)
    within = np.array([[1.0], [2], [3], [1], [2], [3]])
    refuse_collinear(batches, {"age": within * 1e6})
    with pytest.raises(CannotHarmonise, match="'scanner'"):
        refuse_collinear(batches, {"age": within, "scanner": batches[:, :1] * 3.0})
    with pytest.raises(CannotHarmonise, match="'twice'"):
        refuse_collinear(batches, {"age": within, "twice": 5 - 2 * within})
    more = {name: np.random.default_rng(row).normal(size=(6, 1)) for row, name in enumerate("abcde")}
    with pytest.raises(CannotHarmonise, match="'e'"):  # more columns than rows
        refuse_collinear(batches, more)
