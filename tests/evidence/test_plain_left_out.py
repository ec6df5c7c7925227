import pytest

from radaudit.compute.engine import Compute
from radaudit.compute.store import Store
from radaudit.evidence.plain_left_out import plain_left_out
from tests.made_evidence import a_cohort, a_table, an_outcome
from tests.made_left_out import a_study, draw


@pytest.fixture(autouse=True)
def untuned(monkeypatch):
    monkeypatch.setattr("radaudit.evidence.plain_left_out.PIPELINE", "few-columns")


def made(tmp_path, shares, study=None, patients=None, **options):
    features, target, sites = draw(shares, columns=6, **options)
    cases = [f"c{row:03d}" for row in range(len(target))]
    cohort = a_cohort(cases, patients, sites=sites.tolist())
    table = a_table(dict(zip(cases, features, strict=True)))
    outcome = an_outcome([bool(value) for value in target])
    return plain_left_out(study or a_study(), cohort, outcome, table, 0, Compute(Store(tmp_path)))


def test_a_plain_model_that_tells_sites_apart(tmp_path):
    found = made(tmp_path, (0.125, 0.5, 0.875))
    assert found.plain
    assert [site.name for site in found.ways[0].sites] == ["A", "B", "C"]
    [beside] = found.elsewhere
    assert beside.label == "5-fold cross-validation over all sites"
    assert beside.rerun.estimate > 0.75
    assert beside.better.low > 0


def test_a_table_that_was_harmonised_already(tmp_path):
    assert made(tmp_path, (0.5, 0.5, 0.5), a_study("train")).ways[0].way == "given"


def test_a_patient_at_two_sites_is_left_out(tmp_path):
    patients = [f"p{row % 119}" for row in range(120)]  # the first and the last case are of one patient
    found = made(tmp_path, (0.5, 0.5, 0.5), patients=patients)
    assert [site.cases for site in found.ways[0].sites] == [39, 40, 39]


def test_too_few_events(tmp_path):
    assert "fewer than two sites" in made(tmp_path, (0.05, 0.05, 0.5)).problem
