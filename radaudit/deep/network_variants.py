"""Settings of a network that its weights don't hold, changed one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.variants import Taking, Variant

# The small number in a normalisation: torch's, Keras' layer's, Keras' residual and dense networks', and a usual one.
EPSILONS = (1e-5, 1e-3, 1.001e-5, 1e-6)
# What MONAI's residual networks take without a word from the weights; torchvision's are built of them too.
_STRIDES = {"monai": 1, "torchvision": 2, "timm": 2}


def network_changed(declared: Taking, spec: NetworkSpec) -> tuple[Variant, ...]:
    """Variants of a network that is built by its architecture's name; a graph file leaves nothing to change.

    Parameters
    ----------
    declared
        The way to take features, with the network as built.
    spec
        The network.
    """
    found = [
        *(_variant(declared, f"{own:g} as epsilon of the batch normalisations", epsilon=own) for own in EPSILONS),
        _variant(
            declared,
            "batch normalisations left in training mode, one case a batch, instead of evaluation mode",
            training=True,
        ),
        *_of_stem(declared, spec),
    ]
    return tuple(own for own in found if own.taking.network != declared.network)


def _of_stem(declared: Taking, spec: NetworkSpec) -> Iterator[Variant]:
    """The first convolution's stride, and the pooling after it, of a residual network."""
    home, _, name = spec.architecture.partition(":")
    if home not in _STRIDES or not name.casefold().startswith("resnet"):
        return
    given = declared.network.of(spec.arguments)
    stride = _first_number(given, "conv1_t_stride", _STRIDES[home])
    for other in {1, 2} - {stride}:
        yield _argument(declared, "conv1_t_stride", other, f"{other} as stride of the first convolution")
    without = bool(given.get("no_max_pool", False))
    words = "a pooling after the first convolution" if without else "no pooling after the first convolution"
    yield _argument(declared, "no_max_pool", not without, words)


def _first_number(given: Mapping[str, object], name: str, default: int) -> object:
    own = given.get(name, default)
    return own[0] if isinstance(own, list | tuple) and own else own


def _argument(declared: Taking, name: str, value: object, words: str) -> Variant:
    arguments = declared.network.of({}) | {name: value}
    return _variant(declared, words, about="stem", arguments=tuple(sorted(arguments.items())))


def _variant(declared: Taking, words: str, about: str = "normalisation layers", **change: object) -> Variant:
    return Variant(about, words, replace(declared, network=replace(declared.network, **change)))
