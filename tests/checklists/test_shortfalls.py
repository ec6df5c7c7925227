"""A policy's least supported score is told in the unit of the checklist."""

import pytest

from radaudit.checklists.instrument import instruments
from radaudit.checklists.shortfalls import shortfalls
from radaudit.study.policy import ChecklistPolicy, Policy

UNITS = {
    "metrics": "40.5 %",
    "rqs-2017": "40.5 points",
    "rqs-2.0": "40.5 points",
    "claim-2020": "40.5 items",
    "claim-2024": "40.5 items",
    "clear": "40.5 items",
    "tripod-ai": "40.5 items",
}


def test_every_checklist_has_its_unit_here():
    assert set(UNITS) == set(instruments())


@pytest.mark.parametrize(("name", "wanted"), UNITS.items())
def test_both_sentences_name_the_unit(name, wanted):
    class Scored:
        checklist, supported = name, 1.0

    required = Policy(checklists={name: ChecklistPolicy(minimum_supported=40.5)})
    one = wanted.replace("40.5", "1").removesuffix("s")
    assert shortfalls([Scored()], required) == (
        f"The evidence supports {one} of {name}; the policy requires {wanted}.",
    )
    assert shortfalls([], required) == (
        f"The policy requires {wanted} of {name} to be supported; the study does not answer it.",
    )


@pytest.mark.parametrize(("least", "short"), [(None, False), (2.0, False), (2.5, True)])
def test_only_less_is_short(least, short):
    class Scored:
        checklist, supported = "rqs-2017", 2.0

    required = Policy(checklists={"rqs-2017": ChecklistPolicy(minimum_supported=least)})
    assert bool(shortfalls([Scored()], required)) == short
