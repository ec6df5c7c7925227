from radaudit.checks.deep.weights_complete import weights_complete
from radaudit.deep.networks.shapes import Coverage
from radaudit.evidence.deep_network import DeepNetwork
from tests.made_deep import a_deep_study
from tests.made_evidence import only, told


def judge(**network):
    own = {
        "kind": "named",
        "format": "safetensors",
        "coverage": Coverage(keys=9),
        "unfixed": ("stride 1 of Conv3d (a)",),
    }
    return list(weights_complete(a_deep_study(), DeepNetwork(**own | network)))


def test_weights_that_fit():
    finding = only(judge(), "pass")
    assert "All 9 tensors" in finding.message
    assert finding.rows[0]["not in the weights"].startswith("stride")


def test_a_network_that_is_refused_fails_with_its_reason():
    refused = {"code": "keys-missing", "message": "w.pth has no weights for conv1.weight", "remedy": "mend 'prefix'"}
    finding = only(judge(refused=refused))
    assert (finding.code, finding.values["add"]) == ("keys-missing", "Mend 'prefix'.")
    assert finding.message == "w.pth has no weights for conv1.weight."


def test_a_head_that_was_cut_off_is_no_fault():
    finding = only(judge(coverage=Coverage(keys=11, set_aside=("fc.weight", "fc.bias"))), "pass")
    assert "2 tensors of a head that was cut off were set aside" in finding.message


def test_tensors_of_no_layer_are_told():
    assert told(judge(coverage=Coverage(keys=10, set_aside=("examples",)))) == [("fail", "no-layer"), ("pass", "")]


def test_a_graph_leaves_nothing_to_guess():
    assert "nothing had to be guessed" in only(judge(kind="graph", format="pt2", unfixed=()), "pass").message
