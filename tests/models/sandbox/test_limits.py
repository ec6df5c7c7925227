import pytest

from radaudit.models.sandbox.limits import Limits, amount


@pytest.mark.parametrize(
    ("size", "words"), [(8 * 2**30, "8 GiB"), (300 * 2**20, "300 MiB"), (1536, "1.5 KiB"), (5, "5 bytes")]
)
def test_bytes_in_words(size, words):
    assert amount(size) == words


def test_every_limit_is_a_bound():
    assert all(value > 0 for value in vars(Limits()).values())
