"""Patients and cases by names and values of columns."""

import pytest

from radaudit.drafting.identity import ids_of
from tests.made_sheets import IDS, sheet

TWICE = [f"q{n // 2}" for n in range(12)]
NUMBERS = list(range(12))
DECIMALS = [n + 0.25 for n in range(12)]


@pytest.mark.parametrize(
    ("columns", "patient", "case"),
    [
        ({"PatientID": IDS}, "PatientID", None),
        ({"Patient ID": TWICE, "lesion": IDS}, "Patient ID", "lesion"),
        ({"ID": IDS, "Id": DECIMALS}, "ID", None),
        ({"Id": DECIMALS, "ID": NUMBERS}, "ID", None),
        ({"case": IDS}, None, "case"),
        ({"patient": TWICE}, "patient", None),
        ({"KiTS": IDS, "age": NUMBERS}, None, "KiTS"),
        ({"": NUMBERS, "MRN": IDS}, "MRN", None),
        ({"x": NUMBERS, "y": DECIMALS}, None, None),
    ],
)
def test_ids(columns, patient, case):
    found = ids_of(sheet(**columns))
    assert (found.patient, found.case) == (patient, case)


def test_rows_that_nothing_tells_apart_are_doubtful():
    assert ids_of(sheet(patient=TWICE)).sureness < 0.6
