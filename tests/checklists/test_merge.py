"""Answers files are brought up to date without a word of a person being lost."""

import pytest
import yaml

from radaudit.checklists.draft import blocks, head
from radaudit.checklists.instrument import load_instrument
from radaudit.checklists.judge import Known
from radaudit.checklists.merge import OURS, merged, renumbered
from radaudit.core.errors import DataError
from radaudit.study.yaml_file import read_yaml

WRITTEN = """# our second round, with the reviewers' wishes
checklist: rqs-2017
answers:
  # Anna wrote this one; ask her
  "5": {choose: either, pointer: "Methods, 2.4", statement: "LASSO: lambda.1se"}   # see Table S2

  # and this is Ben's
  '12':
    choose: same_institute
    note: >-
      # not a comment,
      but a note
  "1": {choose: [], pointer: p. 3}   # out of order
# the end
"""


@pytest.fixture
def update(tmp_path):
    """Merge once: text, instrument and what is known to new text."""

    def run(text, instrument, known=None):
        path = tmp_path / "answers.yaml"
        path.write_text(text)
        return merged(text, blocks(instrument, known or Known()), read_yaml(path, "a.yaml", DataError).lines, "a.yaml")

    return run


def own(text):
    return [line for line in text.splitlines() if line.strip() and not OURS.match(line)]


def test_a_persons_lines_survive_three_runs_in_their_order(rqs, update, result):
    text, evidence = WRITTEN, Known({"model/features-reduced": result("model/features-reduced", ("pass", "reduced"))})
    for known in (Known(), evidence, Known()):
        text = update(text, rqs, known)
        assert own(text) == own(WRITTEN)
        assert yaml.safe_load(text) == yaml.safe_load(WRITTEN)
    assert update(text, rqs) == text  # and nothing grows


def test_what_is_said_of_an_answered_item_stands_above_the_persons_comment(rqs, update, result):
    known = Known({"model/features-reduced": result("model/features-reduced", ("pass", "reduced"))})
    lines = update(WRITTEN, rqs, known).splitlines()
    at = lines.index("  # Anna wrote this one; ask her")
    assert lines[at - 1].strip().startswith("#: Speaks for either: model/features-reduced says reduced.")
    assert not any('#: "5"' in line for line in lines)  # no form to fill in for what is filled in
    assert any(line.startswith('  #: "6": {choose: "", pointer: ""') for line in lines)


def test_what_evidence_shows_is_filled_in_once_and_then_belongs_to_the_person(rqs, update, result, answers_of):
    known = Known({"model/clinical-variables": result("model/clinical-variables", ("pass", "joined"))})
    text = update(head(rqs, known), rqs, known)
    assert yaml.safe_load(text)["answers"].keys() == {"6"}
    assert answers_of(rqs, text).choices["6"].points == 1
    changed = text.replace('"6": {choose: "yes"', '"6": {choose: "no"')
    assert yaml.safe_load(update(changed, rqs, known))["answers"]["6"]["choose"] == "no"


@pytest.mark.parametrize("name", ["metrics", "claim-2024", "clear", "tripod-ai", "rqs-2.0"])
def test_a_new_file_asks_for_every_item_and_is_not_refused_for_being_empty(name, update):
    instrument = load_instrument(name)
    text = update(head(instrument, Known()), instrument)
    assert yaml.safe_load(text)["answers"] is None
    assert all(f'#: "{item.number}": {{choose: ""' in text for item in instrument.items)
    assert max(map(len, text.splitlines())) <= 120


def test_an_answer_to_what_may_not_apply_is_not_filled_in(update, result):
    metrics = load_instrument("metrics")
    known = Known({"model/features-reduced": result("model/features-reduced", ("pass", "reduced"))})
    assert yaml.safe_load(update(head(metrics, known), metrics, known))["answers"] is None  # 15 needs C4


@pytest.mark.parametrize("text", ["checklist: rqs-2017\nanswers: {'5': {choose: either}}\n", "checklist: rqs-2017\n"])
def test_a_file_between_whose_answers_nothing_can_be_put_is_refused(rqs, update, text):
    with pytest.raises(DataError, match=r"a.yaml(:2)?: (write each answer|has no key 'answers')"):
        update(text, rqs)


CLAIM_2020 = """# filled in for the first submission
checklist: claim-2020
answers:
  "10": {choose: "yes", pointer: p. 4}
  # the data dictionary is in the supplement
  "11": {choose: "yes", pointer: Table S1}
  # hashed ids
  12: {choose: "yes", pointer: p. 5, statement: "item 12: ids were hashed"}
  "19":
    choose: "no"
  "40": {choose: na}
"""


def test_answers_move_to_the_next_version_by_the_number_map(answers_of, update):
    claim = load_instrument("claim-2024")
    text = renumbered(CLAIM_2020, claim.renumbered_from["claim-2020"], "claim-2024")
    for _ in range(3):
        text = update(text, claim)
    read = answers_of(claim, text)
    assert {number: choice.points for number, choice in read.choices.items()} == {"10": 1, "11": 1, "21": 0, "34": None}
    assert read.choices["11"].said.words == "item 12: ids were hashed"
    words = {"# filled in for the first submission", "# hashed ids", "# was item 11, which this version dropped:"}
    words |= {"#   # the data dictionary is in the supplement", '#   "11": {choose: "yes", pointer: Table S1}'}
    assert words <= {line.strip() for line in text.splitlines()}
