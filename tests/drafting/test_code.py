"""Code, requirements, parameters, repeats and answers by names and keys."""

from radaudit.drafting.make import draft
from tests.made_repositories import PARAMETERS, measured, table, write

IDS = [f"p{n}" for n in range(8)]


def test_what_is_found_beside_the_tables(tmp_path):
    table(tmp_path, "clinical.csv", [{"PatientID": own, "outcome": n % 2} for n, own in enumerate(IDS)])
    table(
        tmp_path,
        "inter_observer/rater_features.csv",
        [{"rater": r, **own} for r in "AB" for own in measured("ID", IDS)],
    )
    for name, text in {
        "code/a.py": "x = 1\n",
        "code/archive/old.py": "x = 0\n",
        "analysis.ipynb": "{}",
        "requirements_minimal.txt": "numpy\n",
        "requirements.txt": "numpy==1.26.4\n",
        "docs/extraction.yaml": PARAMETERS,
        "docs/lookalike.yaml": "extraction: {}\nmetadata: {}\n",
        "forms/score.yaml": 'checklist: rqs-2017\nanswers:\n  "1": {choose: "no"}\n',
    }.items():
        write(tmp_path, name, text)
    found = draft(tmp_path).values
    assert found["code.include"] == ["*.ipynb", "code/**/*.py"]
    assert found["code.requirements"] == "requirements.txt"
    assert found["features.settings"] == "docs/extraction.yaml"
    assert found["checklists.rqs-2017.answers"] == "forms/score.yaml"
    assert found["stability.readers.table"] == "inter_observer/rater_features.csv"
    assert (found["stability.readers.case"], found["stability.readers.rater"]) == ("ID", "rater")


def test_of_two_parameter_files_one_is_set_and_the_other_told(tmp_path):
    table(tmp_path, "clinical.csv", [{"PatientID": own, "outcome": n % 2} for n, own in enumerate(IDS)])
    write(tmp_path, "params_a.yaml", PARAMETERS)
    write(tmp_path, "params_b.yaml", PARAMETERS)
    own = next(guess for guess in draft(tmp_path).guesses if guess.name == "features.settings")
    assert (own.value, own.word) == ("params_a.yaml", "guess")
    assert "also possible: params_b.yaml" in own.reason
