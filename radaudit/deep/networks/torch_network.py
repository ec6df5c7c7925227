"""A network that torch computes: by modules of its own, or of another kind (`exported`)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from radaudit.deep.device import steady
from radaudit.deep.networks.network import Kind, Network, Precision
from radaudit.deep.networks.pooling import Pool, pooled
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.networks.shapes import Coverage, Layer
from radaudit.deep.networks.wanted import chosen, no_layer

Taken = dict[str, Any]


class TorchNetwork(Network):
    """A network that torch computes; the subclasses know how."""

    def _prepare(self, kind: Kind, format: str, device: str, precision: Precision) -> None:
        import torch

        self.kind, self.format, self.device, self.precision = kind, format, device, precision
        self._dtype = torch.float64 if precision == "float64" else torch.float32

    @abstractmethod
    def kinds(self) -> dict[str, str]:
        """The type of each layer by its name."""

    @abstractmethod
    def _outputs(self, tensor: Any, names: set[str]) -> Taken:
        """What the layers of these names give for a batch, and under "" what the network gives."""

    def several(self, batch: Any, wanted: Sequence[tuple[str, Pool | None]]) -> list[np.ndarray]:
        known = self.kinds()
        for layer, _ in wanted:
            if layer and layer not in known:
                raise no_layer(layer, known)
        with self._ready():
            taken = self._passed(batch, {layer for layer, _ in wanted if layer})
            return [self._rows(taken, layer, pool, len(batch)) for layer, pool in wanted]

    def _rows(self, taken: Taken, layer: str, pool: Pool | None, cases: int) -> np.ndarray:
        if layer not in taken:
            raise NetworkRefused("layer-unused", f"the layer {layer!r} takes no part in what the network computes")
        rows = pooled(chosen(taken[layer], layer), pool, layer)
        if len(rows) != cases:
            raise NetworkRefused("output-unfit", f"the network gives {len(rows)} rows for {cases} cases")
        return rows.to("cpu", dtype=self._dtype).numpy()

    def layers(self, batch: Any) -> tuple[Layer, ...]:
        kinds = self.kinds()
        with self._ready():
            taken = self._passed(batch, set(kinds))
        end = taken.pop("")
        found = [Layer(name, shape, kinds[name]) for name, own in taken.items() if (shape := _shape(own))]
        return (*found, Layer("", _shape(end))) if _shape(end) else tuple(found)

    def _passed(self, batch: Any, names: set[str]) -> Taken:
        import torch

        tensor = torch.from_numpy(np.ascontiguousarray(batch)) if isinstance(batch, np.ndarray) else batch
        tensor = tensor.to(self.device, dtype=self._dtype, non_blocking=True)
        try:
            return self._outputs(tensor, names)
        except torch.OutOfMemoryError:
            raise  # whoever makes the batches halves them
        except (RuntimeError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as fault:
            if "out of memory" in str(fault) or "can't allocate memory" in str(fault):
                raise
            raise NetworkRefused("input-unfit", unfit(tuple(tensor.shape), fault)) from None

    @contextmanager
    def _ready(self) -> Iterator[None]:
        import torch

        half = {"bfloat16": torch.bfloat16, "float16": torch.float16}.get(self.precision)
        kind = self.device.partition(":")[0]
        mixed = torch.autocast(kind, dtype=half or torch.bfloat16, enabled=half is not None)
        with steady(self.device, self.precision), torch.inference_mode(), mixed:
            yield


class ModuleNetwork(TorchNetwork):
    """A torch module, or a script module, in evaluation mode: features by hooks, which see what any module gives."""

    def __init__(
        self,
        module: Any,
        *,
        kind: Kind,
        format: str,
        device: str,
        precision: Precision = "float32",
        digest: str = "",
        coverage: Coverage | None = None,
        unfixed: tuple[str, ...] = (),
        remarks: tuple[str, ...] = (),
        channels_last: bool = False,
    ):
        self._prepare(kind, format, device, precision)
        self.digest, self.coverage, self.unfixed, self.remarks = digest, coverage or Coverage(), unfixed, remarks
        self.module = module.to(device=device, dtype=self._dtype).eval()
        if channels_last:
            _lay_channels_last(self.module)
        self.parameters = sum(own.numel() for own in self.module.parameters())

    def kinds(self) -> dict[str, str]:
        return {name: _kind(own) for name, own in self.module.named_modules() if name}

    def _outputs(self, tensor: Any, names: set[str]) -> Taken:
        with self._hooked(names) as taken:
            end = self.module(tensor)
        return taken | {"": end}

    @contextmanager
    def _hooked(self, names: set[str]) -> Iterator[Taken]:
        """Outputs by the name of their module; of one called several times, the last."""
        taken: Taken = {}

        def keep(name: str) -> Callable:
            def hook(_module: Any, _given: Any, output: Any) -> None:
                taken.pop(name, None)  # the order is that of the last call
                # A layer behind may change it in place (ReLU); what this one gave is wanted.
                taken[name] = _kept(output)

            return hook

        handles = [own.register_forward_hook(keep(name)) for name, own in self.module.named_modules() if name in names]
        try:
            yield taken
        finally:
            for handle in handles:
                handle.remove()


def _lay_channels_last(module: Any) -> None:
    """Kernels with their channels side by side in memory; what they are given follows them by itself."""
    import torch

    for own in module.modules():
        axes = getattr(getattr(own, "weight", None), "ndim", 0)
        if axes in (4, 5):
            own.to(memory_format=torch.channels_last if axes == 4 else torch.channels_last_3d)


def _kind(module: Any) -> str:
    """The type of a layer; a script module knows what it was."""
    return getattr(module, "original_name", "") or type(module).__name__


def _kept(output: Any) -> Any:
    import torch

    if isinstance(output, torch.Tensor):
        return output.clone()
    return [_kept(own) for own in output] if isinstance(output, tuple | list) else output


def _shape(output: Any) -> tuple[int, ...]:
    shape = tuple(getattr(output, "shape", ()))
    return tuple(int(size) for size in shape[1:])


def unfit(shape: tuple[int, ...], fault: Exception) -> str:
    """Why a batch can't pass, in a sentence."""
    said = " ".join(str(fault).split())[:200]
    return f"the network can't take an input of {' x '.join(map(str, shape))} (cases first): {said}"
