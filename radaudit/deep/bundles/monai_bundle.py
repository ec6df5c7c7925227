"""A MONAI bundle: its configuration read as data.

MONAI's own reader (``ConfigParser``) imports whatever ``_target_`` names and evaluates every text that begins with
``$`` as Python (GHSA-873f-pvrv-4x83; later releases warn and go on). Here a target is looked up among known
networks, ``@name`` is resolved, and ``$`` is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from radaudit.deep.bundles.preprocessing import EXPRESSION
from radaudit.deep.bundles.source import Source
from radaudit.deep.bundles.told import Told
from radaudit.deep.networks.architectures import MONAI
from radaudit.deep.networks.refused import EXPORT, NetworkRefused

_CONFIGS = tuple(
    f"configs/{name}{end}" for name in ("inference", "evaluate", "train") for end in (".json", ".yaml", ".yml")
)
_WEIGHTS = ("models/model.safetensors", "models/model.pt", "models/model.pth", "models/model.ts")
_NETWORKS = ("network_def", "network", "net", "model")
_ABOUT = ("_desc_", "_requires_", "_mode_", "_disabled_")
_DEEPEST = 12


def is_one(source: Source) -> bool:
    return "configs/metadata.json" in source.names or any(own in source.names for own in _CONFIGS)


def read(source: Source) -> Told:
    """The network that the bundle's configuration defines, with its weights.

    Raises
    ------
    NetworkRefused
        If the definition names code of the bundle, or holds an expression that would have to be run.
    """
    weights, member = source.weights(*_WEIGHTS)
    about = source.data("configs/metadata.json") if "configs/metadata.json" in source.names else {}
    version = str(about.get("version", ""))[:40]
    if (member or weights.path.name).endswith(".ts"):
        return Told("MONAI bundle", weights, member, version=version)
    for name in (own for own in _CONFIGS if own in source.names):
        config = source.data(name)
        key = next((own for own in _NETWORKS if isinstance(config.get(own), dict) and "_target_" in config[own]), None)
        if key is None:
            continue
        where = f"{source.name}/{name}"
        target = _network(config[key]["_target_"], where)
        arguments = {
            own: resolved(value, config, f"{where}: {key}.{own}")
            for own, value in config[key].items()
            if own not in ("_target_", *_ABOUT)
        }
        steps = _steps(config, where)
        return Told("MONAI bundle", weights, member, target, arguments, preprocessing=steps, version=version)
    raise NetworkRefused("bundle-damaged", f"{source.name} defines no network ('network_def')", EXPORT)


def _network(target: Any, where: str) -> str:
    name = str(target)
    short = name.rpartition(".")[2]
    home = name.removesuffix(short)
    if short in MONAI and (home == "" or home.startswith("monai.networks.nets.")):
        return f"monai:{short}"
    if home and not home.startswith("monai."):
        said = f"{where}: the network is code of the bundle ({name[:80]}), which is not run"
        raise NetworkRefused("custom-code", said, EXPORT)
    raise NetworkRefused("architecture-unknown", f"{where}: {name[:80]} is not among the known networks", EXPORT)


def resolved(value: Any, config: Mapping[str, Any], where: str, depth: int = 0) -> Any:
    """A value of the configuration, with ``@name`` replaced by what it stands for.

    Raises
    ------
    NetworkRefused
        For ``$...`` (an expression), ``%...`` (another file), names that don't exist, and circles.
    """
    if depth > _DEEPEST:
        raise NetworkRefused("bundle-damaged", f"{where} refers to itself", "mend it")
    if isinstance(value, dict):
        if "_target_" in value:
            raise NetworkRefused("custom-code", f"{where} makes an object ({str(value['_target_'])[:60]})", EXPORT)
        return {str(own): resolved(inner, config, where, depth + 1) for own, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner, config, where, depth + 1) for inner in value]
    if not isinstance(value, str) or value[:1] not in ("$", "@", "%"):
        return value
    if value.startswith("@"):
        return resolved(_found(value[1:], config, where), config, where, depth + 1)
    said = f"{where} is {value[:60]!r}, which would have to be run"
    raise NetworkRefused("expression", said, f"write the value itself, or {EXPORT}")


def _found(name: str, config: Mapping[str, Any], where: str) -> Any:
    own: Any = config
    for part in name.replace("::", "#").split("#"):
        if isinstance(own, dict) and part in own:
            own = own[part]
        elif isinstance(own, list) and part.isdigit() and int(part) < len(own):
            own = own[int(part)]
        else:
            raise NetworkRefused("bundle-damaged", f"{where} names {name[:60]!r}, which is not there", "mend it")
    return own


def _steps(config: Mapping[str, Any], where: str) -> tuple[tuple[str, Mapping[str, object]], ...]:
    """The transforms before the network, in the bundle's words; those that hold expressions by name alone."""
    own = config.get("preprocessing")
    steps = own.get("transforms") if isinstance(own, dict) else None
    found = []
    for step in steps if isinstance(steps, list) else ():
        if not isinstance(step, dict) or "_target_" not in step or step.get("_disabled_") in (True, "true"):
            continue
        given = {key: value for key, value in step.items() if key not in ("_target_", *_ABOUT)}
        switch = {"_disabled_": step.get("_disabled_", False)}
        try:
            told = resolved(given, config, where)
            resolved(switch, config, where)
        except NetworkRefused as refusal:
            told = {EXPRESSION: refusal.said}
        home, _, short = str(step["_target_"]).rpartition(".")
        monais = home in ("", "monai") or home.startswith("monai.")
        found.append((short if monais else str(step["_target_"])[:80], told))
    return tuple(found)
