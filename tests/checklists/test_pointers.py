"""Statements with a place: the file must be there, and the quoted words in it."""

import pytest

from radaudit.checklists.pointers import Statement, looked_up
from radaudit.core.errors import DataError


@pytest.fixture
def study(tmp_path):
    (tmp_path / "paper.md").write_text("Scans were\n  reviewed by “two readers” – twice.\n", encoding="utf-8")
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7 two readers")
    return tmp_path


@pytest.mark.parametrize("quote", ["Scans were reviewed", 'BY "two readers" - twice'])
def test_words_are_found_whatever_the_line_breaks_and_quotation_marks(study, quote):
    said = looked_up(Statement("Methods", "", "paper.md", quote), study)
    assert (said.found, said.counts, said.fault) == (True, True, "")
    assert said.told[-1] == f"The words “{quote}” stand in paper.md."


def test_words_that_are_not_there_count_for_nothing(study):
    said = looked_up(Statement("Methods", "Two readers did it.", "paper.md", "by three readers"), study)
    assert not said.points
    assert not said.counts
    assert said.lacks == ("The words “by three readers” do not stand in paper.md.",)


def test_in_a_pdf_no_words_are_looked_for(study):
    said = looked_up(Statement("p. 3", "", "paper.pdf", "by three readers"), study)
    assert (said.found, said.counts) == (None, True)


def test_a_quotation_needs_its_file(study):
    assert "from which file" in looked_up(Statement("p. 3", "", "", "words"), study).fault


@pytest.mark.parametrize("name", ["paper.txt", "../paper.md", "/etc/passwd"])
def test_a_file_that_is_not_in_the_study_is_refused(study, name):
    with pytest.raises(DataError):
        looked_up(Statement("p. 3", "", name), study)


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        (Statement(), ["A pointer", "A statement"]),
        (Statement("p. 3"), ["A statement"]),
        (Statement(words="Done."), ["A pointer"]),
        (Statement("p. 3", "Done."), []),
        (Statement(file="paper.pdf", words="Done."), []),
    ],
)
def test_what_is_missing_is_told(said, lacks):
    assert [sentence[: len(start)] for sentence, start in zip(said.lacks, lacks, strict=True)] == lacks
    assert said.counts == (not lacks)


def test_a_word_or_two_may_stand_anywhere_and_prove_nothing(study):
    said = looked_up(Statement("p. 3", "", "paper.md", "two readers"), study)
    assert said.fault == "Quote at least 3 words; “two readers” may stand anywhere."
    assert not said.counts
