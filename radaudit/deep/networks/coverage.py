"""Weights from a file meet the names of a network: nothing is left random, and nothing is dropped unseen."""

from __future__ import annotations

from collections import Counter
from typing import Any

from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.shapes import Coverage
from radaudit.deep.networks.state import State

# What wrappers of training put before each name; taken off without being told only if every key has it.
PREFIXES = ("module.", "model.", "backbone.", "net.", "network.", "encoder.", "trunk.", "_orig_mod.")
_COUNTERS = "num_batches_tracked"


def stripped(state: State, prefix: str | None, names: set[str]) -> tuple[State, str, tuple[str, ...]]:
    """The weights under the network's names.

    Parameters
    ----------
    state
        As in the file.
    prefix
        As declared: keys without it are set aside. None: prefixes that all keys have, and the network's names don't.
    names
        The network's names.

    Returns
    -------
    state, prefix, set_aside

    Raises
    ------
    NetworkRefused
        If no key has the declared prefix.
    """
    if prefix:
        inner = {key.removeprefix(prefix): own for key, own in state.items() if key.startswith(prefix)}
        if not inner:
            first = next(iter(state))
            raise NetworkRefused("prefix-unknown", f"no key begins with {prefix!r}", f"the first one is {first!r}")
        return inner, prefix, tuple(key for key in state if not key.startswith(prefix))
    taken = ""
    while prefix is None:
        own = next((begin for begin in PREFIXES if all(key.startswith(begin) for key in state)), None)
        if own is None or any(name.startswith(own) for name in names):
            break
        state = {key.removeprefix(own): tensor for key, tensor in state.items()}
        taken += own
    return state, taken, ()


def compared(state: State, module: Any, key: str = "", prefix: str = "", aside: tuple[str, ...] = ()) -> Coverage:
    """How tensors meet a torch module's names and shapes.

    Whole branches that the module doesn't have at its top (a head that was cut off) are set aside; a tensor without a
    place inside a branch that it does have means another architecture.
    """
    wanted = {name: tuple(own.shape) for name, own in module.state_dict().items()}
    given = {name: tuple(own.shape) for name, own in state.items()}
    branches = {name.partition(".")[0] for name in wanted}
    absent = [name for name in wanted if name not in given]
    strange = [name for name in given if name not in wanted]
    dropped = tuple(name for name in strange if name.partition(".")[0] not in branches)
    if len(dropped) * 2 > len(given):  # no head is most of a network
        dropped = ()
    return Coverage(
        keys=len(state),
        missing=tuple(name for name in absent if not name.endswith(_COUNTERS)),
        unexpected=tuple(name for name in strange if name not in dropped),
        mismatched={name: (own, wanted[name]) for name, own in given.items() if wanted.get(name, own) != own},
        set_aside=aside + dropped,
        harmless=tuple(name for name in absent if name.endswith(_COUNTERS)),
        dtypes=dict(Counter(str(own.dtype).removeprefix("torch.") for own in state.values())),
        key=key,
        prefix=prefix,
    )


def loaded(state: State, module: Any, coverage: Coverage, name: str) -> Any:
    """The module with these weights.

    Raises
    ------
    NetworkRefused
        If the coverage is not complete: ``strict=False`` would give features of a network that is partly random.
    """
    if coverage.mismatched:
        own, (given, wanted) = next(iter(coverage.mismatched.items()))
        more = f" (and {len(coverage.mismatched) - 1} more)" if len(coverage.mismatched) > 1 else ""
        said = f"{own} is {_by(given)} in {name} and {_by(wanted)} in the network{more}"
        raise NetworkRefused("shapes-differ", said, "mend 'deep.network.architecture' or its 'arguments'")
    if coverage.missing:
        said = f"{name} has no weights for {_listed(coverage.missing)}, which would stay random"
        raise NetworkRefused("keys-missing", said, "mend 'deep.network.architecture', its 'arguments' or 'prefix'")
    if coverage.unexpected:
        said = f"the network has no place for {_listed(coverage.unexpected)} of {name}"
        raise NetworkRefused("keys-unexpected", said, "mend 'deep.network.architecture' or its 'arguments'")
    wanted = module.state_dict()
    module.load_state_dict({own: tensor for own, tensor in state.items() if own in wanted}, strict=False)
    return module


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "one number"
