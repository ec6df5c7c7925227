import pytest

from radaudit.codebase.rows import Part, held_out, other_side, overlap, parts_of, restricted, table, united

ALL = table("a.csv")
SPLIT = ("split", "a.py", 3)
TRAIN, TEST = restricted(ALL, [Part(SPLIT, "train")]), restricted(ALL, [Part(SPLIT, "test")])


def test_sides_of_one_split_share_nothing():
    assert not overlap(TRAIN, TEST)
    assert overlap(ALL, TEST)
    assert overlap(united(TRAIN, TEST), TEST)


def test_another_table_shares_nothing():
    assert not overlap(ALL, table("b.csv"))


def test_conditions_that_have_nothing_to_do_with_each_other_may_share():
    ill = restricted(ALL, [Part(("label",), "1")])
    assert overlap(ill, TEST)
    assert not overlap(restricted(TRAIN, [Part(("label",), "1")]), TEST)


def test_folds_of_the_training_side():
    inner = restricted(TRAIN, [Part(("folds", "a.py", 9), "test")])
    assert overlap(inner, TRAIN)
    assert not overlap(inner, TEST)
    assert parts_of(inner) == {Part(SPLIT, "train"), Part(("folds", "a.py", 9), "test")}


@pytest.mark.parametrize("role", ["train", "head", "in", "2018", "not 2018"])
def test_the_other_side_of_the_other_side(role):
    assert other_side(other_side(role)) == role


def test_the_other_rows_of_a_column():
    before, rest = Part(("column", "set"), "dev"), Part(("column", "set"), "not dev")
    assert not overlap(restricted(ALL, [before]), restricted(ALL, [rest]))
    assert overlap(restricted(ALL, [rest]), restricted(ALL, [Part(("column", "set"), "test")]))


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        (Part(SPLIT, "test"), True),
        (Part(SPLIT, "train"), False),
        (Part(("column", "cohort"), "validation"), True),
        (Part(("label",), "test"), False),
        (Part(("slice", "n"), "tail"), True),
    ],
)
def test_sides_that_a_model_is_tested_on(part, answer):
    assert held_out(part) is answer
