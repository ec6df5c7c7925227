"""Which cell of a form is about which item."""

import pytest

from radaudit.checklists.form_layout import read_layout


@pytest.fixture
def laid_out(tmp_path):
    def read(text):
        (tmp_path / "f.csv").write_text(text)
        return read_layout(tmp_path / "f.csv", "f.csv")

    return read


LONG = "name,text,answer\n" + "".join(f"Item#{number},what it asks,yes\n" for number in range(1, 7))


def test_rows_that_answer_but_name_no_item_are_pointed_at(laid_out):
    found = laid_out(LONG + "Bonus,something else,yes\nHeading,,\n,Total METRICS score:,55%\n")
    assert [(own.number, own.said, own.line) for own in found.cells][:2] == [("1", "yes", 2), ("2", "yes", 3)]
    assert (found.passed_over, found.total) == ((8,), 55.0)


def test_below_five_numbered_rows_it_is_a_plain_table(laid_out):
    found = laid_out("item,score\nItem#1,yes\nCondition#2,no\n")
    assert [(own.kind, own.number) for own in found.cells] == [("item", "1"), ("condition", "2")]
