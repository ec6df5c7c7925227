import pytest

from radaudit.study.personal import (
    digest,
    is_date,
    is_name,
    is_official,
    is_placeholder,
    kinds_in,
    listed,
    shape,
    shown,
)


@pytest.mark.parametrize(("text", "kinds"), [
    ("write to a.b@clinic.example.org", ("e-mail address",)), ("call +49 30 1234567", ("telephone number",)),
    ("lives in 12 Baker Street", ("street address",)), ("Lindenstraße 5", ("street address",)),
    ("seen by Frau Amsel", ("name with a title",)), ("MR of 2021-03-04", ("full date",)),
    ("TE=2.9;Time=134808.242;phase=1", ()), ("T1 axial, 3 mm", ()), ("FSL5.0", ()), ("1.5-2.5", ()), ("0.123 4.5", ()),
])  # fmt: skip
def test_what_stands_in_a_text(text, kinds):
    assert kinds_in(text) == kinds


@pytest.mark.parametrize(("text", "known"), [
    ("2021-03-04", True), ("20210304", True), ("04.03.2021", True), ("2021-03-04T10:00:00", True), ("19000101", False),
    ("2021-13-41", False), ("2021", False), ("12345678", False),
])  # fmt: skip
def test_full_dates(text, known):
    assert is_date(text) is known


@pytest.mark.parametrize(
    "text", ["", "ANON", "Anonymous^Patient", "REMOVED", "XXXX", "00000", "1.2.840.113619.2.55", "0a" * 16]
)
def test_what_stands_for_nothing(text):
    assert is_placeholder(text)
    assert not is_name(text)


@pytest.mark.parametrize(("text", "known"), [
    ("Amsel^Berta", True), ("Amsel, Berta", True), ("O'Neil Mary Ann", True), ("LUNG1-001", False), ("Amsel", False),
])  # fmt: skip
def test_names(text, known):
    assert is_name(text) is known


@pytest.mark.parametrize(
    ("text", "known"), [("4711082", True), ("0000012", False), ("20210304", False), ("P4711082", False)]
)
def test_bare_numbers(text, known):
    assert is_official(text) is known


def test_a_kind_never_holds_the_content():
    for text in ("Amsel^Berta", "4711082", "a@b.example.org", "MRN-4711", "19470815"):
        assert not set(text.casefold().split("^")) & set(shape(text).casefold().split())
    assert shape("MRN-4711") == "3 letters and 4 digits"
    assert shape("19470815") == "a full date"
    assert digest("Amsel") == digest("AMSEL ") != digest("Drossel")


@pytest.mark.parametrize(("text", "said"), [
    ("1,5", "'1,5'"), ("high", "'high'"), ("4711082", "a cell of 7 digits"), ("2021-03-04", "a cell of a full date"),
    ("Berta Amsel", "a cell of 2 words of letters"),
])  # fmt: skip
def test_cells_in_messages(text, said):
    assert shown(text) == said


def test_values_of_a_column_in_messages():
    assert listed(["benign"] * 5 + ["malignant"] * 4 + ["Amsel", None]) == "benign, malignant, 1 value of few rows"
    assert listed([f"Amsel {n}" for n in range(30)]) == "30 different values"
    assert listed([None]) == "nothing"
