"""From a layer's output to one row of features a case."""

from __future__ import annotations

from typing import Any, Literal

from radaudit.deep.networks.refused import NetworkRefused

Pool = Literal["gap", "gmp", "flatten", "cls", "tokens"]
POOLS: tuple[Pool, ...] = ("gap", "gmp", "flatten", "cls", "tokens")


def pooled(output: Any, pool: Pool | None, layer: str) -> Any:
    """One row a case, by torch or by NumPy, whichever the output is of.

    Parameters
    ----------
    output
        Array or tensor, shape (cases, channels, ...) or, of a transformer, (cases, tokens, features).
    pool
        "gap" and "gmp": mean and maximum over all axes behind the channels; "flatten": every value; "cls" and
        "tokens": the first token, and the mean over all tokens. None: only where nothing is left to pool.
    layer
        For messages.

    Returns
    -------
    Array or tensor, shape (cases, features).

    Raises
    ------
    NetworkRefused
        If the pooling is not declared and the output has more than one value a channel, or doesn't fit the output.
    """
    shape = tuple(int(size) for size in output.shape)
    named = f"the layer {layer!r}" if layer else "the network"
    if len(shape) < 2:
        raise NetworkRefused("output-unfit", f"{named} gives {_by(shape)} values for a batch, not a row a case")
    if pool in ("cls", "tokens"):
        if len(shape) != 3:
            raise NetworkRefused("pool-unfit", f"{named} gives {_by(shape[1:])} values a case, no tokens to pool")
        return output[:, 0] if pool == "cls" else output.mean(1)
    if pool == "flatten" or len(shape) == 2 or all(size == 1 for size in shape[2:]):
        return output.reshape(shape[0], -1)
    if pool is None:
        known = ", ".join(POOLS)
        raise NetworkRefused(
            "pool-missing",
            f"{named} gives {_by(shape[1:])} values a case, and no pooling is declared",
            f"add 'deep.pool', one of {known}",
        )
    behind = tuple(range(2, len(shape)))
    return output.mean(behind) if pool == "gap" else _maximum(output, behind)


def _maximum(output: Any, axes: tuple[int, ...]) -> Any:
    return output.amax(axes) if hasattr(output, "amax") else output.max(axis=axes)


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))
