import pytest

from radaudit.study.personal_columns import personal_column

NAMES = ["Amsel, Berta", "Drossel, Clara", "Fink, Dora", "Star, Emil"]
PHONES = ["+49 30 1234567", "030 7654321", "0171 5555555"]


@pytest.mark.parametrize(("heading", "cells", "kind", "weight"), [
    ("Nachname", ["Amsel", "Drossel", "Fink"], "names", "person"),
    ("who", NAMES, "names", "person"),
    ("Date of birth", ["1947-08-15", "1950-01-02"], "birth dates", "person"),
    ("scanned", ["2019-08-15", "2020-01-02"], "full dates", "untold"),
    ("phone", ["5551234567", "5559876543"], "telephone numbers", "person"),
    ("phone", PHONES, "telephone numbers", "person"),
    ("contact", ["a@b.example.org", "", "none"], "e-mail addresses", "person"),
    ("Address", ["Lindenweg 5, Berlin", "Bahnhofstr. 7"], "addresses", "person"),
    ("PLZ", ["10115", "20095"], "full postal codes", "detail"),
    ("MRN", ["12345", "67890"], "record numbers", "person"),
    ("age", ["65", "92"], "ages above 89", "detail"),
    ("ID", ["4711082", "9120417", "1300551", "7718203"], "numbers as hospitals give them", "untold"),
    ("ID", ["1000001", "1000002", "1000003", "1000004"], None, None),
    ("remark", ["operated by Frau Amsel", "ok"], "texts with a name with a title", "person"),
    ("site", ["Berlin", "Paris"], None, None), ("name", ["T1", "T2"], None, None), ("sex", ["F", "M"], None, None),
    ("original_glcm_Idm", ["0.25", "1.5e-7"], None, None), ("patient", ["LUNG1-001", "LUNG1-002"], None, None),
    ("histology", ["large cell, nos", "squamous cell"], None, None), ("age", ["65", "70"], None, None),
    ("empty", ["", None], None, None),
])  # fmt: skip
def test_what_a_column_holds(heading, cells, kind, weight):
    found = personal_column(heading, cells)
    assert (found and found.kind, found and found.weight) == (kind, weight)
