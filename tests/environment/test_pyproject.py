"""pyproject.toml and Pipfile."""

import pytest

from radaudit.core.errors import DataError
from radaudit.environment.pyproject import read_pipfile, read_pyproject
from radaudit.environment.stated import PythonStated, Remark, Stated


def read(tmp_path, text, reader=read_pyproject, **files):
    (tmp_path / "file").write_text(text)
    for name, content in files.items():
        (tmp_path / f"{name}.txt").write_text(content)
    found = reader(tmp_path, "file")
    stated = {own.name: (str(own.specifier), own.optional) for own in found if isinstance(own, Stated)}
    return stated, [str(o.specifier) for o in found if isinstance(o, PythonStated)], found


def test_a_project_with_extras_and_groups(tmp_path):
    stated, python, found = read(
        tmp_path,
        '[project]\nrequires-python = ">=3.9"\ndependencies = [\n  "numpy==1.26",\n  "pandas",\n]\n'
        '[project.optional-dependencies]\nplots = ["seaborn"]\n'
        '[dependency-groups]\ndev = ["pytest", {include-group = "x"}]\n',
    )
    assert stated == {
        "numpy": ("==1.26", False),
        "pandas": ("", False),
        "seaborn": ("", True),
        "pytest": ("", True),
    }
    assert python == [">=3.9"]
    assert [own.place.line for own in found if isinstance(own, Stated)][:2] == [4, 5]


def test_poetry(tmp_path):
    stated, python, found = read(
        tmp_path,
        '[tool.poetry.dependencies]\npython = "^3.8"\nnumpy = "^1.19"\ntorch = {version = "1.8.1", optional = true}\n'
        'radio = {git = "https://me:secret@host/radio.git", rev = "abc"}\nodd = "^1 || ^2"\n'
        '[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
    )
    assert stated["numpy"] == ("<2,>=1.19", False)
    assert stated["torch"] == ("==1.8.1", True)
    assert stated["pytest"] == ("", True)
    assert python == ["<4,>=3.8"]
    assert [own.commit for own in found if isinstance(own, Stated) and own.name == "radio"] == [True]
    assert [own.kind for own in found if isinstance(own, Remark)] == ["not followed", "unreadable"]
    assert "secret" not in str(found)


def test_requirements_that_setuptools_reads_from_a_file(tmp_path):
    text = '[tool.setuptools.dynamic]\ndependencies = {file = ["r.txt", "gone.txt"]}\n'
    stated, _, found = read(tmp_path, text, r="numpy==1")
    assert stated == {"numpy": ("==1", False)}
    assert [own.kind for own in found if isinstance(own, Remark)] == ["unreadable"]


def test_a_pipfile(tmp_path):
    source = '[[source]]\nurl = "https://mirror.example/simple"\n'
    text = (
        '[packages]\nnumpy = "==1.19"\npandas = "*"\n[dev-packages]\npytest = "*"\n[requires]\npython_version = "3.8"\n'
    )
    _, _, plain = read(tmp_path, text, read_pipfile)
    assert not [own for own in plain if isinstance(own, Remark)]
    stated, python, found = read(tmp_path, source + text, read_pipfile)
    assert stated == {"numpy": ("==1.19", False), "pandas": ("", False), "pytest": ("", True)}
    assert python == ["==3.8.*"]
    assert [own.kind for own in found if isinstance(own, Remark)] == ["not followed"]


@pytest.mark.parametrize("text", ["[project", "a = " + "[" * 100_000])
def test_what_is_no_toml_is_refused(tmp_path, text):
    with pytest.raises(DataError, match="no valid TOML"):
        read(tmp_path, text)


@pytest.mark.parametrize("text", ["project = 1", '[project]\ndependencies = "numpy"', "[tool]\npoetry = []"])
def test_what_stands_where_something_else_belongs_states_nothing(tmp_path, text):
    assert read(tmp_path, text)[0] == {}
