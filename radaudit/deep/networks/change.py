"""What may have been otherwise in a network, though its weights are the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class NetworkChange:
    """Settings that no file of weights holds, changed in a network that was built by its architecture's name.

    Attributes
    ----------
    arguments
        Of the architecture, in place of those declared: (name, value).
    epsilon
        The small number in every batch normalisation; None: as built. Keras has 1e-3 where torch has 1e-5.
    training
        Whether batch normalisations are left in training mode, so that they take mean and variance from the batch.
    """

    arguments: tuple[tuple[str, object], ...] = ()
    epsilon: float | None = None
    training: bool = False

    def of(self, arguments: Mapping[str, object]) -> dict[str, object]:
        """The arguments with the changed ones in their place."""
        return {**arguments, **dict(self.arguments)}

    def apply(self, module: Any) -> None:
        """Change a module in evaluation mode; the arguments are no part of it."""
        if self.epsilon is None and not self.training:
            return
        from torch.nn.modules.batchnorm import _BatchNorm

        for own in module.modules():
            if isinstance(own, _BatchNorm):
                own.eps = own.eps if self.epsilon is None else self.epsilon
                own.train(self.training)
