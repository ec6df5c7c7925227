"""What a shared model file holds besides the network."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.deep.author_paths import author_paths
from radaudit.deep.networks.open import content_of
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.stored_inputs import StoredInput, stored_inputs
from radaudit.deep.stored_tensors import stored_tensors
from radaudit.evidence.deep_setup import DeepSetup


@dataclass(frozen=True)
class DeepContents:
    """Besides weights and architecture.

    Attributes
    ----------
    inputs
        Tensors that were given to the network, or may have been.
    homes
        How many people's home folders are named in it.
    """

    inputs: tuple[StoredInput, ...] = ()
    homes: int = 0


@evidence
def deep_contents(deep_setup: DeepSetup) -> DeepContents:
    """The model file, searched for inputs and paths; nothing of it is run."""
    try:
        content = content_of(deep_setup.spec)
    except NetworkRefused as refusal:
        raise Unavailable(f"The model file can't be read: {refusal.said}.", refusal.remedy) from None
    found = (*stored_inputs(content), *stored_tensors(content))
    return DeepContents(found, len(author_paths(content)))
