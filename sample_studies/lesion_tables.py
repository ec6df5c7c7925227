"""Lesions without images, for studies that are tables only; ComBat, and rows that lie between others.

Lesions are ellipsoids of smoothed noise, small enough to be measured here by a few lines of numpy. The columns have
pyradiomics' names and definitions, so that its equations hold between them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.stats import kurtosis, skew

SIZE = 16  # voxels along each axis
SHIFTS = ((0, 0, 1), (0, 1, 0), (1, 0, 0), (0, 1, 1))
SITES = {"A": (1.0, 0.0), "B": (1.25, 12.0), "C": (0.85, -9.0)}  # gain and offset of the scanner


def lesion(random: np.random.Generator, event: float, gain: float = 1.0, offset: float = 0.0) -> dict[str, float]:
    """Features of one lesion; those with the event are larger and coarser, with much overlap."""
    smooth = 0.8 * np.exp(0.2 * random.normal() + 0.12 * event)
    field = gaussian_filter(random.normal(size=(SIZE,) * 3), smooth, mode="wrap")
    field = field / field.std() * 30 * np.exp(0.25 * random.normal() + 0.15 * event) + 80 + 10 * random.normal()
    image = np.rint(gain * field + offset + random.normal(size=field.shape))
    radii = np.sort(5.2 * np.exp(0.15 * random.normal(size=3) + 0.05 * event + 0.1 * random.normal()))[::-1]
    at = np.indices(image.shape) - (SIZE - 1) / 2 + random.uniform(-0.5, 0.5, 3)[:, None, None, None]
    inside = ((at / np.minimum(radii, SIZE / 2 - 0.6)[:, None, None, None]) ** 2).sum(axis=0) < 1
    levels = (np.floor(image / 10) - np.floor(image[inside].min() / 10) + 1).astype(int)
    return {**_shape(radii, int(inside.sum())), **_first_order(image[inside], levels[inside]), **_glcm(levels, inside)}


def _shape(radii: np.ndarray, voxels: int) -> dict[str, float]:
    """Of an ellipsoid; the surface by Thomsen's formula."""
    volume = 4 / 3 * np.pi * float(np.prod(radii))
    products = np.array([radii[0] * radii[1], radii[0] * radii[2], radii[1] * radii[2]])
    surface = 4 * np.pi * float(np.mean(products**1.6075)) ** (1 / 1.6075)
    major, minor, least = 4 * np.sqrt(radii**2 / 5)
    found = {
        "Elongation": minor / major,
        "Flatness": least / major,
        "LeastAxisLength": least,
        "MajorAxisLength": major,
        "Maximum3DDiameter": 2 * radii[0],
        "MeshVolume": volume,
        "MinorAxisLength": minor,
        "Sphericity": (36 * np.pi * volume**2) ** (1 / 3) / surface,
        "SurfaceArea": surface,
        "SurfaceVolumeRatio": surface / volume,
        "VoxelVolume": float(voxels),
    }
    return {f"original_shape_{name}": float(value) for name, value in found.items()}


def _first_order(grey: np.ndarray, levels: np.ndarray) -> dict[str, float]:
    share = np.unique(levels, return_counts=True)[1] / len(levels)
    low, quarter, middle, three, high = np.percentile(grey, [10, 25, 50, 75, 90])
    energy = float((grey**2).sum())
    found = {
        "10Percentile": low,
        "90Percentile": high,
        "Energy": energy,
        "Entropy": -(share * np.log2(share)).sum(),
        "InterquartileRange": three - quarter,
        "Kurtosis": kurtosis(grey, fisher=False),
        "Maximum": grey.max(),
        "Mean": grey.mean(),
        "MeanAbsoluteDeviation": np.abs(grey - grey.mean()).mean(),
        "Median": middle,
        "Minimum": grey.min(),
        "Range": np.ptp(grey),
        "RootMeanSquared": np.sqrt(energy / len(grey)),
        "Skewness": skew(grey),
        "TotalEnergy": energy,
        "Uniformity": (share**2).sum(),
        "Variance": grey.var(),
    }
    return {f"original_firstorder_{name}": float(value) for name, value in found.items()}


