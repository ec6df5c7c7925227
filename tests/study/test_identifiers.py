"""Ids are compared letter for letter first, then by a named rule, never silently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radaudit.study.identifiers import match_ids


@pytest.mark.parametrize(
    ("left", "right", "pairs", "rule"),
    [
        (["a", "b"], ["b", "a"], {"a": "a", "b": "b"}, "letter for letter"),
        (["a ", "b"], ["a", "b"], {"a ": "a", "b": "b"}, "spaces around ids ignored"),
        (["P1", "P2"], ["p1", " p2"], {"P1": "p1", "P2": " p2"}, "upper and lower case alike"),
        (["1", "2"], ["1.0", "2.0"], {"1": "1.0", "2": "2.0"}, "'.0' after whole numbers ignored"),
        (["001", "010"], ["1", "10"], {"001": "1", "010": "10"}, "leading zeros ignored"),
        (["000"], ["0"], {"000": "0"}, "leading zeros ignored"),
        (["001"], ["1.0"], {"001": "1.0"}, "leading zeros ignored"),
    ],
)
def test_the_mildest_rule_that_matches_most_is_used_and_named(left, right, pairs, rule):
    match = match_ids(left, right)
    assert match.pairs == pairs
    assert match.rule == rule
    assert match.exact == (rule == "letter for letter")
    assert match.left_only == match.right_only == ()


def test_ids_without_a_partner_keep_their_order():
    match = match_ids(["z", "a", "m"], ["x", "a", "b"])
    assert match.left_only == ("z", "m")
    assert match.right_only == ("x", "b")
    assert match.exact


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["1", "01"], ["1"]),
        (["1"], ["1", "01"]),
        (["p1", "P1"], ["P1"]),
        (["1", "1.0"], ["1"]),
        (["a", "a "], ["a"]),
    ],
)
def test_a_rule_that_would_join_strangers_is_not_used(left, right):
    match = match_ids(left, right)
    assert match.exact
    assert len(match.pairs) == 1


def test_a_milder_rule_is_preferred_where_a_wider_one_gains_nothing():
    assert match_ids(["a ", "007"], ["a", "x"]).rule == "spaces around ids ignored"


def test_an_extra_sign_makes_another_id():
    match = match_ids(["LUNG1-001", "LUNG1-002"], ["LUNG1-001_", "LUNG1-002_"])
    assert match.pairs == {}
    assert match.left_only == ("LUNG1-001", "LUNG1-002")


def test_a_missing_id_is_never_the_id_zero():
    assert match_ids(["", "5"], ["0", "5"]).pairs == {"5": "5"}


def test_nothing_matches_nothing():
    assert match_ids([], []).pairs == {}
    assert match_ids([], ["a"]).right_only == ("a",)


IDS = st.lists(st.text("01aA. ", max_size=4), unique=True, max_size=8)


@given(IDS, IDS)
def test_pairs_are_one_to_one_and_equal_ids_are_always_partners(left, right):
    match = match_ids(left, right)
    assert len(set(match.pairs.values())) == len(match.pairs)
    assert set(match.pairs) <= set(left)
    assert set(match.pairs.values()) <= set(right)
    for text in set(left) & set(right):
        assert match.pairs[text] == text
    assert set(match.left_only) == set(left) - set(match.pairs)
    assert set(match.right_only) == set(right) - set(match.pairs.values())


@given(IDS, IDS)
def test_it_does_not_matter_which_table_comes_first(left, right):
    one, other = match_ids(left, right), match_ids(right, left)
    assert one.rule == other.rule
    assert {b: a for a, b in one.pairs.items()} == other.pairs
