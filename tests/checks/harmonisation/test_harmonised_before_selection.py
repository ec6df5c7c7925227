from types import SimpleNamespace

import pytest

from radaudit.checks.harmonisation.harmonised_before_selection import harmonised_before_selection
from radaudit.codebase.ledger import Upon
from radaudit.codebase.source import Place
from radaudit.core.finding import Location, Tier
from radaudit.evidence.harmonisation_order import HarmonisationOrder
from tests.made_evidence import only, told
from tests.made_sites import COMBAT, study

CODE = SimpleNamespace(
    named=lambda place: f"{place.path}:{place.line}",
    shown=lambda place: "x = ...",
    location=lambda place: Location(place.path, place.line),
)
WRONG = Upon("harmonisation", Place("a.py", 9), "selection", Place("a.py", 4))
RIGHT = Upon("selection", Place("a.py", 9), "harmonisation", Place("a.py", 4))


def judge(declared="", wrong=(), right=(), measured=None, harmonised=None, **options):
    own = study(harmonisation=COMBAT)
    own.declared = lambda *keys: Location("radaudit.yaml", 9)
    order = HarmonisationOrder(declared, wrong, right, measured, harmonised)
    return list(harmonised_before_selection(own, order, CODE, **options))


def test_code_that_selects_first():
    finding = only(judge(wrong=(WRONG,), right=(RIGHT,)))
    assert (finding.code, finding.tier) == ("selected-first", Tier.HEURISTIC)
    assert finding.message == "In the code, features selected in a.py:4 are harmonised in a.py:9."
    assert finding.where == (Location("a.py", 4), Location("a.py", 9))


def test_authors_and_tables_that_say_so():
    assert only(judge("after selection")).code == "declared-after-selection"
    assert only(judge(measured=100, harmonised=12)).code == "few-harmonised"
    assert told(judge(measured=100, harmonised=12, most_columns=0.1)) == [("unknown", "order-not-told")]
    assert len(judge("after selection", (WRONG,), measured=100, harmonised=12)) == 3


@pytest.mark.parametrize(
    ("says", "tier"),
    [
        ({"right": (RIGHT,)}, Tier.HEURISTIC),
        ({"declared": "before selection"}, Tier.PROVED),
        ({"measured": 100, "harmonised": 100}, Tier.PROVED),
    ],
)
def test_harmonised_first(says, tier):
    assert only(judge(**says), "pass").tier == tier


def test_nobody_says():
    assert told(judge()) == [("unknown", "order-not-told")]
    assert told(judge(measured=100, harmonised=80)) == [("unknown", "order-not-told")]
