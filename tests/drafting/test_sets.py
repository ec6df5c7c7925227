"""Words for sets, in columns and files."""

import pytest

from radaudit.drafting.sets import find
from tests.made_sheets import IDS, seen, sheet


def split(*sheets):
    return {guess.key[-1]: guess.value for guess in find(seen(*sheets)) if guess.live}


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("set", ["train", "test"], {"train": ["train"], "test": ["test"]}),
        ("Cohort", ["Training", "Validation"], {"train": ["Training"], "test": ["Validation"]}),
        ("dataset", ["train", "val", "ext"], {"train": ["train"], "validation": ["val"], "external": ["ext"]}),
        ("split", ["dev", "holdout"], {"train": ["dev"], "test": ["holdout"]}),
        ("is_train", ["1", "0"], {"train": ["1"], "test": ["0"]}),
        ("is_test", ["1", "0"], {"train": ["0"], "test": ["1"]}),
        ("group", ["A", "B"], None),
        ("fold", ["1", "2", "3"], None),
        ("cohort", ["Lyon", "Paris"], None),
    ],
)
def test_a_column(column, values, expected):
    found = split(
        sheet(ID=IDS, outcome=[n % 2 for n in range(12)], **{column: [values[n % len(values)] for n in range(12)]})
    )
    assert found == ({} if expected is None else {"column": column, **expected})


def test_a_validation_set_without_a_test_set_is_told():
    values = ["training", "validation"] * 6
    found = [own for own in find(seen(sheet(ID=IDS, outcome=[0, 1] * 6, cohort=values))) if own.key[-1] == "test"]
    assert found[0].word == "guess"
    assert "called validation" in found[0].reason


def test_a_table_of_other_people_is_no_split():
    cohort = sheet("clinical.csv", ID=IDS, outcome=[0, 1] * 6)
    assert split(cohort, sheet("split.csv", case=[f"z{n}" for n in range(12)], set=["train", "test"] * 6)) == {}
    found = split(cohort, sheet("split.csv", case=IDS, set=["train", "test"] * 6))
    assert (found["file"], found["case"], found["column"]) == ("split.csv", "case", "set")
