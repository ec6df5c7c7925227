"""environment.yml."""

import pytest

from radaudit.core.errors import DataError
from radaudit.environment.conda import read_environment
from radaudit.environment.stated import PythonStated, Remark, Stated

TEXT = """
name: study
channels: [conda-forge]
dependencies:
  - python=3.8
  - conda-forge::numpy=1.19.2=py38h54aff64_0
  - scikit-learn>=0.24
  - pytorch==1.8.1
  - pandas 1.1.*
  - scipy 1.5.2 py38_0
  - cudatoolkit=11.1
  - libgcc-ng=9.1.0
  - openssl=1.1.1e=he774522_0
  - pip
  - pip:
    - pyradiomics==3.0.1
    - -r more.txt
    - --extra-index-url file:packages
"""


def test_packages_of_conda_and_of_pip(tmp_path):
    (tmp_path / "environment.yml").write_text(TEXT)
    (tmp_path / "more.txt").write_text("lifelines==0.26\n")
    found = read_environment(tmp_path, "environment.yml")
    stated = {own.key: (str(own.specifier), own.conda) for own in found if isinstance(own, Stated) and not own.optional}
    assert stated == {
        "numpy": ("==1.19.2", True),
        "scikit-learn": (">=0.24", True),
        "torch": ("==1.8.1", True),
        "pandas": ("==1.1.*", True),
        "scipy": ("==1.5.2", True),
        "pyradiomics": ("==3.0.1", False),
        "lifelines": ("==0.26", False),
    }
    (python,) = [own for own in found if isinstance(own, PythonStated)]
    assert (str(python.specifier), python.place.line) == ("==3.8.*", 5)
    assert [(own.kind, own.place.line) for own in found if isinstance(own, Remark)] == [("not followed", 18)]


@pytest.mark.parametrize("text", ["dependencies: numpy", "- a", "dependencies: [1, null, {pip: 3}]", ""])
def test_other_yaml_states_nothing(tmp_path, text):
    (tmp_path / "e.yml").write_text(text)
    assert read_environment(tmp_path, "e.yml") == ()


def test_what_is_no_yaml_is_refused(tmp_path):
    (tmp_path / "e.yml").write_text("a: [")
    with pytest.raises(DataError, match="not valid YAML"):
        read_environment(tmp_path, "e.yml")
