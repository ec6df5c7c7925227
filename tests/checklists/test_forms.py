"""Filled forms are read by number, and refused with the line where they say what the checklist doesn't know."""

import pytest

from radaudit.checklists.forms import Entry, form_remarks, read_form
from radaudit.checklists.instrument import load_instrument
from radaudit.core.errors import DataError

# As METRICS' own form exports it (golden vector: official total 60.0 %, Good).
CONDITIONS, LETTERS = "YNYYN", "NYYNYYNN-NYYNNYY-YNYYNYNYYNYNN"
WORDS = {"Y": "yes", "N": "no", "-": "n/a"}
BEFORE = {8: (1, 2), 11: (3,), 14: (4, 5)}  # conditions stand above these items


@pytest.fixture(scope="module")
def metrics():
    return load_instrument("metrics")


def exported(total="60.0%", letters=LETTERS):
    rows = [["Items/Conditions", "Definitions", "Weights", "User Decision"], ["Study Design", "", ""]]
    for number, letter in enumerate(letters, start=1):
        for own in BEFORE.get(number, ()):
            rows.append([f"Condition#{own}", "?\nDoes the study ...?", "", WORDS[CONDITIONS[own - 1]]])
        rows.append([f"Item#{number}", "?\n>>> Whether ...\nSome words", "0.0368", WORDS[letter]])
    return [*rows, ["", " Total METRICS score: ", total], ["", " ? Quality category: ", "Good"]]


@pytest.fixture
def sheet(tmp_path):
    def write(rows):
        import openpyxl

        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "METRICSscore.xlsx")
        return tmp_path / "METRICSscore.xlsx"

    return write


@pytest.fixture
def table(tmp_path):
    def write(text):
        (tmp_path / "scores.csv").write_text(text)
        return tmp_path / "scores.csv"

    return write


def test_the_web_forms_spreadsheet(sheet, metrics):
    form = read_form(sheet(exported()), "METRICSscore.xlsx", metrics)
    assert form.conditions == {"C1": "yes", "C2": "no", "C3": "yes", "C4": "yes", "C5": "no"}
    assert "".join({("yes",): "Y", ("no",): "N"}[own.choose] for own in form.entries.values()) == LETTERS.replace(
        "-", ""
    )
    assert (form.total, form.passed_over, form.entries["1"].line) == (60.0, (), 3)
    told = form_remarks(form, metrics, "f.xlsx")
    assert told == ("f.xlsx: 13 items say no; that form starts with no, so look whether each was meant.",)


def test_a_total_that_its_own_answers_dont_give_is_told(sheet, metrics):
    form = read_form(sheet(exported(total="64.2%")), "f.xlsx", metrics)
    assert (
        form_remarks(form, metrics, "f.xlsx")[-1] == "f.xlsx: it gives 64.2 % in total, but its answers come to 60 %."
    )


def test_the_same_with_a_column_for_each_item(table, metrics):
    rows = [row for row in exported() if "#" in row[0]]
    header = ",".join([*(row[0] for row in rows), "Total METRICS score:", "doi"])
    line = ",".join([*(row[3] for row in rows), "60.00%", "10.1/x"])
    form = read_form(table(f"{header}\n{line}\n"), "f.csv", metrics)
    assert (len(form.entries), form.total) == (28, 60.0)
    with pytest.raises(DataError, match=r"f.csv: holds 2 studies, one a row"):
        read_form(table(f"{header}\n{line}\n{line}\n"), "f.csv", metrics)


@pytest.mark.parametrize(
    ("place", "said", "message"),
    [
        ("Item#9", "yes", r"f.xlsx:13: item 9 does not apply: condition C2 is answered no"),
        ("Item#4", "n/a", r"f.xlsx:6: item 4 is 'n/a', but metrics doesn't leave it out$"),
        ("Item#12", "n/a", r"f.xlsx:\d+: item 12 is 'n/a'.*what it needs \(C3\) is answered yes"),
        ("Item#4", "maybe", r"f.xlsx:6: item 4 has no option 'maybe'; choose from: no \(0\), yes \(0.0438\)"),
        ("Condition#2", "maybe", r"f.xlsx:\d+: the condition C2 is 'maybe'; say yes or no"),
    ],
)
def test_what_the_form_itself_could_not_say_is_refused(sheet, metrics, place, said, message):
    rows = [[*row[:3], said] if row[0] == place else row for row in exported()]
    with pytest.raises(DataError, match=message):
        read_form(sheet(rows), "f.xlsx", metrics)


def test_a_plain_table_of_any_checklist(rqs, table):
    text = "1;documented;;p. 3\n#5;3;see Table 2;\nItem 12;two_external;;\nmultivariable;0;;\n14;;;\n"
    form = read_form(table(f"Item;Score;Comment;Page\n{text}"), "f.csv", rqs)
    assert form.entries == {
        "1": Entry("1", ("documented",), None, {"pointer": "p. 3"}, 2),
        "5": Entry("5", None, 3.0, {"note": "see Table 2"}, 3),
        "6": Entry("6", None, 0.0, {}, 5),
        "12": Entry("12", ("two_external",), None, {}, 4),
    }
    assert (form.total, form_remarks(form, rqs, "f.csv")) == (None, ())


def test_yes_no_and_not_applicable_have_many_spellings(table):
    claim = load_instrument("claim-2024")
    form = read_form(table("item,score\n1,Y\n2,0\n3,NO\n4,true\n5,N/A\n"), "f.csv", claim)
    assert [own.choose for own in form.entries.values()] == [("yes",), ("no",), ("no",), ("yes",), ("na",)]


def test_conditions_in_a_plain_table(table, metrics):
    form = read_form(table("item,score\nC1,no\nCondition 3,yes\n4,yes\n8,-\n"), "f.csv", metrics)
    assert (form.conditions, list(form.entries)) == ({"C1": "no", "C3": "yes"}, ["4"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("item,score\n5,0\n12,4\n", r"f.csv:2: item 5 can't give 0 points; legal are: -3 .*\n.*f.csv:3: 4 points"),
        ("item,score\n17,1\n", r"f.csv:2: rqs-2017 has no item '17'"),
        ("item,score\n2,1\n2,0\n", r"f.csv:3: answers item 2 a second time"),
        ("item,score\n2,nan\n", r"f.csv:2: item 2 can't give nan points"),
        ("item,score\n2,na\n", r"f.csv:2: item 2 is 'na', but rqs-2017 doesn't leave it out"),
        (
            "question,reply\n2,1\n",
            r"f.csv:1: is neither the METRICS form's spreadsheet .* its first row holds: question",
        ),
        ("item,score\n2,\n", r"f.csv: answers no item of rqs-2017"),
        ("item,score\nC1,yes\n", r"f.csv:2: rqs-2017 has no item 'C1'"),
        ("item,score\n2,1,3\n", r"f.csv:2: has 3 cells where the header has 2"),
    ],
)
def test_bad_tables_are_refused_with_every_line(rqs, table, text, message):
    with pytest.raises(DataError, match=message):
        read_form(table(text), "f.csv", rqs)


def test_a_file_that_is_no_spreadsheet_or_not_there(tmp_path, metrics):
    (tmp_path / "f.xlsx").write_text("not a spreadsheet")
    with pytest.raises(DataError, match=r"f.xlsx: can't be read as a spreadsheet"):
        read_form(tmp_path / "f.xlsx", "f.xlsx", metrics)
    with pytest.raises(DataError, match=r"there is no file g.xlsx"):
        read_form(tmp_path / "g.xlsx", "g.xlsx", metrics)
