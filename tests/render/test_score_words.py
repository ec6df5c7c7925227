"""Totals in the unit of their instrument."""

from dataclasses import replace

from reference_scores import metrics, two_raters

from radaudit.render.score_words import agreement_sentences, effort, rated, total


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


def test_agreement_is_told_with_its_interval_and_what_was_not_compared():
    assert agreement_sentences(two_raters()) == (
        "The raters answer 9 of 12 items alike (75 %).",
        "Cohen's kappa is 0.47 (95 % interval -0.02 to 0.96, the items taken for a sample).",
        "Answered by the first rater alone: 3.",
    )
    assert rated(metrics(), 62.5) == "62.5 %"
    assert rated(metrics(), None) == "nothing"


def test_a_kappa_that_says_nothing_is_not_told_as_one():
    same = replace(two_raters(), agreed=12, kappa=None, low=None, high=None, only_first=())
    assert agreement_sentences(same)[1].startswith("Kappa says nothing here")
    assert agreement_sentences(replace(two_raters(), weighted=True))[1].startswith("Weighted kappa is 0.47")


def test_where_nothing_was_compared_no_share_is_told():
    none = replace(two_raters(), compared=0, agreed=0, only_first=(), only_second=("4", "5"))
    assert agreement_sentences(none) == (
        "ben.yaml answers no item that the study answers too.",
        "Answered by the second rater alone: 4, 5.",
    )
