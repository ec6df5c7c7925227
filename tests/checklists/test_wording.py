"""What is claimed, in words."""

import pytest

from radaudit.checklists.wording import claimed_options, claimed_words


@pytest.mark.parametrize(
    ("number", "given", "options", "words"),
    [
        ("5", {"choose": "either"}, ("either",), "at least one done"),
        ("2", {"choose": "no"}, ("no",), "no"),
        ("1", {"choose": ["documented", "public"]}, ("documented", "public"), None),
        ("1", {"choose": []}, (), "none of them"),
        ("16", {"points": 2}, (), "2 points"),
        ("16", {"points": 1}, (), "1 point"),
    ],
)
def test_the_claim_of_an_item(rqs, answers_of, number, given, options, words):
    choice = answers_of(rqs, {number: given}).choices[number]
    assert claimed_options(choice) == options
    both = "protocol documented well enough to repeat; a publicly available protocol was followed"
    assert claimed_words(rqs.item(number), choice) == (words or both)


def test_what_is_left_out_or_open(rqs):
    item = rqs.item("5")
    assert (claimed_options(None), claimed_words(item, None)) == ((), "")
    assert (claimed_options(None, "C1 is no"), claimed_words(item, None, "C1 is no")) == (("na",), "not applicable")
