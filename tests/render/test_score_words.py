"""Totals in the unit of their instrument."""

from dataclasses import replace

from reference_scores import metrics

from radaudit.render.score_words import effort, total


def test_a_percentage_is_told_as_one_with_its_band():
    assert total(metrics(), 25.0, 25.0, "Low") == "25 % (Low)"


def test_items_and_points_are_told_of_how_many_with_the_percentage():
    items = replace(metrics(), unit="items", maximum=41)
    assert total(items, 20, 48.8) == "20 of 41 items (48.8 %)"
    assert total(replace(items, unit="points", maximum=36), -2) == "-2 of 36 points"


def test_effort_is_told_in_words():
    assert [effort(level) for level in (1, 2, 3, 9)] == [
        "words in the answers file",
        "something to hand in",
        "work on the study",
        "unknown",
    ]
