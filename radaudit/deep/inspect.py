"""What a network is made of: opened once in the sandbox, and looked at with one case's input."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import ClassVar

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import Job
from radaudit.deep.extract import ExtractDeep
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.recipe import Recipe


@dataclass(frozen=True)
class InspectNetwork(Job):
    """Kind, coverage, layers and hyper-parameters of a network.

    ``run`` gives them by name, ``layers`` as (name, shape, kind). A network that is refused for good gives ``refused``:
    code, message and remedy.
    """

    revision: ClassVar[int] = 2
    libraries: ClassVar[tuple[str, ...]] = ExtractDeep.libraries

    spec: NetworkSpec
    recipe: Recipe
    image: FileRef | FolderRef
    mask: FileRef | FolderRef | None
    label: int
    roi: str | None = None

    @property
    def title(self) -> str:
        return self.spec.shown

    def run(self) -> dict:
        from radaudit.deep.networks.open import tried
        from radaudit.deep.prepare import prepare
        from radaudit.images.read import read_pair

        read = read_pair(self.image.path, self.mask.path if self.mask else None, self.roi, self.label)
        given = prepare(read.image, read.mask, self.label, self.recipe)
        try:
            network = tried(self.spec, given[None])
            return {
                "kind": network.kind,
                "format": network.format,
                "parameters": network.parameters,
                "coverage": asdict(network.coverage),
                "unfixed": list(network.unfixed),
                "remarks": list(network.remarks),
                "layers": [[own.name, list(own.shape), own.kind] for own in network.seen],
                "input": list(given.shape),
            }
        except NetworkRefused as refusal:
            if not refusal.lasting:
                raise
            return {"refused": {"code": refusal.code, "message": refusal.said, "remedy": refusal.remedy}}
