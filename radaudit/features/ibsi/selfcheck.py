"""Does the installed extractor give IBSI's reference values?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from radaudit.compute.job import Failure, Job
from radaudit.compute.runners import serial
from radaudit.core.errors import DataError, Problem
from radaudit.features.ibsi.comparison import DIGITAL_PHANTOM, Found, Selfcheck, compare
from radaudit.features.ibsi.configurations import CONFIGURATIONS, REFERENCES, Configuration
from radaudit.features.ibsi.phantom import VOXELS
from radaudit.features.ibsi.reference import digital_phantom, read_references
from radaudit.features.ibsi.run import WAYS, PhantomRun


def selfcheck(setting: Mapping[str, object] | None = None, data: Path | None = None) -> Selfcheck:
    """Run the extractor on IBSI's phantoms, now, whatever results are stored.

    Parameters
    ----------
    setting
        Changes to the settings that IBSI prescribes for the digital phantom ({"binWidth": 2}): with most of them the
        reference values can't be met, which shows that the comparison tells right from wrong.
    data
        A folder with IBSI's CT phantom and table of reference values, to run configurations A to D as well; about
        half a minute.

    Returns
    -------
    Selfcheck
        A comparison for each reference value.

    Raises
    ------
    DataError
        If the folder lacks a file, or the table can't be read.
    """
    references = _references(data) if data else {}
    (result,) = _done([PhantomRun.with_setting(setting)])
    rows = phantom_selfcheck(result).rows
    for configuration in CONFIGURATIONS if data else ():
        found = _processed(configuration, _done(configuration.jobs(data)))
        rows += compare(found, references[configuration.data])
    return Selfcheck(rows)


def phantom_selfcheck(result: dict | Failure) -> Selfcheck:
    """What `PhantomRun` gave, compared with the reference values of the digital phantom."""
    if isinstance(result, Failure):
        found = Found(DIGITAL_PHANTOM, None, VOXELS, trouble=result.message)
    else:
        features = {code: result["features"][" ".join(way)] for way in WAYS for code in way}
        found = Found(DIGITAL_PHANTOM, features, VOXELS)
    return Selfcheck(compare(found, digital_phantom()))


def _done(jobs: Sequence[Job]) -> list[dict | Failure]:
    return [result for _, result in sorted(serial(jobs), key=lambda done: done[0])]


def _references(folder: Path) -> dict:
    found = read_references(folder / REFERENCES)
    missing = dict.fromkeys(own.data for own in CONFIGURATIONS if own.data not in found)
    if missing:
        raise DataError(Problem(f"holds no reference values of {', '.join(missing)}", REFERENCES))
    return found


def _processed(configuration: Configuration, results: list[dict | Failure]) -> Found:
    failures = [result.message for result in results if isinstance(result, Failure)]
    if failures:
        return Found(configuration.name, None, 0, trouble=failures[0])
    features = {
        code: result["features"] for way, result in zip(configuration.ways, results, strict=True) for code in way
    }
    voxels = round(features["DHQ4"]["original_shape_VoxelVolume"] / configuration.voxel)
    return Found(configuration.name, features, voxels, configuration.deviations)
