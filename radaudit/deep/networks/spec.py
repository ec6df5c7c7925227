"""A network as a study ships it: files and words, so that it can be a field of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from radaudit.compute.digest import FileRef
from radaudit.deep.networks.change import NetworkChange


@dataclass(frozen=True)
class NetworkSpec:
    """What is needed to open a network; only contents and words count, not where files lie.

    Attributes
    ----------
    weights
        The file with the weights; of a graph file, the whole network.
    architecture
        How the network is built: ``monai:resnet50``, ``torchvision:resnet18``, ``code/net.py:Net``; empty where the
        file holds it (``.pt2``, ONNX, TorchScript).
    arguments
        What the architecture is called with.
    key
        Where the weights stand in a file that holds more (``state_dict``, ``ema.model``); empty: found if unambiguous.
    prefix
        What the keys begin with and the network's names don't (``module.``); None: found if unambiguous.
    member
        The weights' name within ``weights``, where that is a zip of several files.
    code
        Modules of the study that its own architecture may import, by path in the study. They run only in the
        sandbox, and the job is made only when the auditor trusts the study.
    sandbox
        How far such code has to be fenced off, see `models.sandbox.run`.
    change
        What is otherwise than the architecture's name says; nothing, but in the search for what the authors did.
    """

    weights: FileRef
    architecture: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    prefix: str | None = None
    member: str = ""
    code: Mapping[str, FileRef] = field(default_factory=dict)
    sandbox: str = "best"
    change: NetworkChange = field(default_factory=NetworkChange)

    @property
    def own_code(self) -> bool:
        """Whether the architecture is a class of the study."""
        return ".py:" in self.architecture

    @property
    def shown(self) -> str:
        """The weights' name for messages."""
        return f"{self.weights.path.name}/{self.member}" if self.member else self.weights.path.name
