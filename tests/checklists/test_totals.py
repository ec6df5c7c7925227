"""Totals where items leave the sums: conditions, levels, "not applicable"; and evidence that puts them back."""

import pytest

from radaudit.checklists.declared import Declarations
from radaudit.checklists.instrument import load_instrument
from radaudit.checklists.score import score

MASKED = {
    "images": {"image": "{case}.nii", "mask": "{case}_m.nii"},
    "features": {"table": "cohort.csv", "case": "case"},
}
NO = {f"C{number}": "no" for number in range(1, 6)}


def test_a_condition_that_the_manifest_belies_puts_its_items_back(filled, made):
    metrics = load_instrument("metrics")
    answers = filled(
        metrics, {item.number: {"choose": "no"} for item in metrics.items if not item.needs}, conditions=NO
    )
    alone = score(metrics, answers, [])
    shown = score(metrics, answers, [], declared=Declarations(made(MASKED)))
    assert {own.item for own in shown.conditions if own.basis == "contradicted"} == {"C1", "C4"}
    assert {own.basis for own in alone.conditions} == {"declared"}
    back = {own.item: own for own in shown.answers if own.basis == "contradicted"}
    assert set(back) == {"8", "10", "14", "15", "16"}
    assert all(own.applies and own.points == 0 and own.claimed is None for own in back.values())
    assert back["8"].evidence[-1] == "It does apply: radaudit.yaml, images.mask: {case}_m.nii."
    assert {own.item for own in alone.answers if not own.applies} == {"8", "9", "10", "12", "14", "15", "16", "17"}


def test_what_is_put_back_lowers_the_supported_percentage_and_not_the_claimed(filled, made):
    metrics = load_instrument("metrics")
    given = {item.number: {"choose": "yes", "pointer": "p. 1", "statement": "Done."} for item in metrics.items}
    given = {number: entry for number, entry in given.items() if not metrics.item(number).needs}
    found = score(metrics, filled(metrics, given, conditions=NO), [], declared=Declarations(made(MASKED)))
    assert (found.claimed, found.claimed_band) == (100.0, "Excellent")
    expected = 100 * 0.8115 / (0.8115 + 0.0337 + 0.0112 + 0.02 + 0.02 + 0.03)
    assert found.not_contradicted == pytest.approx(expected, abs=0.05)
    assert found.supported < found.not_contradicted


def test_not_applicable_takes_an_item_out_and_no_does_not(filled):
    claim = load_instrument("claim-2024")
    given = {"1": {"choose": "yes", "pointer": "Title", "statement": "It says so."}, "2": {"choose": "no"}}
    given["34"] = {"choose": "na", "statement": "Not a trial."}
    given["24"] = {"choose": "na"}
    found = score(claim, filled(claim, given), [])
    assert (found.claimed, found.supported, found.maximum, found.unanswered) == (1, 1, 42, 40)
    assert found.percent == 2.4
    by_item = {own.item: own for own in found.answers}
    assert (by_item["34"].basis, by_item["24"].basis) == ("declared", "unknown")
    assert by_item["24"].evidence[-1] == "Why, they don't say."


def test_items_that_are_not_essential_are_shown_and_not_counted(filled):
    clear = load_instrument("clear")
    given = {number: {"choose": "yes", "pointer": "p. 1", "statement": "Shared."} for number in ("53", "54", "58")}
    found = score(clear, filled(clear, given), [])
    assert (found.claimed, found.maximum, len(found.answers)) == (1, 56, 58)


def test_a_report_counts_only_with_a_pointer_even_where_evidence_agrees(filled, result):
    claim = load_instrument("claim-2024")
    evidence = [result("model/claims-reproduced", ("pass", ""))]
    for entry, basis in (({}, "unknown"), ({"pointer": "Table 2"}, "supported")):
        found = score(claim, filled(claim, {"28": {"choose": "yes"} | entry}), evidence)
        assert next(own for own in found.answers if own.item == "28").basis == basis
    assert score(claim, filled(claim, {"28": {"choose": "no"}}), evidence).gains[0].item == "28"


def test_what_only_the_auditor_computed_gives_no_point(filled, result):
    """The model is calibrated, says the audit; the study never reported it."""
    metrics = load_instrument("metrics")
    answers = filled(metrics, {"22": {"choose": "yes", "pointer": "Results"}}, conditions=NO)
    computed = [
        result("model/calibrated", ("pass", "")),
        result("model/calibration-reported", ("fail", "not-reported")),
    ]
    reported = [result("model/calibration-reported", ("pass", "without-interval"))]
    assert [score(metrics, answers, found).supported for found in (computed, reported)] == [0, 2.2]
