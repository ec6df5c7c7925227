"""Lines as they stand in published requirements files."""

import pytest

from radaudit.core.finding import Location
from radaudit.environment.line import read_line
from radaudit.environment.stated import PythonStated, Remark, Stated

PLACE = Location("requirements.txt", 3)


def read(text):
    return read_line(text, PLACE)


@pytest.mark.parametrize(
    ("text", "name", "specifier", "facts"),
    [
        ("numpy==1.19.5", "numpy", "==1.19.5", {}),
        ("scikit-learn >= 0.24, <1", "scikit-learn", "<1,>=0.24", {}),
        ("numpy (>=1.9)", "numpy", ">=1.9", {}),
        ("torch==1.8.1+cu111 --hash=sha256:abc --hash=sha256:def", "torch", "==1.8.1+cu111", {}),
        ('dask[array] ; python_version > "3.6"', "dask", "", {"extras": ("array",)}),
        ("numpy=1.19.2=py38h54aff64_0", "numpy", "==1.19.2", {"conda": True}),
        ("mrmr=0.1=pypi_0", "mrmr", "==0.1", {"conda": False}),
        ("./wheels/a_b-1.2-py3-none-any.whl", "a-b", "==1.2", {"source": "path"}),
        ("-e ./own.zip", None, "", {}),
    ],
)
def test_a_line_that_states_a_package(text, name, specifier, facts):
    found = [own for own in read(text) if isinstance(own, Stated)]
    assert [(own.name, str(own.specifier)) for own in found] == ([(name, specifier)] if name else [])
    for key, value in facts.items():
        assert getattr(found[0], key) == value


@pytest.mark.parametrize(
    ("text", "name", "source", "commit", "kind"),
    [
        ("numpy @ file:///home/me/build/numpy", "numpy", "path", False, "one machine"),
        (r"foo @ C:\Users\me\foo", "foo", "path", False, "one machine"),
        ("git+https://github.com/a/radio.git@9f1c2d3#egg=radio", "radio", "repository", True, "not followed"),
        ("-e git+ssh://git@host/a/radio.git", "radio", "repository", False, "not followed"),
        ("radio @ git+https://host/a/b.git@v3.0.1", "radio", "repository", True, "not followed"),
        ("radio @ git+https://host/a/b.git@main", "radio", "repository", False, "not followed"),
        ("https://host/radio-2.0-py3-none-any.whl", "radio", "address", True, "not followed"),
    ],
)
def test_what_comes_from_elsewhere_is_named_and_not_followed(text, name, source, commit, kind):
    own, remark = read(text)
    assert (own.name, own.source, own.commit) == (name, source, commit)
    assert remark.kind == kind


def test_addresses_are_not_repeated_for_they_hold_passwords():
    told = read("private @ git+https://me:ghp_secret@host/a.git") + read("x==1 --index-url=https://me:secret@host")
    assert "secret" not in str(told)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("numpy 1.19", "unreadable"),
        ("import numpy", "unreadable"),
        ("foo==not a version", "unreadable"),
        ("foo @ https://${TOKEN}@host/foo.whl", "not followed"),
        ("${PACKAGE}==1", "not followed"),
    ],
)
def test_a_line_that_is_no_requirement(text, kind):
    (remark,) = read(text)
    assert isinstance(remark, Remark)
    assert (remark.kind, remark.place) == (kind, PLACE)


def test_python_in_a_requirements_file_is_no_package():
    assert read("python>=3.8") == (PythonStated(read("a>=3.8")[0].specifier, PLACE),)
