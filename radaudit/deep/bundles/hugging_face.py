"""A folder as Hugging Face keeps models: ``config.json`` and ``model.safetensors``."""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.deep.bundles.source import Source
from radaudit.deep.bundles.told import Told
from radaudit.deep.networks.refused import EXPORT, NetworkRefused

CONFIG, PROCESSOR = "config.json", "preprocessor_config.json"
_PREPARING = {"input_size", "mean", "do_resize", "do_rescale", "do_normalize"}
_WEIGHTS = ("model.safetensors", "pytorch_model.safetensors", "pytorch_model.bin")
_CODE = ("auto_map", "custom_pipelines", "trust_remote_code")


def is_one(source: Source) -> bool:
    return CONFIG in source.names and any(own in source.names for own in _WEIGHTS)


def read(source: Source) -> Told:
    """The network, if the configuration names one that is known; else its weights, for an architecture declared.

    Raises
    ------
    NetworkRefused
        If the model is code of its own (``trust_remote_code``).
    """
    config = source.data(CONFIG)
    code = next((own for own in _CODE if config.get(own)), None)
    if code:
        said = f"{source.name} is a model with code of its own ({code}), which is not run"
        raise NetworkRefused("custom-code", said, EXPORT)
    weights, member = source.weights(*_WEIGHTS)
    name = config.get("architecture")
    if isinstance(name, str) and config.get("pretrained_cfg") is not None:  # timm's
        tag = config["pretrained_cfg"].get("tag", "") if isinstance(config["pretrained_cfg"], dict) else ""
        classes = config.get("num_classes")
        arguments = {"num_classes": classes} if isinstance(classes, int) and classes > 0 else {}
        version = str(tag)[:40]
        architecture = f"timm:{name.partition('.')[0]}"
        steps = _steps("pretrained_cfg", config["pretrained_cfg"])
        kind = "Hugging Face folder"
        return Told(kind, weights, member, architecture, arguments, preprocessing=steps, version=version)
    steps = _steps(PROCESSOR, source.data(PROCESSOR)) if PROCESSOR in source.names else ()
    return Told("Hugging Face folder", weights, member, preprocessing=steps)


def _steps(name: str, said: object) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """How pictures were prepared, if it is said at all."""
    return ((name, said),) if isinstance(said, dict) and said.keys() & _PREPARING else ()
