import numpy as np
import pytest

from radaudit.models.ledger.entries import read_ledger
from radaudit.models.ledger.judge import conflicts, held_out
from tests.made_ledger import evaluation, rows, split, step, told, written

ALL, TRAIN, TEST = 0, 1, 2
ROWS = (rows((0, 9)), rows((0, 6)), rows((7, 9)))
FIT = step("fit", 5, TRAIN)


def ledger(*events):
    return read_ledger(written(*ROWS, *events))


def test_a_step_on_all_rows_conflicts_with_the_test():
    [own] = conflicts(ledger(step("scaling", 3, ALL), split(4, TRAIN, TEST), FIT, evaluation(6, TEST, 0, 1)))
    assert (own.kind, own.place.line, own.against.line, own.scored.line) == ("scaling", 3, 4, 6)
    assert (own.rows.tolist(), own.evaluated, own.sure) == ([7, 8, 9], 3, True)


@pytest.mark.parametrize(
    ("kind", "rows", "found"),
    [
        ("scaling", TRAIN, []),
        ("statistic", ALL, ["scaling"]),
        ("correlation", ALL, ["filtering"]),
        ("selection", ALL, ["selection"]),
        ("selection", TEST, ["refit-on-test"]),
        ("oversampling", TEST, ["oversampling"]),
        ("threshold", TEST, ["threshold-on-test"]),
        ("early-stopping", TEST, ["early-stopping-on-test"]),
        ("tuning", TRAIN, []),
    ],
)
def test_what_each_step_is_called(kind, rows, found):
    own = ledger(step(kind, 3, rows), FIT, evaluation(6, TEST, 0, 1))
    assert [each.kind for each in conflicts(own)] == found


def test_rows_that_were_followed_by_a_guess_are_not_sure():
    assert told(ledger(step("scaling", 3, ALL, exact=False), FIT, evaluation(6, TEST, 0, 1))) == [("scaling", 3, False)]


def test_what_is_apparent_says_nothing():
    own = ledger(step("scaling", 3, ALL), step("fit", 5, ALL), evaluation(6, ALL, 0, 1))
    assert (told(own), held_out(own)) == ([], [])


def test_what_is_tested_on_other_rows_is_an_inner_loop():
    inner = (step("selection", 3, TRAIN), evaluation(4, TRAIN, 0, folds=True))
    assert told(ledger(*inner)) == [("selection", 3, True)]
    assert told(ledger(*inner, step("fit", 5, TRAIN), evaluation(6, TEST, 0, 1))) == []


def test_a_model_trained_on_both_sides_of_the_split():
    own = ledger(split(4, TRAIN, TEST), step("fit", 5, ALL), evaluation(6, TEST, 0))
    assert told(own) == [("trained-on-test", 5, True)]
    assert told(ledger(step("fit", 5, ALL), evaluation(6, TEST, 0))) == []  # nothing says that these are set apart


def test_weights_by_hand_are_held_against_the_declared_test_set():
    own = ledger(step("selection", 3, ALL), evaluation(6, ALL, 0))
    assert told(own) == []
    assert told(own, tested=np.array([7, 8, 9])) == [("selection", 3, True)]


def scores(lines, sets, *events):
    made = [step("score", line, rows) for line, rows in zip(lines, sets, strict=True)]
    scored = [evaluation(line, rows, 0, score=1 + n) for n, (line, rows) in enumerate(zip(lines, sets, strict=True))]
    numbers = list(range(1, 1 + len(made)))
    picked = {"event": "choice", "at": [0, 9], "how": "highest", "scores": numbers}
    return [FIT, *made, *scored, picked, *events]


def test_the_best_of_several_models_on_the_test_rows():
    assert told(ledger(*scores([6, 7], [TEST, TEST]))) == [("tuning-on-test", 9, False)]


@pytest.mark.parametrize(
    "events",
    [
        scores([6, 7], [TEST, TRAIN]),  # other rows
        [*scores([6, 7], [TEST, TEST]), {"event": "choice", "at": [0, 10], "how": "lowest", "scores": [1, 2]}],
        [rows((20, 25)), *scores([6, 7], [TEST, TEST]), evaluation(11, 3, 0)],  # tested on others afterwards
    ],
    ids=["one each", "a range", "tested later"],
)
def test_choices_that_are_none(events):
    assert told(ledger(*events)) == []


@pytest.mark.parametrize(("seeds", "found"), [(25, ["seed-picking"]), (15, [])])
def test_the_best_of_many_splits(seeds, found):
    sets = [rows((100 + seed, 104 + seed)) for seed in range(seeds)]
    numbers = list(range(3, 3 + seeds))
    parted = [split(4, TRAIN, number) for number in numbers]
    own = ledger(*sets, *parted, *scores([6] * seeds, numbers))
    assert [each.kind for each in conflicts(own)] == found


def test_the_best_score_of_a_search_is_no_test():
    searched = (step("fit", 5, ALL), {"event": "search", "at": [0, 6], "step": 0, "rows": ALL})
    assert told(ledger(*searched)) == [("search-score-reported", 5, False)]
    assert told(ledger(*searched, step("fit", 7, TRAIN), evaluation(8, TEST, 1))) == []


def test_patients_on_both_sides():
    own = ledger(split(4, TRAIN, TEST), FIT, evaluation(6, TEST, 0))
    patients = {row: f"p{row % 8}" for row in range(10)}
    [found] = conflicts(own, patients)
    assert (found.kind, found.place.line, found.rows.tolist()) == ("patients-split", 4, [8, 9])
    assert conflicts(own, {row: f"p{row}" for row in range(10)}) == []
    assert conflicts(own, {row: f"p{row // 7}" for row in range(10)}) == []
