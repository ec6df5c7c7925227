"""What is stated beside what is installed."""

import platform
from importlib.metadata import version

import pytest
from packaging.specifiers import SpecifierSet

from radaudit.core.finding import Location
from radaudit.environment.installed import Installation, applies, compared, meets
from radaudit.environment.stated import PythonStated, Stated, Statement

PLACE = Location("r.txt", 1)
HERE = Installation(
    "3.11.7",
    {"scikit-learn": "1.9.1", "numpy": "1.26.4", "pyradiomics-bhklab": "3.1.4", "tqdm": "4.0"},
    {"scikit-learn": ("numpy>=1.24", 'pytest; extra == "tests"', "joblib>=1.3")},
    {"numpy": ">=3.9"},
)


def stated(*lines, python=None, **changes):
    own = tuple(Stated(name, SpecifierSet(text), PLACE) for name, text in lines)
    asked = (PythonStated(SpecifierSet(python), PLACE),) if python else ()
    return Statement("r.txt", "", own, asked, **changes)


def rows(statement, imported):
    found = compared(statement, imported, HERE)
    return {row.name: (row.stated, row.here, row.satisfied, row.decides) for row in found.rows}, found


def test_what_decides_is_imported_or_needed_by_that():
    table, found = rows(
        stated(("scikit-learn", "==0.24.2"), ("numpy", ">=1.20"), ("tqdm", "==3"), ("jupyter", "==1"), python="==3.8"),
        {"sklearn": "scikit-learn"},
    )
    assert table == {
        "Python": ("==3.8.*", "3.11.7", False, True),
        "scikit-learn": ("==0.24.2", "1.9.1", False, True),
        "numpy": (">=1.20", "1.26.4", True, True),
        "tqdm": ("==3", "4.0", False, False),
        "jupyter": ("==1", "", False, False),
    }
    assert [row.name for row in found.differing] == ["Python", "scikit-learn"]
    assert found.unsaid == ()


def test_what_is_imported_without_a_version_is_told():
    _, found = rows(stated(("scikit-learn", "")), {"sklearn": "scikit-learn", "numpy": None})
    assert [row.name for row in found.unsaid] == ["scikit-learn", "numpy"]
    assert [row.here for row in found.unsaid] == ["1.9.1", "1.26.4"]


def test_a_lock_file_says_the_version():
    table, _ = rows(stated(("numpy", ">=1.20"), locked={"numpy": "1.26.4"}), {"numpy": "numpy"})
    assert table["numpy"] == ("1.26.4 (lock file)", "1.26.4", True, True)


def test_a_fork_is_named():
    table, found = rows(stated(("pyradiomics", ">=3.0"), ("sklearn", "==0.0")), {"radiomics": "pyradiomics"})
    assert table["pyradiomics"] == (">=3.0", "3.1.4", True, True)
    assert [row.by for row in found.rows] == ["pyradiomics-bhklab", "scikit-learn"]
    assert table["sklearn"][2] is None  # a placeholder's version is none of scikit-learn's


def test_all_that_a_package_needs():
    assert HERE.needed_by(["scikit-learn"]) == {"scikit-learn", "numpy"}
    assert HERE.unmet(["scikit-learn"]) == ["scikit-learn needs joblib >=1.3, here is none"]
    old = Installation("3.8.1", HERE.versions, {}, HERE.pythons)
    assert old.unmet(["numpy"]) == ["numpy needs Python >=3.9"]


def test_this_installation_is_found_and_whole():
    here = Installation.here()
    assert here.python == platform.python_version()
    assert here.versions["scikit-learn"] == version("scikit-learn")
    assert "numpy" in here.needed_by(["scikit-learn"])
    assert here.unmet(["scikit-learn"]) == []


@pytest.mark.parametrize(
    ("marker", "holds"),
    [("", True), ('python_version < "3"', False), ('extra == "x"', False), ("no marker at all", True)],
)
def test_when_a_requirement_holds(marker, holds):
    assert applies(Stated("a", SpecifierSet(), PLACE, marker)) is holds


def test_versions_that_are_none_meet_nothing():
    assert meets(SpecifierSet(">=1"), "1.0rc1") is False
    assert meets(SpecifierSet(">=1"), "1.1rc1") is True
    assert meets(SpecifierSet(), "") is False
    assert meets(SpecifierSet(), "of today") is False
