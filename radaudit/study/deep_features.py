"""What a study says of its networks: the part of ``radaudit.yaml`` under ``deep``."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from radaudit.study.network_input import NetworkInput
from radaudit.study.parts import Names, Part, Path

HOMES = ("monai", "torchvision", "timm")


def _architecture(value: str) -> str:
    home, _, name = value.partition(":")
    if re.fullmatch(r"[^:]+\.py:[^\W\d]\w*", value) or (home in HOMES and name):
        return value
    homes = ", ".join(f"{own}:NAME" for own in HOMES)
    raise ValueError(f"must be {homes}, or a file and a class in it, such as code/net.py:Net (it is {value!r})")


def _digest(value: str) -> str:
    bare = value.strip().casefold().removeprefix("sha256:")
    if not re.fullmatch(r"[0-9a-f]{64}", bare):
        raise ValueError(f"must be a SHA-256 of 64 hexadecimal digits (it is {value[:20]!r})")
    return bare


class PretrainedInfo(Part):
    """Where weights are from that the study did not train itself.

    Attributes
    ----------
    source
        Who gave them: an address, a DOI, a release of a library.
    version
        Which of its versions: a tag, a commit, a date.
    data
        The collections that the network was trained on; an empty list for random weights.
    """

    source: str | None = None
    version: str | None = None
    data: Names | None = None


class NetworkInfo(Part):
    """The network: a file that holds it whole, weights with the name of an architecture, or a bundle.

    Attributes
    ----------
    weights
        The file: ``.pt2`` or ``.onnx`` (weights and architecture), TorchScript, or safetensors and ``.pth`` (weights).
    bundle
        In its place, a folder or zip file: a MONAI bundle, a OneKey folder, a folder of Hugging Face.
    architecture
        Of weights alone: ``monai:resnet50``, ``torchvision:resnet18``, or a class of the study, ``code/net.py:Net``.
    arguments
        What the architecture is called with.
    key
        Where the weights stand in a file that holds more than them, such as ``state_dict``.
    prefix
        What their names begin with and the network's don't, such as ``module.``.
    sha256
        Of the file, as the authors noted it.
    pretrained
        Where the weights are from, if not from this study.
    """

    weights: Path | None = None
    bundle: Annotated[str, Field(min_length=1)] | None = None  # a folder too: `study.load` looks at it itself
    architecture: Annotated[str, AfterValidator(_architecture)] | None = None
    arguments: dict = {}
    key: str | None = None
    prefix: str | None = None
    sha256: Annotated[str, AfterValidator(_digest)] | None = None
    pretrained: PretrainedInfo | None = None

    @model_validator(mode="after")
    def _one_network(self):
        if bool(self.weights) == bool(self.bundle):
            raise ValueError("needs either 'weights' (one file) or 'bundle' (a folder or zip file that holds them)")
        if self.arguments and not (self.architecture or self.bundle):
            raise ValueError("has 'arguments' without the 'architecture' that takes them")
        return self


class DeepInfo(Part):
    """Features taken from a network, and how.

    Attributes
    ----------
    network
        The network.
    layer
        Whose output the features are; by default the network's own. The names are those of its modules (``avgpool``,
        ``layer4.1``), in ONNX also those of its values.
    pool
        How one value a channel is made of the layer's output: mean (``gap``) or maximum (``gmp``) over the image, all
        values (``flatten``), of a transformer the first token (``cls``) or the mean of all (``tokens``).
    input
        How the network was given its cases.
    table
        The features as the study used them.
    case
        That table's column of cases.
    columns
        Its columns of features, by name or pattern (``DL_*``).
    after
        What was done to the features before they were written, in this order.
    decimals
        To how many they were written, if the table itself doesn't show it.
    """

    network: NetworkInfo
    layer: str | None = None
    pool: Literal["gap", "gmp", "flatten", "cls", "tokens"] | None = None
    input: NetworkInput | None = None
    table: Path | None = None
    case: str | None = None
    columns: Names = []
    after: list[Literal["zscore", "minmax", "robust", "pca", "selection"]] = []
    decimals: int | None = Field(None, ge=0, le=15)
