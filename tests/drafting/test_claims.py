"""Figures that are told beyond doubt."""

import pytest

from radaudit.drafting.make import draft
from tests.made_repositories import table, write


def claims(root, **files):
    table(root, "clinical.csv", [{"PatientID": f"p{n}", "outcome": n % 2} for n in range(8)])
    for name, text in files.items():
        write(root, name.replace("_dot_", "."), text)
    return [own for own in draft(root).guesses if own.key[0] == "claims"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The AUC was 0.90 in the test set.", ("auc", "test", "0.90")),
        ("Test AUC: **0.71**", ("auc", "test", "0.71")),
        ("Accuracy was 87% in the external cohort.", ("accuracy", "external", "0.87")),
        ("In the test set, AUC = .72 (95% CI: .61–.83)", ("auc", "test", ".72")),
        ("| test | AUC | 0.75 |", ("auc", "test", "0.75")),
        ("The AUC was 0.9 in training and 0.8 in the test set.", None),
        ("The AUC was 0.9.", None),
        ("The test set had AUC 0.9 and accuracy 0.8.", None),
        ("The test set had an AUC of 9.5.", None),
        ("We tested 0.05 as the training rate.", None),
    ],
)
def test_sentences_of_the_readme(tmp_path, line, told):
    """One metric, one set, one figure; anything else may mean something else."""
    found = claims(tmp_path, README_dot_md=f"# A study\n\n{line}\n")
    expected = [] if told is None else [(*told, "README.md:3")]
    assert [
        (own.value["metric"], own.value["set"], own.value["value"], own.value["source"]) for own in found
    ] == expected


def test_intervals_come_along(tmp_path):
    found = claims(tmp_path, README_dot_md="The AUC was 0.83 in the test set (95% CI 0.71-0.92).")
    assert found[0].value["ci"] == ["0.71", "0.92"]


def test_json_keeps_decimals_and_lines(tmp_path):
    found = claims(tmp_path, metrics_dot_json='{"train": {"auc": 1.00},\n "test": {"auc": 0.80, "loss": 2.5}}')
    said = [(own.value["set"], own.value["value"], own.value["source"]) for own in found]
    assert said == [("train", "1.00", "metrics.json:1"), ("test", "0.80", "metrics.json:2")]


def test_two_values_for_one_figure_are_not_set(tmp_path):
    found = claims(tmp_path, README_dot_md="Test AUC: 0.71\n\nTest AUC: 0.75\n")
    assert [own.live for own in found] == [False, False]
    assert "another value is told for the same" in found[0].reason


def test_figures_of_several_models_need_a_model(tmp_path):
    rows = "model,set,AUC\nsvm,test,0.8\nlasso,test,0.9\n"
    assert claims(tmp_path, results_dot_csv=rows) == []


def test_long_tables(tmp_path):
    found = claims(tmp_path, results_dot_csv="metric,set,value\nAUC,test,0.80\nloss,test,2.1\nC-index,external,0.66\n")
    assert [own.value["id"] for own in found] == ["auc-test", "c_index-external"]
