import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.code import code, repeated_patients
from tests.made_code import leaky, some_code
from tests.made_evidence import a_cohort, only


@pytest.fixture
def made(make_study):
    def make(*include):
        return make_study(manifest=lambda said: said.update(code={"include": list(include)}))

    return make


def test_files_that_the_manifest_names_are_read_and_followed(made):
    study = made("lib/**/*.py", "*.ipynb")
    study.write("lib/a.py", leaky("X = X / X.max()"))
    study.write("lib/old.py", "print 'x'")
    study.write("other.py", "x = 1")
    study.write("n.ipynb", "{}")
    found = study.evidence("code")
    assert list(found.sources) == ["lib/a.py"]
    assert set(found.unread) == {"lib/old.py", "n.ipynb"}
    [conflict] = found.analysis.conflicts
    assert found.row(conflict)["line"] == "lib/a.py:8"
    assert {row["file"] for row in only(found.not_read(), "unknown").rows} == {"lib/old.py", "n.ipynb"}


def test_without_code_include_the_estimators_files_are_read(make_study):
    assert list(make_study().evidence("code").sources) == ["code/model.py"]


def test_a_study_without_code(make_study):
    study = make_study(manifest=lambda said: (said.pop("code", None), said.update(models=[], claims=[])))
    with pytest.raises(Unavailable, match="names no code"):
        study.evidence("code")


def test_a_line_of_a_notebook_is_named_by_its_cell():
    own = some_code("a = 1\nb = 2", "n.ipynb", cells=((1, 1), (4, 1)), counts=(1, 2))
    [source] = own.sources.values()
    assert source.named(2) == "n.ipynb, cell 4, line 1"
    assert own.notebooks == ("n.ipynb",)


def test_patients_with_several_rows():
    assert repeated_patients(a_cohort("abcd", ["p", "p", None, None])) == 1


def test_the_evidence_says_what_it_is():
    assert code.__doc__.startswith("The files of 'code.include'")
