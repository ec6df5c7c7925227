"""What a bundle says of its network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from radaudit.compute.digest import FileRef


@dataclass(frozen=True)
class Told:
    """A network as a bundle words it.

    Attributes
    ----------
    kind
        "MONAI bundle", "OneKey folder", "Hugging Face folder".
    weights, member
        The file, and its name within it if it is a zip.
    architecture, arguments
        As `networks.spec.NetworkSpec`; empty for a graph file.
    key
        Where the weights stand in the file.
    preprocessing
        How images were prepared, in the bundle's own words: (step, values); for people to compare with 'deep.input'.
    version
        That the bundle gives itself.
    """

    kind: str
    weights: FileRef
    member: str = ""
    architecture: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    preprocessing: tuple[tuple[str, Mapping[str, object]], ...] = ()
    version: str = ""