def _glcm(levels: np.ndarray, inside: np.ndarray) -> dict[str, float]:
    """Of the symmetrical matrix over a few directions."""
    count = int(levels[inside].max())
    pairs = np.zeros((count, count))
    for shift in SHIFTS:
        here = tuple(slice(None, -own or None) for own in shift)
        there = tuple(slice(own, None) for own in shift)
        both = inside[here] & inside[there]
        np.add.at(pairs, (levels[here][both] - 1, levels[there][both] - 1), 1)
    p = (pairs + pairs.T) / (2 * pairs.sum())
    i, j = np.indices(p.shape) + 1
    mean = float((i * p).sum())
    squares = float(((i - mean) ** 2 * p).sum())
    apart, cluster = np.abs(i - j), i + j - 2 * mean
    found = {
        "Autocorrelation": (i * j * p).sum(),
        "ClusterProminence": (cluster**4 * p).sum(),
        "ClusterShade": (cluster**3 * p).sum(),
        "ClusterTendency": (cluster**2 * p).sum(),
        "Contrast": (apart**2 * p).sum(),
        "Correlation": ((i * j * p).sum() - mean**2) / squares,
        "DifferenceAverage": (apart * p).sum(),
        "Idm": (p / (1 + apart**2)).sum(),
        "JointAverage": mean,
        "JointEnergy": (p**2).sum(),
        "JointEntropy": -(p[p > 0] * np.log2(p[p > 0])).sum(),
        "SumAverage": ((i + j) * p).sum(),
        "SumSquares": squares,
    }
    return {f"original_glcm_{name}": float(value) for name, value in found.items()}


def combat(
    values: np.ndarray, batch: np.ndarray, covariates: np.ndarray, fitted: np.ndarray | None = None
) -> np.ndarray:
    """ComBat with parametric priors (Johnson et al. 2007, doi:10.1093/biostatistics/kxj037).

    Parameters
    ----------
    values
        Shape (cases, features).
    batch
        Shape (cases,).
    covariates
        What is to be preserved, shape (cases, k); k may be 0.
    fitted
        Rows on which it is fitted, bool, shape (cases,); all by default.
    """
    fitted = np.ones(len(values), dtype=bool) if fitted is None else fitted
    names, codes = np.unique(batch, return_inverse=True)
    inside = np.eye(len(names))[codes]
    design = np.column_stack([inside, covariates])
    factors = np.linalg.lstsq(design[fitted], values[fitted], rcond=None)[0]
    middle = inside[fitted].mean(axis=0) @ factors[: len(names)]
    spread = np.sqrt(((values - design @ factors)[fitted] ** 2).mean(axis=0))
    kept = middle + covariates @ factors[len(names) :]
    scaled = (values - kept) / spread
    for code in range(len(names)):
        shift, scale = _shrunk(scaled[fitted & (codes == code)])
        scaled[codes == code] = (scaled[codes == code] - shift) / np.sqrt(scale)
    return scaled * spread + kept


def _shrunk(own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Empirical Bayes estimates of a batch's shift and variance in each feature."""
    n, shift, scale = len(own), own.mean(axis=0), own.var(axis=0, ddof=1)
    middle, width = shift.mean(), shift.var(ddof=1)
    mean, variance = scale.mean(), scale.var(ddof=1)
    a, b = 2 + mean**2 / variance, mean + mean**3 / variance
    gamma, delta = shift, scale
    for _ in range(200):
        gamma = (n * width * shift + delta * middle) / (n * width + delta)
        delta = (b + 0.5 * ((own - gamma) ** 2).sum(axis=0)) / (n / 2 + a - 1)
    return gamma, delta


def between(values: np.ndarray, rows: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Rows on the way from one of these rows to one of its five nearest others, as SMOTE makes them."""
    scaled = (values[rows] - values[rows].mean(axis=0)) / values[rows].std(axis=0)
    made = []
    for base in random.integers(len(rows), size=count):
        near = np.argsort(((scaled - scaled[base]) ** 2).sum(axis=1))[1:6]
        other = int(random.choice(near))
        made.append(values[rows[base]] + random.uniform(0.2, 0.8) * (values[rows[other]] - values[rows[base]]))
    return np.array(made)


def write_table(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows as CSV; numbers keep all their digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_harmoniser(study: Path, batch: Sequence[str], covariates: Sequence[str]) -> None:
    """Write ``data/harmoniser.json``: what a fitted harmoniser counts, as neuroHarmonize names it.

    Parameters
    ----------
    batch
        Of each row that it was fitted on.
    """
    sites, counts = np.unique(batch, return_counts=True)
    told = {
        "n_sample": len(batch),
        "SITE_labels": sites.tolist(),
        "sample_per_batch": counts.tolist(),
        "Covariates": ["SITE", *covariates],
    }
    (study / "data/harmoniser.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def write_features(
    study: Path, cases: Sequence[str], names: Sequence[str], values: np.ndarray, table: str = "features"
) -> None:
    """Write ``data/features.csv``, or another table."""
    rows = [
        {"case": case, **dict(zip(names, map(float, row), strict=True))}
        for case, row in zip(cases, values, strict=True)
    ]
    write_table(study / f"data/{table}.csv", rows)
