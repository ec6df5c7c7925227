"""Requirements that no version meets."""

import pytest
from packaging.specifiers import SpecifierSet

from radaudit.core.finding import Location
from radaudit.environment.contradictions import contradictions
from radaudit.environment.stated import PythonStated, Stated, Statement


def stated(specifiers, markers=(), python=()):
    place = Location("r.txt", 1)
    markers = [*markers, *[""] * (len(specifiers) - len(markers))]
    lines = tuple(Stated("a", SpecifierSet(s), place, m) for s, m in zip(specifiers, markers, strict=True))
    return Statement("r.txt", "", lines, tuple(PythonStated(SpecifierSet(text), place) for text in python))


@pytest.mark.parametrize(
    "specifiers", [["==1.0", "==2.0"], ["==1.0", ">=1.1"], [">=2,<1"], ["==1.19.*", ">=1.20"], ["~=1.4", "<1.4"]]
)
def test_versions_that_exclude_each_other(specifiers):
    (own,) = contradictions(stated(specifiers))
    assert (own.package, len(own.lines)) == ("a", len(specifiers))


@pytest.mark.parametrize("specifiers", [["==1.0", "==1.0"], ["==1.0", ">=0.9"], [""], ["==1.0a1", ">=0.9"], ["<2", ""]])
def test_versions_that_go_together(specifiers):
    assert contradictions(stated(specifiers)) == ()


def test_lines_for_other_machines_are_not_held_against_each_other():
    markers = ['sys_platform == "linux"', 'sys_platform == "win32"']
    assert contradictions(stated(["==1", "==2"], markers)) == ()
    assert len(contradictions(stated(["==1", "==2"], [markers[0]] * 2))) == 1


def test_two_pythons():
    assert [own.package for own in contradictions(stated([], python=["==3.8", ">=3.9"]))] == ["Python"]


def test_pip_replaces_what_conda_installed_and_conda_ships_packages_in_parts():
    place = Location("environment.yml", 1)
    lines = [("opencv", "==3.4.2", True), ("py-opencv", "==3.4.1", True), ("opencv-python", "==4.0", False)]
    own = tuple(Stated(name, SpecifierSet(text), place, conda=conda) for name, text, conda in lines)
    assert {line.key for line in own} == {"opencv-python"}
    assert contradictions(Statement("environment.yml", "", own)) == ()
    assert (
        len(
            contradictions(
                Statement("environment.yml", "", (own[0], Stated("opencv", SpecifierSet("==4"), place, conda=True)))
            )
        )
        == 1
    )
