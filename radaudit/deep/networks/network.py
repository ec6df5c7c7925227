"""What an opened network can do, whatever it was opened from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from radaudit.deep.networks.pooling import Pool
from radaudit.deep.networks.shapes import Coverage, Layer

Kind = Literal["graph", "named", "code"]
Precision = Literal["float32", "tf32", "bfloat16", "float16", "float64"]


class Network(ABC):
    """A network in evaluation mode, on one device.

    Attributes
    ----------
    kind
        "graph": the file holds weights and architecture, nothing was guessed; "named": weights, with an architecture
        by name; "code": a class of the study, run in the sandbox.
    format
        See `formats.Format`.
    digest
        SHA-256 of the file.
    device
        "cpu", "cuda", "mps".
    coverage
        How the weights fitted; of a graph file, all of them.
    unfixed
        Hyper-parameters that weights don't hold and that the architecture's name and arguments gave instead; empty
        for graph files.
    remarks
        What a reader should know, such as layers left in training mode.
    parameters
        Number of weights.
    """

    kind: Kind
    format: str
    digest: str = ""
    device: str = "cpu"
    coverage: Coverage = Coverage()
    unfixed: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    parameters: int = 0

    def features(self, batch: Any, layer: str = "", pool: Pool | None = None) -> np.ndarray:
        """Features of some cases.

        Parameters
        ----------
        batch
            float32, shape (cases, channels, [depth], height, width); an array, or a tensor in torch.
        layer
            A name of `layers`; empty: what the network gives in the end.
        pool
            See `pooling.pooled`.

        Returns
        -------
        numpy.ndarray
            Shape (cases, features), float32 (float64 where the precision is).

        Raises
        ------
        NetworkRefused
            If there is no such layer, it gives no row a case, or the batch doesn't fit the network.
        """
        return self.several(batch, ((layer, pool),))[0]

    @abstractmethod
    def several(self, batch: Any, wanted: Sequence[tuple[str, Pool | None]]) -> list[np.ndarray]:
        """The same for several layers and poolings, in one pass through the network."""

    @abstractmethod
    def layers(self, batch: Any) -> tuple[Layer, ...]:
        """Every place where features can be taken, in the order of the computation, with the shape that this batch
        leads to; one case is enough."""

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:  # noqa: B027  most networks hold nothing that needs closing
        """Leave nothing behind."""
