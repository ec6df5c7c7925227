import pytest
from packaging.specifiers import SpecifierSet

from radaudit.checks.model.environment_stated import environment_stated
from radaudit.core.finding import Location, Severity, Tier
from radaudit.environment.distributions import provided_by
from radaudit.environment.imports import Imports
from radaudit.environment.stated import PythonStated, Remark, Stated, Statement
from radaudit.evidence.environment import StatedEnvironment
from tests.made_evidence import a_table, only, told

PLACE = Location("requirements.txt", 1)


def judged(*lines, imports=("numpy",), python="==3.8", noted=None, optional=(), unreadable=(), **changes):
    """``judged(("numpy", "==1.0"))``: what is stated; no line at all states nothing."""
    own = tuple(Stated(name, SpecifierSet(text), PLACE) for name, text in lines)
    asked = (PythonStated(SpecifierSet(python), Location(".python-version", 1)),) if python else ()
    statement = Statement("requirements.txt", "found in the study", own, asked, **changes) if lines else None
    modules = {name: Location("code/model.py", line) for line, name in enumerate(imports, start=3)}
    known = statement.known if statement else ()
    givers = {name: provided_by(name, known) for name in modules}
    found = Imports(modules, frozenset(optional), ("code/model.py",), tuple(unreadable))
    column = {"diagnostics_Versions_PyRadiomics": (noted,)}
    table = a_table({"c": [1.0]}, diagnostics=column) if noted else None
    return list(environment_stated(StatedEnvironment(statement, found, givers), table))


def test_what_is_pinned_and_imported_passes():
    finding = only(judged(("numpy", "==1.19.5"), ("scikit-learn", ">=0.24,<1"), imports=["numpy", "sklearn"]), "pass")
    assert finding.message == (
        "requirements.txt (found in the study) states 2 packages: 1 in one version, 1 in a range."
    )
    assert [row["imported"] for row in finding.rows] == ["yes", "yes"]


def test_what_is_stated_but_not_imported_is_only_told():
    assert "jupyter is stated but not imported" in only(judged(("numpy", "==1"), ("jupyter", "==1")), "pass").message


def test_nothing_stated():
    finding = only(judged(imports=["numpy", "sklearn"]))
    assert (finding.code, finding.tier) == ("nothing-stated", Tier.PROVED)
    assert [row["package"] for row in finding.rows] == ["numpy", "scikit-learn"]
    assert told(judged(imports=[])) == [("unknown", "")]


def test_an_import_that_no_file_states():
    finding = only(judged(("numpy", "==1"), imports=["numpy", "cv2"]))
    assert (finding.code, finding.tier, finding.rows[0]["package"]) == (
        "import-not-stated",
        Tier.PROVED,
        "opencv-python",
    )
    assert finding.where == (Location("code/model.py", 4),)
    assert only(judged(("numpy", "==1"), imports=["odd"])).tier is Tier.HEURISTIC  # may be spelt otherwise
    assert told(judged(("numpy", "==1"), imports=["numpy", "cv2"], optional=["cv2"])) == [("pass", "")]
    assert told(judged(("numpy", "==1"), imports=["cv2"], elsewhere=frozenset({"opencv-python"}))) == [("pass", "")]


def test_versions_that_are_open():
    finding = only(judged(("numpy", "==1"), ("pandas", ""), ("scipy", ">=1")))
    assert finding.message == (
        "2 packages of 3 in requirements.txt can be of any later release: 1 without a version, 1 with a bound on one "
        "side only."
    )
    assert [row["package"] for row in finding.rows] == ["pandas", "scipy"]
    assert told(judged(("numpy", ""), locked={"numpy": "1.0"})) == [("pass", "")]


def test_a_python_that_is_not_stated_is_a_note():
    finding = only(judged(("numpy", "==1"), python=""))
    assert (finding.code, finding.severity) == ("python-not-stated", Severity.NOTE)


@pytest.mark.parametrize(
    ("kind", "expected"), [("one machine", "paths-of-one-machine"), ("unreadable", "unreadable-lines")]
)
def test_lines_that_nobody_else_can_use(kind, expected):
    finding = only(judged(("numpy", "==1"), remarks=(Remark(kind, "Why.", PLACE),)))
    assert finding.code == expected
    assert finding.rows[0]["remark"] == "Why."


def test_places_that_are_not_followed_are_told_and_no_fault():
    finding = only(judged(("numpy", "==1"), remarks=(Remark("not followed", "An index.", PLACE),)), "pass")
    assert finding.message.endswith("1 line named other places to install from; none was followed.")


@pytest.mark.parametrize(
    ("noted", "codes"),
    [("v3.0.1", []), ("3.0.1.post15+g2791e23", []), ("0+unknown", []), ("2.2.0", ["not-the-noted-pyradiomics"])],
)
def test_the_extractor_of_the_table_against_the_one_stated(noted, codes):
    findings = judged(("numpy", "==1"), ("pyradiomics", "==3.0.1"), noted=noted)
    assert [finding.code for finding in findings if finding.code] == codes


def test_code_that_cannot_be_read_keeps_the_answer_open():
    assert told(judged(("numpy", "==1"), unreadable=["old.py"])) == [("pass", ""), ("unknown", "")]
