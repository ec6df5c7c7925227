"""Settings that weights don't hold, one at a time."""

from pathlib import Path

import pytest

from radaudit.compute.digest import FileRef
from radaudit.deep.network_variants import network_changed
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.variants import Taking, joined, one_changed
from radaudit.study.geometry_steps import Planes, Reverse, Slices
from radaudit.study.intensity_steps import Window

DECLARED = Taking((Window(-50, 150),), "layer3", "gap")


def made(architecture, declared=DECLARED, **arguments):
    return network_changed(declared, NetworkSpec(FileRef(Path("w"), "ab" * 32), architecture, arguments))


def of_stem(*given, **arguments):
    return {own.taking.network.arguments for own in made(*given, **arguments) if own.about == "stem"}


@pytest.mark.parametrize(
    ("architecture", "arguments", "stems"),
    [
        ("monai:resnet18", {}, {(("conv1_t_stride", 2),), (("no_max_pool", True),)}),
        ("monai:ResNet", {"conv1_t_stride": [2, 2, 2]}, {(("conv1_t_stride", 1),), (("no_max_pool", True),)}),
        ("torchvision:resnet18", {}, {(("conv1_t_stride", 1),), (("no_max_pool", True),)}),
        ("monai:DenseNet121", {}, set()),
        ("code/net.py:Net", {}, set()),
    ],
)
def test_the_stem_of_residual_networks(architecture, arguments, stems):
    assert of_stem(architecture, **arguments) == stems


def test_normalisation_layers():
    found = {(own.taking.network.epsilon, own.taking.network.training) for own in made("monai:UNet")}
    assert found == {(1e-5, False), (1e-3, False), (1.001e-5, False), (1e-6, False), (None, True)}


def test_two_changes_of_the_network_are_not_joined_and_others_are():
    epsilon, *_, stem = made("monai:resnet18")
    window = one_changed(DECLARED, (), ())[0]
    assert joined(epsilon, stem, DECLARED) is None
    both = joined(window, stem, DECLARED).taking
    assert (both.steps, both.network) == (window.taking.steps, stem.taking.network)
    assert {own.taking.network.epsilon for own in made("monai:resnet18", stem.taking)} >= {1e-3}


@pytest.mark.parametrize(("step", "tried"), [(Slices(count=3), True), (Planes((8, 8)), True), (Slices(), False)])
def test_channels_in_reverse_where_there_are_several(step, tried):
    ways = [own.taking.steps for own in one_changed(Taking((step,)), (), ())]
    assert ((step, Reverse()) in ways) == tried
