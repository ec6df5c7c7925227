"""Networks that a study may name: MONAI's, and torchvision's as MONAI can build them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from radaudit.deep.networks.refused import EXPORT, NetworkRefused
from radaudit.deep.networks.state import State

# Classes and functions of monai.networks.nets that build a module of plain values and download nothing.
_MONAI = """
ResNet resnet10 resnet18 resnet34 resnet50 resnet101 resnet152 resnet200
DenseNet DenseNet121 DenseNet169 DenseNet201 DenseNet264
SENet SENet154 SEResNet50 SEResNet101 SEResNet152 SEResNext50 SEResNext101
EfficientNetBN HighResNet ViT ViTAutoEnc MaskedAutoEncoderViT
UNet BasicUNet BasicUNetPlusPlus AttentionUnet DynUNet FlexibleUNet UNETR SwinUNETR VNet MedNeXt
SegResNet SegResNetDS SegResNetDS2 SegResNetVAE SegResEncoder AHNet
AutoEncoder VarAutoEncoder Classifier Regressor Discriminator Critic FullyConnectedNet VarFullyConnectedNet
"""
MONAI = tuple(_MONAI.split())
# torchvision's residual networks in MONAI's words: equal names and shapes of all weights, and equal bits.
_RESNETS = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")
_AS_TORCHVISION = {
    "spatial_dims": 2,
    "n_input_channels": 3,
    "conv1_t_size": 7,
    "conv1_t_stride": 2,
    "bias_downsample": False,
    "shortcut_type": "B",
}
_DENSENETS = {"densenet121": "DenseNet121", "densenet169": "DenseNet169", "densenet201": "DenseNet201"}
_FORBIDDEN = ("pretrained", "progress")  # both download
_LARGEST = 65_536
_MOST = 200


def built(architecture: str, arguments: Mapping[str, object], state: State | None = None) -> Any:
    """A module of random weights.

    Parameters
    ----------
    architecture
        ``monai:NAME``, ``torchvision:NAME`` or ``timm:NAME`` (of the residual networks, whose weights have the same
        names).
    arguments
        Plain values, as the manifest or a configuration file gives them.
    state
        The weights: a torchvision network takes the numbers of its channels and classes from them, if they aren't
        declared.

    Raises
    ------
    NetworkRefused
        For a name that isn't known, or arguments that it can't take.
    """
    home, _, name = architecture.partition(":")
    _check(arguments)
    if home == "monai":
        return _made(_known(name, MONAI, home), arguments)
    if is_borrowed(architecture):
        known = (*_RESNETS, *_DENSENETS) if home == "torchvision" else _RESNETS
        return _of_torchvision(_known(name, known, home), arguments, state or {})
    raise NetworkRefused(
        "architecture-unknown",
        f"{architecture!r} is no architecture that radaudit knows",
        f"write monai:NAME, torchvision:NAME or a file and class of the study (code/net.py:Net), or {EXPORT}",
    )


def is_borrowed(architecture: str) -> bool:
    """Whether the network is another library's, built in MONAI's words."""
    return architecture.partition(":")[0] in ("torchvision", "timm")


def renamed(architecture: str, state: State) -> State:
    """Another library's weights by the names that MONAI has for them."""
    if architecture.partition(":")[2] not in _DENSENETS:
        return state
    return {_dense_name(own): tensor for own, tensor in state.items()}


def _known(name: str, names: tuple[str, ...], home: str) -> str:
    if name in names:
        return name
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    hint = f"did you mean {home}:{close[0]}? Otherwise " if close else ""
    raise NetworkRefused("architecture-unknown", f"{home}:{name} is not among the known networks", f"{hint}{EXPORT}")


def _of_torchvision(name: str, arguments: Mapping[str, object], state: State) -> Any:
    head = next((state[own] for own in ("fc.weight", "classifier.weight") if own in state), None)
    classes = {"num_classes": int(head.shape[0])} if head is not None and head.ndim == 2 else {}
    if name in _RESNETS:
        defaults = _AS_TORCHVISION | (classes or {"feed_forward": False})
        stem = state.get("conv1.weight")
        if stem is not None and stem.ndim == 4:
            defaults |= {"n_input_channels": int(stem.shape[1])}
        return _made(name, defaults | dict(arguments))
    defaults = {"spatial_dims": 2, "in_channels": 3, "out_channels": classes.get("num_classes", 1000)}
    return _made(_DENSENETS[name], defaults | dict(arguments))


def _dense_name(name: str) -> str:
    """torchvision's name of a weight of DenseNet as MONAI's."""
    name = re.sub(r"(denselayer\d+)\.(norm|conv)\.?(\d)", r"\1.layers.\2\3", name)
    return re.sub(r"^classifier\.", "class_layers.out.", name)


def _made(name: str, arguments: Mapping[str, object]) -> Any:
    from monai.networks import nets
    from monai.networks.nets import segresnet_ds

    maker = getattr(nets, name, None) or getattr(segresnet_ds, name, None)
    if maker is None:
        raise NetworkRefused(
            "monai-old", f"the installed MONAI has no {name}", "pip install --upgrade monai", lasting=False
        )
    try:
        return maker(**arguments)
    except ImportError as fault:
        absent = re.search(r"No module named '([\w.]+)'", str(fault))
        library = absent[1] if absent else "another library"
        said, remedy = f"monai:{name} needs {library}, which is not installed", f"pip install {library}"
        raise NetworkRefused("library-missing", said, remedy, lasting=False) from None
    except Exception as fault:  # constructors check little: whatever wrong arguments lead to
        said = " ".join(f"{type(fault).__name__}: {fault}".split())[:200]
        message = f"monai:{name} can't be built with these arguments ({said})"
        raise NetworkRefused("arguments-unfit", message, "mend 'deep.network.arguments'") from None


def _check(arguments: Mapping[str, object]) -> None:
    for name in _FORBIDDEN:
        if arguments.get(name):
            raise NetworkRefused("argument-forbidden", f"the argument {name!r} would download weights", "leave it out")
    waiting: list[object] = [dict(arguments)]
    seen = 0
    while waiting:
        value = waiting.pop()
        seen += 1
        inner = list(value.values()) if isinstance(value, dict) else value
        if isinstance(inner, list | tuple):
            waiting += inner
        large = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > _LARGEST
        if large or seen > _MOST or not isinstance(value, dict | list | tuple | str | int | float | type(None)):
            raise NetworkRefused("argument-forbidden", f"'deep.network.arguments' holds {str(value)[:40]!r}", "mend it")
