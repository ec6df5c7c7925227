"""What a shared model file holds besides the network."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.deep.networks.open import content_of
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.stored_inputs import StoredInput, stored_inputs
from radaudit.deep.stored_tensors import stored_tensors
from radaudit.evidence.deep_setup import DeepSetup

# Folders that carry a person's or a clinic's name; what follows them is never shown.
_HOMES = re.compile(rb"(/home/|/Users/|[A-Z]:\\+Users\\+)[\w.-]{2,}")
_LARGEST = 2**23  # bytes of a member that is searched: text is small, tensors are large


@dataclass(frozen=True)
class DeepContents:
    """Besides weights and architecture.

    Attributes
    ----------
    inputs
        Tensors that were given to the network, or may have been.
    homes
        How many times a path into somebody's home folder is written in it.
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
    return DeepContents(found, sum(len(set(_HOMES.findall(part))) for part in _texts(content)))


def _texts(content: bytes) -> Iterator[bytes]:
    """The parts of the file that may be text."""
    if content[:4] != b"PK\x03\x04":
        yield content[-_LARGEST:] if len(content) > _LARGEST else content
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if member.file_size <= _LARGEST:
                    yield archive.read(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError):
        return
