"""The authors' answers file: what it may say, and what is refused where."""

import pytest

from radaudit.checklists.instrument import load_instrument
from radaudit.core.errors import DataError


def refused(answers_of, instrument, text):
    with pytest.raises(DataError) as caught:
        answers_of(instrument, text)
    return [str(problem) for problem in caught.value.problems]


def test_options_pointer_and_note_are_read(rqs, answers_of):
    read = answers_of(
        rqs,
        """
checklist: rqs-2017
answers:
  "5": {choose: either, pointer: "  Methods, 2.4 ", note: LASSO}
  "1": {choose: [public, documented], pointer: 12}
""",
    )
    assert list(read.choices) == ["1", "5"]
    assert read.choices["1"].readings == (("documented", "public"),)
    assert (read.choices["1"].points, read.choices["1"].said.pointer) == (2, "12")
    assert (read.choices["5"].said.pointer, read.choices["5"].note) == ("Methods, 2.4", "LASSO")


def test_yes_and_no_and_bare_numbers_are_taken_as_written(rqs, answers_of):
    read = answers_of(rqs, "checklist: rqs-2017\nanswers:\n  2: {choose: yes}\n  3: {choose: [no]}\n")
    assert [read.choices[number].points for number in ("2", "3")] == [1, 0]


@pytest.mark.parametrize(
    ("item", "points", "readings"),
    [
        ("5", 3, (("either",),)),
        ("5", -3, (("neither",),)),
        ("12", 5, (("three_plus_external",),)),
        ("16", 4, (("scans", "segmentations", "code", "representative"),)),
        ("16", 0, ((),)),
        ("9", 1, (("statistic",), ("resampling",))),
    ],
)
def test_points_stand_for_options(rqs, answers_of, item, points, readings):
    choice = answers_of(rqs, {item: {"points": points}}).choices[item]
    assert (choice.readings, choice.points) == (readings, points)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('"5": {points: 0}', "item 5 can't give 0 points; legal are: -3 (neither), 3 (either)"),
        ('"9": {points: 3}', "item 9 can't give 3 points; legal are: 0, 1, 2"),
        (
            '"12": {points: 4}',
            "4 points for item 12 can mean 'two_external' or 'published_signature'; say which with 'choose'",
        ),
        ('"5": {choose: eithr}', "no option 'eithr' (did you mean 'either'?); choose from: neither (-3), either (3)"),
        ('"5": {choose: [neither, either]}', "item 5 takes one option, not 2; choose from: neither (-3), either (3)"),
        ('"5": {choose: []}', "item 5 takes one option, not 0"),
        ('"1": {choose: [public, public]}', "item 1 names 'public' twice"),
        ('"17": {choose: yes}', "rqs-2017 has no item '17'; its items are: 1, 2, 3"),
        ("calibration: {choose: []}", "rqs-2017 has no item 'calibration'; did you mean '10'?"),
        ('"5": {pointer: p. 3}', "needs 'choose' (names of options) or 'points' (a number), one of the two"),
        ('"5": {choose: either, points: 3}', "one of the two"),
        ('"5": {choise: either}', "unknown key 'answers.5.choise'; did you mean 'choose'?"),
        ('"5": {points: many}', "'answers.5.points'"),
        ('"5": {points: .nan}', "'answers.5.points'"),
        ('"5": either', "'answers.5' must hold keys and values"),
    ],
)
def test_illegal_answers_are_refused_at_their_line_with_the_legal_ones(rqs, answers_of, entry, message):
    (problem, *_) = refused(answers_of, rqs, f"checklist: rqs-2017\nanswers:\n  '2': {{choose: yes}}\n  {entry}\n")
    assert problem.startswith("checklists/answers.yaml:4: ")
    assert message in problem


def test_all_problems_are_told_at_once_in_their_order(rqs, answers_of):
    problems = refused(
        answers_of,
        rqs,
        'checklist: rqs-2017\nanswers:\n  "12":\n    pointer: Table 2\n    points: 1\n  "5":\n    choose: both\n',
    )
    assert [problem.split(": ")[0] for problem in problems] == [
        "checklists/answers.yaml:5",
        "checklists/answers.yaml:7",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("checklist: claim-2024\nanswers: {}\n", "checklists/answers.yaml:1: answers the checklist 'claim-2024', but"),
        ("checklist: rqs-2017\n", "the key 'answers' is missing"),
        ("checklist: rqs-2017\nanswers: [1, 2]\n", "yaml:2: 'answers' must hold keys and values"),
        ("checklist: rqs-2017\nanswers:\n  1: {points: 1}\n  '1': {points: 2}\n", "yaml:4: the key '1' was already"),
        ("- 1\n", "should hold keys and values, but holds a list"),
        ("", "should hold keys and values, but holds nothing"),
        ("a: [\n", "is not valid YAML"),
        ("checklist: !!python/object/apply:os.getcwd []\nanswers: {}\n", "is not valid YAML"),
    ],
)
def test_files_of_another_kind_are_refused(rqs, answers_of, text, message):
    assert message in "\n".join(refused(answers_of, rqs, text))


METRICS = "checklist: metrics\nconditions: {C1: no, C2: no, C3: yes, C4: yes, C5: no}\nanswers:\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("metrics", METRICS + "  '8': {choose: yes}\n", "4: item 8 does not apply: condition C1 is answered no; leave"),
        ("metrics", METRICS + "  '1': {choose: na}\n", "4: item 1 has no option 'na'"),
        ("metrics", "checklist: metrics\nanswers: {}\n", "the condition C1 (The study segments"),
        (
            "metrics",
            METRICS.replace("C2: no", "C2: yes") + "  {}\n",
            "2: the condition C2 is asked only where C1 is yes; say no",
        ),
        ("metrics", METRICS.replace("C5: no", "C5: perhaps") + "  {}\n", "2: 'conditions.C5'"),
        (
            "metrics",
            METRICS.replace("C5: no", "C5: no, C6: no") + "  {}\n",
            "2: metrics has no condition 'C6'; it has: C1, C2",
        ),
        ("rqs-2.0", "checklist: rqs-2.0\nconditions: {HC: yes}\nanswers: {}\n", "the level of rqs-2.0 is None; legal"),
        (
            "rqs-2.0",
            "checklist: rqs-2.0\nconditions: {HC: yes}\nlevel: 4\nanswers:\n  '21': {points: 1}\n",
            "5: item 21 does not apply: it belongs to level 5, and level 4 is claimed",
        ),
        ("claim-2024", "checklist: claim-2024\nanswers:\n  '1': {choose: maybe}\n", "3: item 1 has no option 'maybe'"),
        (
            "claim-2024",
            "checklist: claim-2024\nanswers:\n  '1':\n    choose: yes\n    file: papr.md\n",
            "5: there is no file 'papr.md'; did you mean 'paper.md'?",
        ),
        (
            "claim-2024",
            "checklist: claim-2024\nanswers:\n  '1': {choose: yes, file: ../paper.md}\n",
            "3: the path '../paper.md' leads out of the study's folder",
        ),
    ],
)
def test_what_another_kind_of_instrument_refuses(answers_of, tmp_path, name, text, message):
    (tmp_path / "paper.md").write_text("Words.")
    (problem, *_) = refused(answers_of, load_instrument(name), text)
    assert problem.startswith("checklists/answers.yaml:")
    assert message in problem


def test_not_applicable_is_no_points_and_no_option(answers_of):
    read = answers_of(load_instrument("claim-2024"), {"34": {"choose": "na", "statement": "Not a trial."}})
    assert (read.choices["34"].points, read.choices["34"].said.words) == (None, "Not a trial.")
