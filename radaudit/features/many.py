"""Features of several ROIs of one image: readers, repeated segmentations, contours moved on purpose."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence

from radaudit.core.errors import JobFailed
from radaudit.features.fast.many import fast_many
from radaudit.features.radiomics import accepted, extracted, warned
from radaudit.images.volume import Volume


def extract_many(
    image: Volume, masks: Sequence[Volume], label: int, parameters: Mapping, exact: bool = False
) -> list[dict | JobFailed]:
    """What `radiomics.extracted` gives for each mask, bit for bit, with every filter of the image run once.

    Parameters
    ----------
    image
        The image that all masks lie on.
    masks
        One ROI each, marked by the same label.
    label
        What marks the ROI.
    parameters
        pyradiomics' parameters.
    exact
        Take the plain way through pyradiomics, one mask after the other.

    Returns
    -------
    list
        In the masks' order; for a mask that can't be extracted the error that says why, so that it spoils no other.
    """
    warnings: list[dict[str, None]] = [{} for _ in masks]

    @contextlib.contextmanager
    def watch(positions: Collection[int]) -> Iterator[None]:
        with warned() as said:
            yield
        for position in positions:
            warnings[position] |= dict.fromkeys(said)

    refused: dict[int, JobFailed] = {}
    remarks: dict[int, list[str]] = {}
    for position, mask in enumerate(masks):
        try:
            remarks[position] = accepted(image, mask, label, parameters.get("setting") or {})
        except JobFailed as failure:
            refused[position] = failure
    shared = [masks[position] for position in remarks]
    places = list(remarks)
    found = [None] * len(shared)
    if len(shared) > 1 and not exact:
        with contextlib.suppress(JobFailed):  # of the parameters: said below, of each mask
            found = fast_many(image, shared, label, parameters, lambda some: watch([places[n] for n in some]))
    results: dict[int, dict | JobFailed] = dict(refused)
    for position, features in zip(places, found, strict=True):
        if features is None:
            results[position] = _alone(image, masks[position], label, parameters, exact)
        else:
            results[position] = {"features": features, "warnings": [*remarks[position], *warnings[position]]}
    return [results[position] for position in range(len(masks))]


def _alone(image: Volume, mask: Volume, label: int, parameters: Mapping, exact: bool) -> dict | JobFailed:
    try:
        return extracted(image, mask, label, parameters, exact)
    except JobFailed as failure:
        return failure
