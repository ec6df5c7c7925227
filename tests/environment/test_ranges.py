"""Ranges of poetry (its documentation's table) and of conda (the table in conda's documentation)."""

import pytest
from packaging.specifiers import SpecifierSet

from radaudit.environment.ranges import from_conda, from_poetry


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("^1.2.3", ">=1.2.3,<2"),
        ("^1.2", ">=1.2,<2"),
        ("^1", ">=1,<2"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0.0", ">=0.0,<0.1"),
        ("^0", ">=0,<1"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1", ">=1,<2"),
        ("~=1.2", "~=1.2"),
        ("1.2.3", "==1.2.3"),
        ("1.*", "==1.*"),
        (">= 1.2, < 1.5", ">=1.2,<1.5"),
        ("*", ""),
    ],
)
def test_poetry(text, same):
    assert from_poetry(text) == SpecifierSet(same)


@pytest.mark.parametrize("text", ["^1.2 || ^2.0", "^x", "latest"])
def test_what_has_no_words_in_pep_440(text):
    assert from_poetry(text) is None


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("=1.11", "==1.11.*"),
        ("=1.11.*", "==1.11.*"),
        ("==1.11", "==1.11"),
        ("=1.19.2=py38_0", "==1.19.2"),
        ("1.19.2", "==1.19.2"),
        ("1.19.*", "==1.19.*"),
        (">=1.8,<2", ">=1.8,<2"),
        ("*", ""),
    ],
)
def test_conda(text, same):
    assert from_conda(text) == SpecifierSet(same)


def test_conda_has_ranges_that_python_has_not():
    assert from_conda("1.8|1.9") is None
