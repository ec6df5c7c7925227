"""Weights that don't fit, in the ways in which they don't in practice."""

import pytest

from radaudit.deep.networks.coverage import compared, loaded, stripped
from radaudit.deep.networks.refused import NetworkRefused

torch = pytest.importorskip("torch")


@pytest.fixture
def module():
    torch.manual_seed(0)
    layers = {"stem": torch.nn.Conv2d(1, 2, 3), "norm": torch.nn.BatchNorm2d(2), "body": torch.nn.Linear(2, 2)}
    return torch.nn.ModuleDict(layers)


def test_a_prefix_of_all_keys_is_taken_off_and_told(module):
    state = {f"module.model.{name}": own for name, own in module.state_dict().items()}
    found, prefix, aside = stripped(state, None, set(module.state_dict()))
    assert (set(found), prefix, aside) == (set(module.state_dict()), "module.model.", ())


def test_a_prefix_that_is_the_networks_own_stays():
    state = {"encoder.w": torch.ones(1)}
    assert stripped(state, None, {"encoder.w"}) == (state, "", ())


def test_keys_without_the_declared_prefix_are_set_aside(module):
    state = {f"backbone.{name}": own for name, own in module.state_dict().items()} | {"head.weight": torch.ones(1)}
    found, prefix, aside = stripped(state, "backbone.", set())
    assert (len(found), prefix, aside) == (len(module.state_dict()), "backbone.", ("head.weight",))
    with pytest.raises(NetworkRefused, match="the first one is 'backbone"):
        stripped(state, "trunk.", set())


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"body.bias": None}, "keys-missing", "no weights for body.bias, which would stay random"),
        ({"body.scale": (2,)}, "keys-unexpected", "no place for body.scale"),
        ({"body.weight": (3, 2)}, "shapes-differ", "body.weight is 3 x 2 in w.pth and 2 x 2 in the network"),
    ],
)
def test_what_does_not_fit_is_named(module, change, code, said):
    state = dict(module.state_dict())
    for name, shape in change.items():
        if shape is None:
            del state[name]
        else:
            state[name] = torch.ones(shape)
    coverage = compared(state, module)
    assert not coverage.complete
    with pytest.raises(NetworkRefused, match=said) as refusal:
        loaded(state, module, coverage, "w.pth")
    assert refusal.value.code == code


def test_a_head_that_was_cut_off_and_counters_do_no_harm(module):
    state = {name: own + 1 for name, own in module.state_dict().items() if not name.endswith("num_batches_tracked")}
    coverage = compared(state | {"fc.weight": torch.ones(1)}, module)
    assert coverage.complete
    assert (coverage.set_aside, coverage.harmless) == (("fc.weight",), ("norm.num_batches_tracked",))
    assert coverage.dtypes == {"float32": 9}
    loaded(state, module, coverage, "w.pth")
    assert all(torch.equal(module.state_dict()[name], own) for name, own in state.items())


def test_weights_of_another_network_are_no_head(module):
    coverage = compared({f"other{n}.weight": torch.ones(1) for n in range(9)}, module)
    assert len(coverage.unexpected) == 9
    assert not coverage.set_aside
