"""A folder of the OneKeyAI platform: ``task.json`` and ``BEST-training-params.pth``."""

from __future__ import annotations

from radaudit.deep.bundles.source import Source
from radaudit.deep.bundles.told import Told
from radaudit.deep.networks.refused import EXPORT, NetworkRefused

TASK, WEIGHTS = "task.json", "BEST-training-params.pth"
_KEYS = {"torchvision": "model_state_dict"}


def is_one(source: Source) -> bool:
    return bool(_folders(source))


def read(source: Source) -> Told:
    """The network of a classification in 2D; the platform's names are torchvision's.

    Raises
    ------
    NetworkRefused
        For networks in 3D or of segmentation, whose code is the platform's own.
    """
    folder = _folders(source)[0]
    task = source.data(f"{folder}{TASK}")
    name, classes = task.get("model_name"), task.get("num_classes")
    if not isinstance(name, str) or "in_channels" in task or "aux_loss" in task or "." in str(name):
        said = f"{source.name} is a OneKey folder of {name!r}, whose architecture only the platform's own code has"
        raise NetworkRefused("architecture-unknown", said, EXPORT)
    weights, member = source.weights(f"{folder}{WEIGHTS}")
    transform = task.get("transform")
    steps = (("transform", transform),) if isinstance(transform, dict) else ()
    arguments = {"num_classes": classes} if isinstance(classes, int) and name.startswith("resnet") else {}
    return Told(
        "OneKey folder", weights, member, f"torchvision:{name}", arguments, _KEYS["torchvision"], preprocessing=steps
    )


def _folders(source: Source) -> list[str]:
    """Folders within it that have both files, the outermost first."""
    there = [name.removesuffix(TASK) for name in source.names if name == TASK or name.endswith(f"/{TASK}")]
    return sorted((own for own in there if f"{own}{WEIGHTS}" in source.names), key=lambda own: own.count("/"))
