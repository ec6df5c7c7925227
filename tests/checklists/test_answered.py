"""Checklists that the manifest names are read before the work; with a second rater, their agreement as well."""

import pytest

from radaudit.checklists.answered import checklist_answers
from radaudit.core.errors import UsageError

FIRST = 'checklist: rqs-2017\nanswers:\n  "2": {choose: "yes"}\n  "3": {choose: "no"}\n'


@pytest.fixture
def answering(made, tmp_path):
    def make(second=None, name="rqs-2017"):
        (tmp_path / "study").mkdir()
        (tmp_path / "study" / "a.yaml").write_text(FIRST)
        info = {"answers": "a.yaml"}
        if second is not None:
            (tmp_path / "study" / "b.yaml").write_text(second)
            info["second_rater"] = "b.yaml"
        return made({"checklists": {name: info}})

    return make


def test_one_rater_agrees_with_nobody(answering):
    (found,) = checklist_answers(answering())
    assert (found.instrument.id, list(found.answers.choices), found.agreement) == ("rqs-2017", ["2", "3"], None)


def test_a_second_rater_is_held_against_the_first(answering):
    (found,) = checklist_answers(answering(FIRST.replace('"3": {choose: "no"}', '"3": {choose: "yes"}')))
    assert (found.agreement.second, found.agreement.compared, found.agreement.agreed) == ("b.yaml", 2, 1)


def test_a_mistake_in_the_second_file_ends_the_audit_with_its_line(answering):
    with pytest.raises(UsageError, match=r"b.yaml:3: item 2 has no option 'maybe'"):
        checklist_answers(answering(FIRST.replace('"2": {choose: "yes"}', '"2": {choose: maybe}')))


def test_a_checklist_that_nobody_has(answering):
    with pytest.raises(UsageError, match=r"radaudit.yaml:\d+: there is no checklist 'rqs'"):
        checklist_answers(answering(name="rqs"))
