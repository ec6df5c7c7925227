"""A parameter file with mistakes: file and line of each."""

import pytest

from radaudit.core.errors import DataError
from tests.made_study import with_settings

WRONG = """imageType:
  Orignal: {}
featureClass:
  glcm:
    - Contrast
    - Kontrast
setting:
  binWidth: wide
"""


def said(made):
    with pytest.raises(DataError) as caught:
        made.evidence("settings")
    return [str(problem) for problem in caught.value.problems]


def test_each_mistake_has_its_line(make_study):
    made = make_study()
    made.write("params.yaml", WRONG)
    first, second, third = said(made)
    assert first.startswith("params.yaml:2: no valid pyradiomics parameters: 'Orignal' is no image type")
    assert second.startswith("params.yaml:6: no valid pyradiomics parameters: 'Kontrast' is no feature")
    assert third.startswith("params.yaml:8: no valid pyradiomics parameters: 'setting.binWidth' must be a number")


def test_in_the_manifest_too(make_study):
    made = make_study(manifest=lambda said: said["features"].update(settings={"setting": {"binwidth": 5}}))
    (problem,) = said(made)
    line = next(n for n, text in enumerate(made.manifest.read_text().splitlines(), 1) if "binwidth" in text)
    assert problem.startswith(f"radaudit.yaml:{line}: no valid pyradiomics parameters: unknown key 'setting.binwidth'")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("setting: [1\n", "params.yaml:2: is not valid YAML"),
        ("setting: {}\nsetting: {}\n", "params.yaml:2: the key 'setting' was already given in line 1"),
        ("- 1\n", "params.yaml:1: no valid pyradiomics parameters: should hold the sections imageType"),
        ("setting: {binWidth: 1\tx}\n", "params.yaml:1: "),
    ],
)
def test_what_is_no_yaml_or_no_mapping(make_study, text, start):
    made = make_study()
    made.write("params.yaml", text)
    (problem,) = said(made)
    assert problem.startswith(start)


def test_right_parameters(make_study):
    assert make_study(parameters=with_settings(binWidth=5)).evidence("settings").value("binWidth") == 5


def test_words_of_older_releases_are_told_with_their_line(make_study):
    made = make_study()
    made.write("params.yaml", "inputImage:\n  Original: {}\nsetting:\n  binWidth: 25\n  enableCExtensions: true\n")
    problems = said(made)
    assert "params.yaml:1: 'inputImage' is a key of pyradiomics before 1.3.0; it is called imageType since" in problems
    assert any(own.startswith("params.yaml:5: 'enableCExtensions' is a key of pyradiomics before") for own in problems)
