"""How firmly a version is held, and how ranges are shown."""

import pytest
from packaging.specifiers import SpecifierSet

from radaudit.core.finding import Location
from radaudit.environment.stated import PythonStated, Stated, Statement, pin_of, shown

PLACE = Location("requirements.txt", 1)


def stated(name, specifier="", **changes):
    return Stated(name, SpecifierSet(specifier), PLACE, **changes)


@pytest.mark.parametrize(
    ("specifiers", "pin"),
    [
        (["==1.2.3"], "exact"),
        (["===1.2.3"], "exact"),
        (["==1.2.*"], "bounded"),
        (["~=1.2"], "bounded"),
        ([">=1,<2"], "bounded"),
        ([">=1", "<2"], "bounded"),
        ([">=1"], "open"),
        (["<2"], "open"),
        (["!=1.1"], "open"),
        ([""], "none"),
    ],
)
def test_how_firmly_lines_hold_a_version(specifiers, pin):
    assert pin_of([stated("a", own) for own in specifiers]) == pin


def test_a_commit_is_as_good_as_a_version_and_a_lock_file_pins():
    assert pin_of([stated("a", source="repository", commit=True)]) == "exact"
    loose = Statement("r.txt", "found", (stated("a"),), locked={"a": "1.0"})
    assert loose.pin("a") == "exact"


def test_what_is_optional_is_not_needed_and_a_constraint_alone_asks_for_nothing():
    lines = (stated("Foo_Bar"), stated("foo-bar", "<2", constraint=True), stated("b", constraint=True))
    own = Statement("r.txt", "found", (*lines, stated("c", optional=True)))
    assert {key: len(value) for key, value in own.needed.items()} == {"foo-bar": 2}
    assert own.known == {"foo-bar", "b", "c"}


def test_ranges_are_shown_from_below():
    assert shown(SpecifierSet("<2,!=1.5,>=1")) == ">=1,<2,!=1.5"


def test_a_python_of_two_parts_stands_for_all_its_releases():
    assert "3.8.17" in PythonStated(SpecifierSet("==3.8"), PLACE).specifier
    assert "3.9.1" not in PythonStated(SpecifierSet("==3.8"), PLACE).specifier
