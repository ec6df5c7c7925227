"""What to try in each stage of the search, and what can be worked out there."""

from __future__ import annotations

from collections.abc import Sequence

from radaudit.features.recovery import solved, variants
from radaudit.features.recovery.bins import COUNTS, simplest, span
from radaudit.features.recovery.columns import image_type
from radaudit.features.recovery.configuration import Configuration, told
from radaudit.features.recovery.numbers import as_setting
from radaudit.features.recovery.scene import Scene
from radaudit.features.recovery.trials import Case, Reading, Score, Trials
from radaudit.features.recovery.variants import Changes

MOST_BINS = 3  # widths, and counts, of one histogram that are tried


class Stages:
    """Makes the variants of each stage from the configuration in force.

    Parameters
    ----------
    scene
        The table's features.
    trials
        Reads grey levels.
    cases
        Those that may be looked at.
    """

    def __init__(self, scene: Scene, trials: Trials, cases: Sequence[Case]):
        self._scene, self._trials, self._cases = scene, trials, list(cases)
        self.words: dict[str, str] = {}  # of a change: what else gives the same

    def geometry(self, configuration: Configuration, score: Score) -> list[Changes]:
        """Other spacings, other labels, a corrected mask, other padding of what is resampled."""
        first = self._cases[0]
        found = self._spacings(configuration)
        found += variants.other_labels(configuration, self._trials.labels(first.name))
        if any(case.mismatched for case in self._cases):
            found += variants.corrected_mask(configuration)
        return found + (variants.paddings(configuration) if variants.resampled(configuration) else [])

    def _spacings(self, configuration: Configuration) -> list[Changes]:
        """Those that give the voxels that the table tells; all usual ones where it doesn't tell."""
        cases = [case for case in self._cases if len(case.spacing) == 3]
        if not cases:
            return []
        volumes = [solved.voxel_volume(case, self._scene.main, self._trials.tolerance) for case in cases]
        usual = variants.other_spacings(configuration, cases[0].spacing)
        if None in volumes:
            return usual
        exact = variants.spaced(configuration, solved.spacings(volumes, [case.spacing[2] for case in cases]))
        fitting = [
            change
            for change in [*exact, *(own for own in usual if own not in exact)]
            if all(_has(change, case, volume) for case, volume in zip(cases, volumes, strict=True))
        ]
        return sorted(fitting, key=lambda change: change["resampledPixelSpacing"] is not None)

    def intensity(self, configuration: Configuration, score: Score) -> list[Changes]:
        """Normalisation, interpolator, resegmentation, shift of the array."""
        shifts = solved.array_shifts(self._cases, self._scene.main, self._trials.tolerance)
        current = configuration.value("voxelArrayShift")
        found: list[Changes] = [{"voxelArrayShift": shift} for shift in shifts if current not in shifts]
        return found + self._ranges(configuration) + variants.grey_levels(configuration)

    def _ranges(self, configuration: Configuration) -> list[Changes]:
        if configuration.value("resegmentRange"):
            return [{"resegmentRange": None}]
        bare = configuration.changed({"resegmentRange": None})
        readings = [self._reading(bare, case, self._scene.main, {}) for case in self._cases]
        if not all(own.ends for own in readings):
            return []
        found = solved.resegmented(self._cases, self._trials.levels(readings), self._scene.main)
        self.words |= {told(change): words for change, words in found if words}
        return [change for change, _ in found]

    def rescaled(self, configuration: Configuration, changes: Changes, score: Score, case: str) -> list[Changes]:
        """The scale of a normalisation, from the ratio of the reported values to those with another scale."""
        own = configuration.changed(changes)
        if not own.value("normalize") or score.failed or score.full:
            return []
        factor = solved.scale(self._trials.cases[case], score.found, self._scene.main, self._trials.tolerance)
        if factor is None:
            return []
        return [{**changes, "normalizeScale": as_setting(float(f"{own.value('normalizeScale') * factor:.9g}"))}]

    def bins(self, configuration: Configuration, image: str, kind: str = "") -> tuple[list[Changes], str]:
        """Bins that give the reported histogram in every case, the roundest first; and all of them in words.

        Parameters
        ----------
        kind
            The image type whose own bins are meant; empty for those of all.
        """
        names = [(name.plain, f"{name.kind}_{name.feature}") for name in self._scene.histogram_of(image)]
        readings = []
        for case in self._cases:
            known = {short: _allowed(case, full, self._trials) for full, short in names if full in case.reported}
            if known:
                readings.append(self._reading(configuration, case, image, known))
        found = [own for own in self._trials.levels(readings) if own is not None] if readings else []
        if not found:
            return [], ""
        widths, counts = ([n for n in found[0][key] if all(n in o[key] for o in found)] for key in ("widths", "counts"))
        made = [variants.bins(configuration, width=width, image=kind) for width in simplest(widths)[:MOST_BINS]]
        made += [variants.bins(configuration, count=count, image=kind) for count in simplest(counts)[:MOST_BINS]]
        if len(widths) + len(counts) < 2:
            return made, ""
        words = [f"binWidth {span(widths)}"] if widths else []
        words += [f"binCount {span(counts, COUNTS)}"] if counts else []
        return made, f"the histogram of the {image} image is the same with {' or '.join(words)}"

    def _reading(self, configuration: Configuration, case: Case, image: str, known: dict) -> Reading:
        ends = [case.reported.get(f"{image}_firstorder_{name}") for name in ("Minimum", "Maximum")]
        parameters = configuration.parameters([image_type(image) or "Original"], ["firstorder"])
        return Reading(
            case.name,
            configuration.label,
            parameters,
            image,
            known,
            None if known or None in ends else _widened(case, image, self._trials.tolerance),
        )

    def texture(self, configuration: Configuration, score: Score) -> list[Changes]:
        """Settings of texture matrices; and usual bins, where no histogram told them."""
        found = variants.textures(configuration, *map(self._scene.kinds, (score.deviating, score.agreeing)))
        return found if self._scene.histogram else variants.usual_bins(configuration) + found

    def filters(self, configuration: Configuration, score: Score) -> list[Changes]:
        return variants.filters(configuration, self._scene.types(score.deviating))


def _has(change: Changes, case: Case, volume: tuple[float, float]) -> bool:
    """Whether voxels of this spacing have the volume that the table tells."""
    spacing: Sequence[float] = change["resampledPixelSpacing"] or case.spacing
    own = 1.0
    for wanted, native in zip(spacing, case.spacing, strict=True):
        own *= wanted or native
    return volume[0] * (1 - 1e-6) <= own <= volume[1] * (1 + 1e-6)


def _allowed(case: Case, name: str, trials: Trials) -> tuple[float, float]:
    return case.reported[name], case.allowed(name, trials.tolerance)


def _widened(case: Case, image: str, tolerance: float) -> tuple[float, float]:
    """Reported minimum and maximum, a rounding further out."""
    low = case.interval(f"{image}_firstorder_Minimum", tolerance)
    high = case.interval(f"{image}_firstorder_Maximum", tolerance)
    return low[0], high[1]
