import pytest

from tests.made_secrets import write_secrets
from tests.made_study import Made


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("secrets")
    return Made(write_secrets(folder / "study"), folder / "store").bench()


def test_elements_by_case_and_what_files_say(bench):
    found = bench.get("header_identifiers")
    assert {own.element.partition(" ")[0] for own in found.elements} == {
        "PatientName", "PatientID", "PatientBirthDate", "SeriesDescription"
    }  # fmt: skip
    assert {own.case for own in found.elements} == {"Quillfeather_e"}
    assert (found.dicom, found.removed, found.moved) == (10, 0, 0)
    assert found.rows("person")[0]["PS3.15"] == "empty or replace"


def test_columns_of_all_tables(bench):
    found = bench.get("personal_tables")
    assert {(own.table, own.column, own.holds.kind) for own in found.columns} == {
        ("cohort.csv", "name", "names"),
        ("cohort.csv", "born", "birth dates"),
    }
    assert set(found.tables) == {"cohort.csv", "features.csv", "predictions.csv"}


def test_paths_are_compared_with_headers_and_tables(bench):
    found = bench.get("personal_paths").found
    assert {(own.holds, own.proved) for own in found} == {("a name in the tables", True), ("a part of the name", True)}
    assert len({own.case for own in found}) == 10
