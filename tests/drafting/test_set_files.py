"""Sets in files of their own."""

import pytest

from radaudit.drafting.make import draft
from tests.made_repositories import measured, table, write


def two_files(root, train, test):
    for name, ids in (("train", train), ("test", test)):
        table(
            root, f"{name}/features.csv", measured("PatientID", ids, more={"label": [n % 2 for n in range(len(ids))]})
        )
    made = draft(root)
    return made.values, made.tables[0]


def test_a_patient_in_both_files_is_one_patient(tmp_path):
    values, made = two_files(tmp_path, ["a1", "a2", "a3", "a4"], ["a4", "b1", "b2"])
    assert (values["cohort.patient"], values["cohort.case"]) == ("PatientID", "radaudit_case")
    assert [row[0] for row in made.rows if "a4" in row] == ["test-a4", "train-a4"]


def test_numbers_that_start_again_in_each_file_are_different_patients(tmp_path):
    values, made = two_files(tmp_path, "12345", "1234")
    assert "cohort.patient" not in values
    assert "PatientID_in_file" in made.columns
    assert "not taken for the same patient" in made.reason


def test_every_row_says_where_it_is_from(tmp_path):
    _, made = two_files(tmp_path, ["a1", "a2", "a3"], ["b1", "b2"])
    assert made.columns[:3] == ("radaudit_set", "radaudit_source", "PatientID")
    assert made.rows[0][:3] == ("test", "test/features.csv:2", "b1")


def test_files_of_different_columns_are_no_parts(tmp_path):
    table(tmp_path, "clinical_train.csv", [{"ID": n, "outcome": n % 2, "a": 1, "b": 2} for n in range(6)])
    table(tmp_path, "clinical_test.csv", [{"ID": n, "x": 1, "y": n % 2, "z": 2} for n in range(6, 9)])
    assert draft(tmp_path).tables == ()


def test_rows_without_an_id_get_one(tmp_path):
    ids = [f"p{n // 3}" for n in range(9)]
    table(tmp_path, "lesions.csv", measured("PatientID", ids, more={"label": [n % 2 for n in range(9)]}))
    made = draft(tmp_path)
    assert (made.values["cohort.patient"], made.values["cohort.case"]) == ("PatientID", "radaudit_case")
    assert [row[0] for row in made.tables[0].rows[:4]] == ["p0-1", "p0-2", "p0-3", "p1-1"]


@pytest.mark.parametrize(("lists", "found"), [(("p0\np1\np2\n", "p3\np4\n"), True), (("p0\np1\n", "p1\np2\n"), False)])
def test_lists_of_ids(tmp_path, lists, found):
    """A list counts only if it names each case once."""
    table(tmp_path, "clinical.csv", [{"ID": f"p{n}", "outcome": n % 2} for n in range(5)])
    for name, text in zip(("train", "test"), lists, strict=True):
        write(tmp_path, f"splits/{name}_ids.txt", text)
    assert ("cohort.split.file" in draft(tmp_path).values) is found
