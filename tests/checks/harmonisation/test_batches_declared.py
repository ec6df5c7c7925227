import numpy as np

from radaudit.checks.harmonisation.batches_declared import batches_declared
from radaudit.core.finding import Location, Tier
from radaudit.evidence.protocols import Protocol, Protocols
from radaudit.evidence.undeclared_batches import UndeclaredBatch
from tests.made_evidence import only, told
from tests.made_sites import SITE, study

WAY = Protocol(("kernel", "slice thickness"), np.arange(90) % 2, ("B30F", "B70F"))
KNOWN = Protocols("site", SITE, ("A", "B", "C"), (WAY,), 90)


def a_batch(share=0.2, p=0.001, **changes):
    fields = {"before": 0.2, "as_declared": 0.21, "with_groups": -0.01} | changes
    return UndeclaredBatch(WAY, "harmonised", {"B": "B30F: 15; B70F: 15"}, 30, share, p, "f0", **fields)


def judge(*found, protocols=KNOWN, **options):
    own = study(harmonisation={"method": "combat", "batch": "site"})
    own.declared = lambda *keys: Location("radaudit.yaml", 9)
    return list(batches_declared(own, protocols, found, **options))


def test_a_batch_inside_a_site():
    finding = only(judge(a_batch(), a_batch(p=0.5)))
    assert (finding.code, finding.tier, len(finding.rows)) == ("batch-inside-site", Tier.TESTED, 2)
    assert "go with kernel and slice thickness inside a group of 'site': B (B30F: 15; B70F: 15)" in finding.message
    assert "leaves 21 % of it, with these groups declared 0 %" in finding.message
    assert "ComBat" not in only(judge(a_batch(as_declared=None))).message


def test_a_batch_of_a_study_without_sites():
    nameless = Protocols("", np.zeros(90, dtype=int), ("all cases",), (WAY,), 90)
    assert told(judge(a_batch(), protocols=nameless)) == [("fail", "batch-without-site")]


def test_chance_and_trifles_pass():
    finding = only(judge(a_batch(p=0.02), a_batch(share=0.01)), "pass")
    assert "none of 2 groupings by" in finding.message
    assert told(judge(a_batch(p=0.02), alpha=0.05)) == [("fail", "batch-inside-site")]
    assert told(judge(a_batch(share=0.01), share=0.005)) == [("fail", "batch-inside-site")]


def test_one_protocol_a_site():
    assert "holds two scanners or protocols" in only(judge(), "pass").message


def test_what_is_not_known():
    nothing = Protocols("site", SITE, ("A", "B", "C"), (), 0)
    assert told(judge(protocols=nothing)) == [("unknown", "only-voxel-sizes")]
    assert told(batches_declared(study(), KNOWN, None)) == [("unknown", "")]
