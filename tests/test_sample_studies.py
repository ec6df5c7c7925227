"""Each sample study, audited end to end: what its ``expected.yaml`` says must be found, and nothing worse."""

from __future__ import annotations

import importlib.util

import pytest
import yaml

import radaudit
from radaudit.auditing import checks
from radaudit.core.finding import Outcome
from radaudit.resources import shipped
from radaudit.samples import make_sample, sample_names

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def reports(store):
    """Reports by sample, each audited when first asked for."""
    made = {}

    def report(name):
        if name not in made:
            made[name] = radaudit.audit(make_sample(name), trust=True, quick=True, jobs=1, store=store, show_ids=True)
        return made[name]

    return report


def expected(name):
    return yaml.safe_load((shipped("sample_studies") / name / "expected.yaml").read_text())


EXTRAS = {"deep": ("torch", "monai", "safetensors")}


def is_installed(answer):
    """Whether the extra that an answer needs is there; without it the check must say UNKNOWN."""
    return all(importlib.util.find_spec(library) for library in EXTRAS.get(answer.get("needs"), ()))


@pytest.mark.parametrize("name", sample_names())
def test_the_audit_finds_what_was_planted_and_nothing_else(name, reports):
    report, wanted = reports(name), expected(name)
    found = {result.check: result.outcome.value for result in report.results}
    assert found == {
        check: answer["outcome"] if is_installed(answer) else "unknown" for check, answer in wanted["checks"].items()
    }
    assert report.verdict.exit_code == wanted["exit_code"]


@pytest.mark.parametrize("name", sample_names())
def test_findings_carry_the_codes_and_the_rows(name, reports):
    for result in reports(name).results:
        answer = expected(name)["checks"][result.check]
        if not is_installed(answer):
            continue
        failing = [finding for finding in result.findings if finding.outcome is Outcome.FAIL]
        assert set(answer.get("codes", ())) <= {finding.code for finding in failing}, result.check
        for column, ids in answer.get("rows", {}).items():
            shown = {str(row.get(column)) for finding in failing for row in finding.rows}
            assert set(ids) <= shown, (result.check, column)


def test_every_check_of_a_study_fails_in_one_sample_and_passes_in_another():
    answers = [expected(name)["checks"] for name in sample_names()]
    for check, step in checks().items():
        outcomes = {answer[check]["outcome"] for answer in answers}
        assert outcomes == {"pass"} if step.about == "machine" else {"pass", "fail"} <= outcomes, check


@pytest.mark.parametrize("name", ["phantoms_sound", "wdbc"])
def test_a_sound_study_has_no_failure_that_matters(name, reports):
    verdict = reports(name).verdict
    assert verdict.failures["critical"] == verdict.failures["major"] == 0


def test_the_leaky_study_claims_more_than_its_evidence_supports(reports):
    scores = reports("phantoms_leaky").scores
    assert {score.checklist for score in scores} == {"claim-2024", "metrics", "rqs-2017"}
    for score in scores:
        assert score.supported < score.not_contradicted < score.claimed


@pytest.mark.parametrize("name", ["phantoms_sound", "phantoms_leaky", "wdbc"])
def test_every_item_of_a_checklist_has_the_right_basis(name, reports):
    wanted = yaml.safe_load((shipped("sample_studies") / name / "checklists" / "expected.yaml").read_text())
    for score in reports(name).scores:
        bases = {str(item): basis for basis, items in wanted[score.checklist].items() for item in items}
        assert {own.item: own.basis for own in score.answers} == {
            own.item: bases.get(own.item, "declared") for own in score.answers
        }, score.checklist
    assert {score.checklist for score in reports(name).scores} == set(wanted)
