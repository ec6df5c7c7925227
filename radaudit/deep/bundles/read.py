"""From a folder or zip file to the network that it holds."""

from __future__ import annotations

from pathlib import Path

from radaudit.deep.bundles import hugging_face, monai_bundle, onekey
from radaudit.deep.bundles.source import source_of
from radaudit.deep.bundles.told import Told
from radaudit.deep.networks.refused import EXPORT, NetworkRefused

_KINDS = (onekey, monai_bundle, hugging_face)


def read_bundle(place: Path, name: str) -> Told:
    """What a bundle says of its network; nothing of it is run or downloaded.

    Parameters
    ----------
    place
        The folder, or the zip file.
    name
        As the study names it, for messages.

    Raises
    ------
    NetworkRefused
        If it is no bundle of a known kind, or its network is code.
    """
    source = source_of(place, name)
    for kind in _KINDS:
        if kind.is_one(source):
            return kind.read(source)
    said = f"{name} is no MONAI bundle, OneKey folder or folder of Hugging Face"
    raise NetworkRefused("bundle-unknown", said, f"name the file of weights as 'deep.network.weights', or {EXPORT}")
