"""Checks and evidence fit together: every need has a maker, and both mean the same type."""

import types
import typing

import pytest

from radaudit.auditing import checks, evidence_makers
from radaudit.compute.engine import Compute
from radaudit.core.workbench import Workbench
from radaudit.evidence.auditor import Auditor
from radaudit.study.load import Study

GIVEN = {"study": Study, "compute": Compute, "auditor": Auditor}
STEPS = {**checks(), **{f"evidence {name}": step for name, step in evidence_makers().items()}}
NEEDS = [pytest.param(step, need, id=f"{name} needs {need}") for name, step in STEPS.items() for need in step.needs]


@pytest.mark.parametrize(("step", "need"), NEEDS)
def test_a_need_has_a_maker_that_gives_its_type(step, need):
    made = GIVEN[need] if need in GIVEN else evidence_makers()[need].hints["return"]
    assert without_none(step.hints[need]) == made


def without_none(hint):
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        left = [part for part in typing.get_args(hint) if part is not type(None)]
        assert len(left) == 1, "evidence is of one type, or None"
        return left[0]
    return hint


def test_nothing_given_is_made_as_well():
    assert not set(GIVEN) & set(evidence_makers())


def test_nothing_needs_itself_and_all_of_it_can_be_planned():
    order = Workbench(evidence_makers(), GIVEN).plan(STEPS.values())
    assert len(set(order)) == len(order)
    for name in order:
        needs = [need for need in evidence_makers()[name].needs if need not in GIVEN]
        assert all(order.index(need) < order.index(name) for need in needs)


def test_every_evidence_has_a_user():
    used = {need for step in STEPS.values() for need in step.needs}
    by_the_audit = {"pictures", "redrawn_pictures"}  # where the auditor wants thumbnails
    assert set(evidence_makers()) - by_the_audit <= used


@pytest.mark.parametrize("step", [pytest.param(step, id=name) for name, step in evidence_makers().items()])
def test_evidence_says_what_it_is_and_has_no_options(step):
    assert step.text.title.endswith(".")
    assert step.options == {}
    assert step.hints["return"] is not type(None)


def test_a_check_sees_neither_the_engine_nor_the_auditor():
    for name, step in checks().items():
        assert not {"compute", "auditor"} & set(step.needs), name
