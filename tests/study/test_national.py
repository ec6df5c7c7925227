import random

import pytest

from radaudit.study.national import CHANCE, KINDS, is_valid, national_numbers


def drawn(key, count, seed=1, tries=4000):
    """Valid numbers of a kind, found by trying: the library judges, nothing here knows the rule."""
    draw, found = random.Random(seed), []
    length = KINDS[key][1][-1]
    while len(found) < count:
        text = "".join(draw.choice("0123456789") for _ in range(length))
        found += [text] * is_valid(key, text)
    return found


@pytest.mark.parametrize("key", ["gb.nhs", "nl.bsn", "pl.pesel", "br.cpf"])
def test_a_column_of_numbers_of_a_kind(key):
    found = national_numbers(drawn(key, 12))
    assert found.kind == KINDS[key][0]
    assert (found.valid, found.values) == (12, 12)
    assert found.p < 1e-4


def test_published_numbers():
    """The NHS's own example, 943 476 5919, and the Dutch tax office's, 123456782."""
    assert is_valid("gb.nhs", "9434765919")
    assert is_valid("nl.bsn", "123456782")
    assert not is_valid("nl.bsn", "123456789")


def test_numbers_without_meaning_and_few_numbers_are_none():
    draw = random.Random(2)
    for digits in (9, 10, 11, 13, 18):
        assert national_numbers([str(draw.randrange(10 ** (digits - 1), 10**digits)) for _ in range(60)]) is None
    assert national_numbers(drawn("gb.nhs", 3)) is None
    assert national_numbers(["P001", "P002", "P003", "P004"]) is None


@pytest.mark.parametrize("key", ["gb.nhs", "nl.bsn", "in_.aadhaar", "ca.sin", "dk.cpr"])
def test_the_chance_of_a_valid_number_is_not_underrated(key):
    draw, length = random.Random(3), KINDS[key][1][-1]
    numbers = ["".join(draw.choice("0123456789") for _ in range(length)) for _ in range(2000)]
    assert sum(is_valid(key, own) for own in numbers) / 2000 < CHANCE
