"""Where a study states its requirements."""

import pytest

from radaudit.core.errors import DataError
from radaudit.environment.statement import read_statement, reader_of


def study(root, **files):
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_the_most_telling_file_is_taken_and_the_others_are_told(tmp_path):
    study(
        tmp_path,
        requirements_dot_txt="numpy==1.19",
        environment_dot_yml="dependencies: [python=3.8, pandas]",
        code__requirements_dot_txt="scipy",
        uv_dot_lock='[[package]]\nname = "numpy"\nversion = "1.19"\n',
    )
    own = read_statement(tmp_path, None, ["code"])
    assert (own.path, own.how) == ("requirements.txt", "found in the study")
    assert own.others == ("environment.yml", "code/requirements.txt")
    assert own.known == {"numpy", "pandas", "scipy"}
    assert list(own.needed) == ["numpy"]
    assert [str(python.specifier) for python in own.python] == ["==3.8.*"]
    assert own.locks == ("uv.lock",)


def test_a_file_that_states_nothing_is_passed_over(tmp_path):
    study(tmp_path, pyproject_dot_toml="[tool.ruff]\n", environment_dot_yml="a: [", setup_dot_py="import x")
    assert read_statement(tmp_path, None, []) is None
    study(tmp_path, code__requirements_gpu_dot_txt="torch")
    assert read_statement(tmp_path, None, ["code", "not there"]).path == "code/requirements_gpu.txt"


def test_the_declared_file_is_taken_whatever_it_is_called(tmp_path):
    study(tmp_path, requirements_dot_txt="numpy", docs__needs_dot_lst="pandas==1.0", docs__broken_dot_toml="a")
    own = read_statement(tmp_path, "docs/needs.lst", [])
    assert (own.path, own.how, list(own.needed)) == ("docs/needs.lst", "named in radaudit.yaml", ["pandas"])
    with pytest.raises(DataError, match="no file"):
        read_statement(tmp_path, "gone.txt", [])


@pytest.mark.parametrize(
    ("name", "text", "python"),
    [
        (".python-version", "3.8.10\n", "==3.8.10"),
        ("runtime.txt", "python-3.9", "==3.9.*"),
        (".python-version", "system", None),
    ],
)
def test_python_may_stand_in_a_file_of_its_own(tmp_path, name, text, python):
    study(tmp_path, requirements_dot_txt="numpy")
    (tmp_path / name).write_text(text)
    found = [str(own.specifier) for own in read_statement(tmp_path, None, []).python]
    assert found == ([python] if python else [])


def test_by_the_name_of_a_file():
    assert reader_of("a/environment-gpu.yaml").__name__ == "read_environment"
    assert reader_of("requirements_dev.in").__name__ == "read_requirements"
    assert reader_of("params.yaml") is None
