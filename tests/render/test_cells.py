"""Values as text, rows as a grid, references as links, places as lines."""

import math

import pytest

from radaudit.core.finding import Location
from radaudit.render.cells import cell, compact, grid, indented, number
from radaudit.render.grouping import Place, anchor, places
from radaudit.render.links import address
from radaudit.render.text import brief, moment, one_line, sentence, shortened, spaced, visible


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3"),
        (21400, "21400"),
        (2.0, "2"),
        (0.123456, "0.1235"),
        (1234.5678, "1235"),
        (123456.7, "123457"),
        (1.5e12 + 0.5, "1.5e+12"),
        (0.0000123456, "1.235e-05"),
        (-0.5, "-0.5"),
        (math.nan, "not a number"),
        (-math.inf, "-infinite"),
    ],
)
def test_numbers_are_short(value, shown):
    assert number(value) == shown


def test_only_a_shortened_number_carries_all_its_digits():
    assert cell(0.123456789).full == "0.123456789"
    assert cell(0.25).full == ""
    assert cell(17).full == ""
    assert cell(True).text == "yes"
    assert not cell(True).numeric
    assert cell(None).text == "–"
    assert cell(math.inf).full == ""


def test_a_grid_holds_the_union_of_columns():
    shown = grid([{"a": 1, "b": "x"}, {"a": None, "c": 2.5}, {"a": 3}], limit=2)
    assert shown.columns == ("a", "b", "c")
    assert shown.numeric == (True, False, True)
    assert [[c.text for c in row] for row in shown.rows] == [["1", "x", ""], ["–", "", "2.5"]]
    assert shown.total == 3


def test_nested_values_fit_in_a_line():
    assert compact({"train": 150, "test": [1, 2.5]}) == "train: 150; test: 1, 2.5"
    assert compact([]) == "–"
    assert indented({"a": (1, 2)}) == '{\n  "a": [\n    1,\n    2\n  ]\n}'


def test_unseen_characters_become_escapes():
    assert visible("a\x00b\u200bc\r\n\td\ud800é\u0301") == "a\\x00b\\u200bc\\r\n\td\\ud800é\u0301"
    assert one_line("a\n  b\x1b") == "a b\\x1b"
    assert shortened("x" * 10, 4) == "xxxx… (10 characters)"
    assert shortened("one two three", 12) == "one two three"
    assert shortened("one two three four", 10) == "one two… (18 characters)"
    assert brief("one two, three", 9) == "one two…"
    assert brief("onetwothree", 5) == "onetw…"
    assert [sentence(text) for text in ("use it", "binWidth is", "n_jobs=1", "")] == [
        "Use it",
        "binWidth is",
        "n_jobs=1",
        "",
    ]
    assert moment("2026-11-21T19:31:23Z") == "2026-11-21 19:31 UTC"
    assert moment("<yesterday>") == "<yesterday>"
    assert spaced("shared_patients") == "shared patients"
    assert spaced("original_glcm_Contrast") == "original_glcm_Contrast"


@pytest.mark.parametrize(
    ("reference", "target"),
    [
        ("doi:10.1016/j.patter.2023.100804", "https://doi.org/10.1016/j.patter.2023.100804"),
        ("10.1000/x<y", "https://doi.org/10.1000/x%3Cy"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org", ""),
        ("javascript:alert(1)", ""),
        ('https://example.org/"><script>', ""),
        ("Lambin et al., 2017", ""),
    ],
)
def test_only_dois_and_https_become_links(reference, target):
    assert address(reference) == target


def test_lines_of_a_file_stand_together():
    found = places(
        [Location("a.csv", 3), Location("a.csv", 4), Location("b.yaml", 9, "x/0"), Location("a.csv", 7), Location("c")]
    )
    assert found == [Place("a.csv", "3–4, 7"), Place("b.yaml", "9", "x/0"), Place("c", "")]
    many = places([Location("a.csv", line) for line in range(1, 100, 2)])
    assert many[0].lines.endswith("23, and 38 more")


def test_anchors_hold_no_odd_characters():
    assert anchor("leakage/patient-overlap") == "check-leakage-patient-overlap"
