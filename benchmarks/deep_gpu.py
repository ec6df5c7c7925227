"""What a GPU changes for deep features, in one command of a few minutes, with torch and numpy alone.

    python benchmarks/deep_gpu.py [--json FILE] [--cases 64] [--side 64] [--width 32] [--seed 1]

Copy this file to a machine with a GPU and run it there; radaudit needn't be installed. Without a GPU it does what a CPU
can, on fewer cases. It measures on made volumes and a seeded residual network in 3D:

- throughput: the loop that a researcher would write (resample the whole volume, crop, one case at a time) against the
  way radaudit works (only the crop is resampled, by threads, ahead of batches in pinned memory, copied while the
  batch before is computed), and the share of the time in which the GPU computes;
- drift: features of each precision against float64 on the CPU, of a repetition, of other batches;
- memory at its peak.

Drift is told as radaudit judges it: per case the L2 difference over the L2 norm, per feature Lin's concordance over
cases. Throughput counts from volumes in memory; nothing is read from disk.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # read when CUDA starts

import numpy as np
import torch
from torch import nn

SPACING = (2.5, 0.7, 0.7)  # mm along z, y, x of the made volumes; the network sees 1 mm
PRECISIONS = ("float64", "ieee", "tf32", "fp16", "bf16")


class Block(nn.Module):
    """Two convolutions and a way around them."""

    def __init__(self, given: int, width: int, stride: int):
        super().__init__()
        self.one = nn.Conv3d(given, width, 3, stride, 1, bias=False)
        self.two = nn.Conv3d(width, width, 3, 1, 1, bias=False)
        self.norms = nn.ModuleList([nn.BatchNorm3d(width), nn.BatchNorm3d(width), nn.BatchNorm3d(width)])
        self.around = nn.Conv3d(given, width, 1, stride, bias=False)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        inner = torch.relu(self.norms[0](self.one(values)))
        return torch.relu(self.norms[1](self.two(inner)) + self.norms[2](self.around(values)))


def network(width: int, seed: int) -> nn.Module:
    """A seeded residual network: one channel in, sixteen times `width` features out."""
    torch.manual_seed(seed)
    stem = [nn.Conv3d(1, width, 5, 2, 2, bias=False), nn.BatchNorm3d(width), nn.ReLU()]
    widths = [width, 2 * width, 4 * width, 8 * width, 16 * width]
    blocks = [Block(a, b, 2 if n else 1) for n, (a, b) in enumerate(itertools.pairwise(widths))]
    model = nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool3d(1), nn.Flatten())
    with torch.no_grad():  # running means as after training: of values like those that will come
        model.train()
        for _ in range(3):
            model(torch.rand(4, 1, 24, 24, 24))
    return model.eval().requires_grad_(False)


def volumes(count: int, side: int, seed: int) -> list[np.ndarray]:
    """Made volumes, int16, wide enough for a crop of side^3 mm at their middle with half as much on each side."""
    random = np.random.default_rng(seed)
    shape = [int(2 * side / step) for step in SPACING]
    return [random.normal(-200, 400, shape).astype(np.int16) for _ in range(count)]


def plainly_prepared(volume: np.ndarray, side: int) -> torch.Tensor:
    """The whole volume resampled to 1 mm, then cropped about its middle; shape (1, 1, side, side, side)."""
    size = [round(n * step) for n, step in zip(volume.shape, SPACING, strict=True)]
    whole = nn.functional.interpolate(
        torch.from_numpy(volume.astype(np.float32))[None, None], size=size, mode="trilinear"
    )
    first = [n // 2 - side // 2 for n in size]
    patch = whole[0, 0][tuple(slice(own, own + side) for own in first)]
    return ((patch.clamp(-1000, 400) + 1000) / 1400)[None, None].contiguous()


def crop_prepared(volume: np.ndarray, side: int) -> np.ndarray:
    """The same values, of the crop's places alone; shape (1, side, side, side)."""
    found = volume
    for axis, (count, step) in enumerate(zip(volume.shape, SPACING, strict=True)):
        size = round(count * step)
        place = (np.arange(side) + size // 2 - side // 2 + 0.5) * (count / size) - 0.5
        low = np.floor(place).astype(int)
        weight = (place - low).astype(np.float32).reshape([-1 if other == axis else 1 for other in range(3)])
        below, above = (np.take(found, low + more, axis=axis).astype(np.float32) for more in (0, 1))
        found = below + (above - below) * weight
    return ((np.clip(found, -1000, 400) + 1000) / 1400)[None].astype(np.float32)


@contextlib.contextmanager
def precision(name: str, device: str):
    """The settings of one precision; "ieee" is float32 without TF32."""
    kind = "tf32" if name == "tf32" else "ieee"
    torch.backends.cuda.matmul.fp32_precision = torch.backends.cudnn.conv.fp32_precision = kind
    torch.backends.cudnn.benchmark = False
    torch.use_deterministic_algorithms(True, warn_only=True)
    half = {"fp16": torch.float16, "bf16": torch.bfloat16}.get(name)
    with torch.inference_mode(), torch.autocast(device, dtype=half or torch.bfloat16, enabled=half is not None):
        yield


def features(model: nn.Module, inputs: torch.Tensor, device: str, name: str, batch: int) -> np.ndarray:
    """Features of all inputs; float64, shape (cases, features)."""
    dtype = torch.float64 if name == "float64" else torch.float32
    own = model.to(device=device, dtype=dtype)
    with precision(name, device):
        found = [own(part.to(device, dtype=dtype)).double().cpu() for part in inputs.split(batch)]
    model.to(device="cpu", dtype=torch.float32)
    return torch.cat(found).numpy()


def apart(one: np.ndarray, other: np.ndarray) -> dict:
    """How far two tables of features lie apart."""
    l2 = np.linalg.norm(one - other, axis=1) / np.linalg.norm(other, axis=1)
    covariance = ((one - one.mean(0)) * (other - other.mean(0))).mean(0)
    scale = one.var(0) + other.var(0) + (one.mean(0) - other.mean(0)) ** 2
    concordance = (2 * covariance / np.where(scale > 0, scale, 1))[scale > 0]
    return {
        "same_bits": bool(np.array_equal(one, other)),
        "l2_max": float(l2.max()),
        "concordance_min": float(concordance.min()) if concordance.size else None,
        "concordance_median": float(np.median(concordance)) if concordance.size else None,
    }


def drift(model: nn.Module, inputs: torch.Tensor, device: str, batch: int) -> dict:
    """Each precision on each device against float64 on the CPU; a repetition and other batches against "ieee"."""
    reference = features(model, inputs, "cpu", "float64", batch)
    found = {"cpu ieee": apart(features(model, inputs, "cpu", "ieee", batch), reference)}
    names = PRECISIONS if device == "cuda" else ("bf16",)
    for name in names:
        found[f"{device} {name}"] = apart(features(model, inputs, device, name, batch), reference)
    plain = features(model, inputs, device, "ieee", batch)
    found[f"{device} repeated"] = apart(features(model, inputs, device, "ieee", batch), plain)
    for other in (1, 2, 2 * batch):
        found[f"{device} batch {other} for {batch}"] = apart(features(model, inputs, device, "ieee", other), plain)
    if device == "cuda":
        found["cuda ieee against cpu ieee"] = apart(plain, features(model, inputs, "cpu", "ieee", batch))
    return found


def plain_loop(model: nn.Module, given: list[np.ndarray], side: int, device: str) -> dict:
    """One case at a time, as a researcher would write it."""
    begun = time.perf_counter()
    with torch.no_grad():
        for volume in given:
            model(plainly_prepared(volume, side).to(device)).cpu()
    seconds = time.perf_counter() - begun
    return {"cases": len(given), "seconds": seconds, "cases_a_second": len(given) / seconds}


def pipeline(model: nn.Module, given: list[np.ndarray], side: int, device: str, batch: int, last: bool) -> dict:
    """Crops prepared by threads, batches copied while the one before is computed; `last`: channels last in memory."""
    layout = torch.channels_last_3d if last else torch.contiguous_format
    own = model.to(device).to(memory_format=layout)
    workers = max(1, min(8, (os.cpu_count() or 2) - 1))
    on_gpu, computing, waiting = device == "cuda", [], []
    stream = torch.cuda.Stream() if on_gpu else None
    begun = time.perf_counter()
    with precision("ieee", device), ThreadPoolExecutor(workers) as pool:
        made = pool.map(lambda volume: crop_prepared(volume, side), given)
        for first in range(0, len(given), batch):
            part = [next(made) for _ in given[first : first + batch]]
            part += [part[-1]] * (batch - len(part))
            tensor = torch.from_numpy(np.stack(part))
            if on_gpu:
                with torch.cuda.stream(stream):
                    tensor = tensor.pin_memory().to(device, non_blocking=True)
            waiting.append(tensor)
            if len(waiting) > 1:
                computing.append(_computed(own, waiting.pop(0), layout, stream))
        computing.append(_computed(own, waiting.pop(0), layout, stream))
        busy = sum(_seconds(*times) for times, _ in computing)
    seconds = time.perf_counter() - begun
    model.to(device).to(memory_format=torch.contiguous_format)
    return {
        "cases": len(given),
        "seconds": seconds,
        "cases_a_second": len(given) / seconds,
        "share_of_time_computing": busy / seconds,
    }


def _computed(model: nn.Module, tensor: torch.Tensor, layout: torch.memory_format, stream: object):
    """Start of the computation and its end, and the features where they are made."""
    if stream is not None:
        torch.cuda.current_stream().wait_stream(stream)
        tensor.record_stream(torch.cuda.current_stream())
        marks = [torch.cuda.Event(enable_timing=True) for _ in range(2)]
        marks[0].record()
        found = model(tensor.contiguous(memory_format=layout)).to("cpu", non_blocking=True)
        marks[1].record()
        return marks, found
    begun = time.perf_counter()
    found = model(tensor.contiguous(memory_format=layout))
    return (begun, time.perf_counter()), found


def _seconds(begun: object, ended: object) -> float:
    if isinstance(begun, float):
        return ended - begun
    ended.synchronize()
    return begun.elapsed_time(ended) / 1000


def throughput(model: nn.Module, given: list[np.ndarray], side: int, device: str, batch: int) -> dict:
    """Both ways on one device, after a case unmeasured."""
    model.to(device)
    plain_loop(model, given[:1], side, device)
    found = {"plain loop": plain_loop(model, given, side, device)}
    for last in (False, True):
        pipeline(model, given[:1], side, device, batch, last)
        if device == "cuda":
            torch.cuda.reset_peak_memory_stats()
        name = "pipeline, channels last" if last else "pipeline"
        found[name] = pipeline(model, given, side, device, batch, last)
        if device == "cuda":
            found[name]["peak_memory_bytes"] = torch.cuda.max_memory_allocated()
    model.to("cpu")
    return found


def machine(device: str) -> dict:
    """What was measured on."""
    found = {"torch": torch.__version__, "processor": platform.machine(), "cores": os.cpu_count()}
    found["instructions"] = torch.backends.cpu.get_cpu_capability()
    if device == "cuda":
        found |= {"gpu": torch.cuda.get_device_name(), "cuda": torch.version.cuda}
        found["cudnn"] = torch.backends.cudnn.version()
    return found


def shown(result: dict) -> str:
    """The result as a table."""
    lines = [", ".join(f"{key} {value}" for key, value in result["machine"].items())]
    for device, ways in result["throughput"].items():
        for way, own in ways.items():
            busy = own.get("share_of_time_computing")
            more = f", computing {busy:.0%} of the time" if busy is not None else ""
            peak = own.get("peak_memory_bytes")
            more += f", peak {peak / 2**20:.0f} MiB" if peak else ""
            lines.append(f"{device:<5}{way:<26}{own['cases_a_second']:9.2f} cases a second{more}")
    for name, own in result["drift"].items():
        bits = "same bits" if own["same_bits"] else f"L2 {own['l2_max']:.1e}"
        low = own["concordance_min"]
        lines.append(f"{name:<32}{bits:<14}" + ("" if low is None else f"least concordance {low:.7f}"))
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> dict:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--cases", type=int, default=0, help="default: 256 with a GPU, 16 without")
    parser.add_argument("--side", type=int, default=64)
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--batch", type=int, default=0, help="default: 32 with a GPU, 4 without")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args(arguments)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    count = wanted.cases or (256 if device == "cuda" else 16)
    batch = wanted.batch or (32 if device == "cuda" else 4)
    model = network(wanted.width, wanted.seed)
    made = volumes(min(count, 32), wanted.side, wanted.seed)
    given = [made[n % len(made)] for n in range(count)]
    result = {"machine": machine(device), "settings": {**vars(wanted), "json": None, "cases": count, "batch": batch}}
    inputs = torch.from_numpy(np.stack([crop_prepared(own, wanted.side) for own in made[: min(count, 16)]]))
    result["prepared_apart"] = float((inputs[:1] - plainly_prepared(made[0], wanted.side)).abs().max())
    result["drift"] = drift(model, inputs, device, batch)
    result["throughput"] = {"cpu": throughput(model, given[:16], wanted.side, "cpu", min(batch, 4))}
    if device == "cuda":
        result["throughput"]["cuda"] = throughput(model, given, wanted.side, device, batch)
    print(shown(result))
    if wanted.json:
        wanted.json.write_text(json.dumps(result, indent=1))
    return result


if __name__ == "__main__":
    main()
