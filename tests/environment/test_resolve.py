"""The real uv, on an index in a folder: no network."""

import zipfile

import pytest
from packaging.specifiers import SpecifierSet

from radaudit.core.finding import Location
from radaudit.environment import resolve as module
from radaudit.environment.resolve import PYTHONS, find_uv, pythons_for, resolve, sendable
from radaudit.environment.stated import PythonStated, Stated, Statement

PLACE = Location("requirements.txt", 1)
needs_uv = pytest.mark.skipif(find_uv() is None, reason="uv is not installed")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """alpha 1.0 and 2.0, beta that needs alpha below 2, gamma for Python 3.8 only, delta as source."""
    folder = tmp_path_factory.mktemp("index")
    wheel(folder, "alpha", "1.0")
    wheel(folder, "alpha", "2.0")
    wheel(folder, "beta", "1.0", "Requires-Dist: alpha<2\n")
    wheel(folder, "gamma", "1.0", tag="cp38-none-any")
    with zipfile.ZipFile(folder / "delta-1.0.zip", "w") as archive:
        archive.writestr("delta-1.0/setup.py", "raise SystemExit('built')")
        archive.writestr("delta-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: delta\nVersion: 1.0\n")
    return folder


def wheel(folder, name, version, more="", tag="py3-none-any"):
    with zipfile.ZipFile(folder / f"{name}-{version}-{tag}.whl", "w") as archive:
        info = f"{name}-{version}.dist-info"
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}")
        archive.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{info}/RECORD", "")


def stated(*lines, **changes):
    return [Stated(name, SpecifierSet(text), PLACE, **changes) for name, text in lines]


def asked(index, lines, pythons=("3.11.14",)):
    return resolve(lines, pythons, ("--no-index", "--find-links", str(index)), seconds=60)


@needs_uv
def test_requirements_that_can_be_met(index):
    found = asked(index, stated(("beta", ""), ("alpha", ">=1")))
    assert (found.status, found.python, found.versions) == ("resolved", "3.11.14", {"alpha": "1.0", "beta": "1.0"})


@needs_uv
@pytest.mark.parametrize(
    ("lines", "words"),
    [([("beta", "==1.0"), ("alpha", "==2.0")], "alpha<2"), ([("alpha", "==9.9")], "alpha"), ([("none", "")], "none")],
)
def test_requirements_that_cannot_be_met(index, lines, words):
    found = asked(index, stated(*lines))
    assert found.status == "unsatisfiable"
    assert words in found.reason
    assert str(index) not in found.reason


@needs_uv
def test_a_constraint_limits_and_asks_for_nothing(index):
    found = asked(index, [*stated(("alpha", "")), *stated(("alpha", "<2"), ("beta", "==1"), constraint=True)])
    assert found.versions == {"alpha": "1.0"}


@needs_uv
def test_nothing_is_built_and_the_rest_is_answered(index):
    found = asked(index, stated(("delta", "==1.0"), ("beta", "==1.0")))
    assert (found.status, found.builds) == ("needs a build", ("delta",))
    assert found.versions == {"alpha": "1.0", "beta": "1.0"}
    worse = asked(index, stated(("delta", "==1.0"), ("beta", "==1.0"), ("alpha", "==2.0")))
    assert worse.status == "unsatisfiable"


@needs_uv
def test_the_first_python_that_has_them_all_is_named(index):
    assert asked(index, stated(("gamma", "")), ("3.11.14", "3.8.20")).python == "3.8.20"
    assert asked(index, stated(("gamma", ""))).status == "unsatisfiable"


def test_no_uv_no_time_and_no_index_are_no_answer(index, monkeypatch, tmp_path):
    lines = stated(("alpha", ""))
    assert resolve(lines, ()).status == "no answer"
    sleeper = tmp_path / "uv"
    sleeper.write_text("#!/bin/sh\nexec sleep 9\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(module, "find_uv", lambda: str(sleeper))
    assert resolve(lines, PYTHONS[:1], seconds=0.1).reason == "it took too long"
    for said, words in (("error sending request for url (https://me:pw@host)", "reached"), ("odd", "no answer that")):
        sleeper.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 2\n")
        found = resolve(lines, PYTHONS[:1])
        assert found.status == "no answer"
        assert words in found.reason
        assert "pw" not in found.reason
    monkeypatch.setattr(module, "find_uv", lambda: None)
    assert "pip install uv" in resolve(lines, PYTHONS[:1]).reason


def test_only_names_are_sent():
    own = Statement(
        "r.txt",
        "",
        (
            *stated(("a", "==1")),
            *stated(("b", ""), source="path"),
            *stated(("c", ""), source="repository"),
            *stated(("d", ""), conda=True),
            *stated(("e", ""), optional=True),
        ),
    )
    assert [line.name for line in sendable(own)] == ["a"]


@pytest.mark.parametrize(
    ("texts", "pythons"),
    [
        ([], PYTHONS),
        (["==3.8"], ("3.8.20",)),
        (["==3.8.10"], ("3.8.10",)),
        ([">=3.9", "<3.11"], ("3.10.19", "3.9.25")),
        (["==2.7"], ()),
    ],
)
def test_which_pythons_are_asked_for(texts, pythons):
    own = Statement("r.txt", "", (), tuple(PythonStated(SpecifierSet(text), PLACE) for text in texts))
    assert pythons_for(own) == pythons
