"""A form's answers go into an answers file, and no line of a person is lost."""

import pytest
import yaml

from radaudit.checklists.adopt import adopted
from radaudit.checklists.draft import blocks, head
from radaudit.checklists.forms import Entry, Form
from radaudit.checklists.instrument import load_instrument
from radaudit.checklists.judge import Known
from radaudit.checklists.merge import merged
from radaudit.core.errors import DataError
from radaudit.study.yaml_file import read_yaml

WRITTEN = """# our second round
checklist: rqs-2017
answers:
  # Anna wrote this one; ask her
  "5": {choose: either, pointer: "Methods, 2.4"}   # see Table S2
  '12':
    choose: same_institute
    note: >-
      # not a comment,
      but a note

  "6": {choose: "yes", note: "pre-filled from the evidence: say where it is written (pointer), or change it"}
# the end
"""


def form(*entries, **conditions):
    return Form({own.item: own for own in entries}, conditions)


def adopt(text, given, instrument, fresh=False, overwrite=False):
    return adopted(text, given, instrument, ("answers.yaml", "form.csv"), fresh, overwrite)


GIVEN = form(
    Entry("2", ("no",), line=2),
    Entry("5", None, -3.0, line=3),
    Entry("6", ("no",), line=4),
    Entry("12", None, 2.0, line=5),
    Entry("13", ("yes",), None, {"pointer": 'the "Results"', "note": "ein Wort, größer: als"}, 6),
    Entry("16", ("scans", "code"), line=7),
)


def test_what_is_missing_is_taken_and_what_differs_is_told_and_kept(rqs):
    found = adopt(WRITTEN, GIVEN, rqs)
    answers = yaml.safe_load(found.text)["answers"]
    assert (found.taken, found.agreeing) == (("2", "6", "13", "16"), ("12",))
    assert found.differing == (
        "answers.yaml:5: item 5 is 'either', form.csv:3 has -3 points; kept; --overwrite takes the other.",
    )
    assert answers["5"] == yaml.safe_load(WRITTEN)["answers"]["5"]
    assert answers["6"] == {"choose": "no"}  # it was pre-filled, nobody's word
    assert answers["13"] == {"choose": "yes", "pointer": 'the "Results"', "note": "ein Wort, größer: als"}
    assert answers["16"] == {"choose": ["scans", "code"]}
    lost = [line for line in WRITTEN.splitlines() if line not in found.text.splitlines()]
    assert [line.strip()[:4] for line in lost] == ['"6":']
    assert list(answers) == ["2", "5", "12", "13", "16", "6"]


def test_overwriting_keeps_the_old_words_as_a_comment(rqs):
    found = adopt(WRITTEN, GIVEN, rqs, overwrite=True)
    assert yaml.safe_load(found.text)["answers"]["5"] == {"points": -3}
    assert '  # was: "5": {choose: either, pointer: "Methods, 2.4"}\n  "5": {points: -3}   # see Table S2' in found.text
    assert found.differing[0].endswith("taken over, the old one is a comment now.")
    again = adopt(found.text, GIVEN, rqs)
    assert (again.text, again.taken, again.differing) == (found.text, (), ())


def test_a_block_of_lines_can_be_overwritten_too(rqs):
    found = adopt(WRITTEN, form(Entry("12", ("none",), line=2)), rqs, overwrite=True)
    assert yaml.safe_load(found.text)["answers"]["12"] == {"choose": "none"}
    assert all(f"  # was: {words}\n" in found.text for words in ("'12':", "# not a comment,", "but a note"))


def test_what_was_taken_survives_what_radaudit_writes_anew(rqs, tmp_path):
    text = adopt(WRITTEN, GIVEN, rqs).text
    (tmp_path / "a.yaml").write_text(text)
    lines = read_yaml(tmp_path / "a.yaml", "a.yaml", DataError).lines
    assert yaml.safe_load(merged(text, blocks(rqs, Known()), lines, "a.yaml")) == yaml.safe_load(text)


HOSTILE = 'x"}, "9": {choose: yes}\n  "8": \x7f\x85\u2028\ufeff {{ # \t é 漢'


def test_words_of_a_form_stay_words(rqs, tmp_path):
    found = adopt("checklist: rqs-2017\nanswers:\n", form(Entry("2", ("no",), None, {"note": HOSTILE}, 2)), rqs)
    (tmp_path / "a.yaml").write_text(found.text, encoding="utf-8")
    assert read_yaml(tmp_path / "a.yaml", "a", DataError).data["answers"] == {"2": {"choose": "no", "note": HOSTILE}}


@pytest.mark.parametrize("text", ["checklist: x\nanswers:", "checklist: x\nanswers: {}\n", "checklist: x\nanswers:\n"])
def test_into_an_empty_file(rqs, text):
    assert yaml.safe_load(adopt(text, GIVEN, rqs).text)["answers"].keys() == GIVEN.entries.keys()


@pytest.mark.parametrize("text", ["checklist: x\n", 'checklist: x\nanswers: {"5": {choose: either}}\n'])
def test_between_what_nothing_can_be_put_is_refused(rqs, text):
    with pytest.raises(DataError, match=r"answers.yaml(:2)?: (has no key 'answers'|write each answer on a line)"):
        adopt(text, GIVEN, rqs)


CONDITIONS = {"C1": "yes", "C2": "no", "C3": "yes", "C4": "yes", "C5": "no"}


@pytest.mark.parametrize(
    "before",
    [
        "",
        "conditions:\n",
        "conditions: {}\n",
        'conditions: {C1: "yes", C3: "yes"}   # ours\n',
        'conditions:\n  # Ben: see Methods\n  C1: "yes"\n',
    ],
)
def test_conditions_are_added_wherever_they_are_written(before):
    given = form(Entry("4", ("yes",), line=2), **CONDITIONS)
    found = adopt(f"checklist: metrics\n{before}answers:\n", given, load_instrument("metrics"))
    assert yaml.safe_load(found.text)["conditions"] == CONDITIONS
    assert all(words in found.text for words in before.partition("#")[2].splitlines())


def test_a_condition_that_differs_is_kept_and_told_unless_nobody_wrote_it():
    given = form(Entry("4", ("yes",), line=2), C1="no")
    text = 'checklist: metrics\nconditions:\n  C1: "yes"\nanswers:\n'
    kept = adopt(text, given, load_instrument("metrics"))
    assert yaml.safe_load(kept.text)["conditions"] == {"C1": "yes"}
    assert kept.differing == (
        "answers.yaml:3: the condition C1 is 'yes', form.csv has 'no'; kept; --overwrite takes the other.",
    )
    changed = adopt(text, given, load_instrument("metrics"), fresh=True)
    assert yaml.safe_load(changed.text)["conditions"] == {"C1": "no"}


def test_in_a_new_file_the_forms_conditions_take_the_place_of_the_questions():
    metrics = load_instrument("metrics")
    text = adopt(head(metrics, Known()), form(Entry("4", ("yes",), line=2), **CONDITIONS), metrics, fresh=True).text
    assert yaml.safe_load(text)["conditions"] == CONDITIONS
    assert "answer it" not in text
