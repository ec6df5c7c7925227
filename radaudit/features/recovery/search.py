"""The search: stage after stage, from what depends on few settings to what depends on all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from radaudit.features.names import FeatureName
from radaudit.features.recovery.bins import by_histogram
from radaudit.features.recovery.columns import image_type
from radaudit.features.recovery.configuration import Configuration, told
from radaudit.features.recovery.recovered import Recovery
from radaudit.features.recovery.scene import Scene
from radaudit.features.recovery.stages import Stages
from radaudit.features.recovery.state import State, in_words
from radaudit.features.recovery.trials import Score, Trials
from radaudit.features.recovery.variants import Changes

ROUNDS = 3  # settings of one stage that are changed, one on top of the other
MOST_EQUAL = 4  # variants that are named beside the one that was chosen
PASSES = 2  # over all stages: a case may show what the first one does not
Variants = Callable[[Configuration, Score], list[Changes]]
Scored = list[tuple[Changes, Score]]


class Search:
    """Looks for the settings that give the reported table.

    Parameters
    ----------
    names
        Features to compare.
    trials
        Makes the extractions. Its first case is the one on which is searched; the last one, if there are others,
        takes part in nothing but the confirmation.
    outside
        Cases of the trials that need not be explained, because the declared parameters give them.
    """

    def __init__(self, names: Sequence[FeatureName], trials: Trials, outside: Sequence[str] = ()):
        self._names, self._trials, self._outside = tuple(names), trials, tuple(outside)
        self._cases = [case for case in trials.cases if case not in outside]
        self._searched = self._cases[:-1] or self._cases
        self._scene = Scene(self._names)
        self._stages = Stages(self._scene, trials, [trials.cases[case] for case in self._searched])
        self._case = self._cases[0]

    def run(self, start: Configuration, recorded: Changes, completed: Mapping[str, tuple], declared: bool) -> Recovery:
        """Search.

        Parameters
        ----------
        start
            The declared configuration, completed to the table's columns; pyradiomics' defaults if none is declared.
        recorded
            What the table's own diagnostics record otherwise.
        completed
            What had to be completed: setting to declared and found.
        declared
            Whether the authors declare parameters at all.
        """
        state = State(start)
        self._try_recorded(state, recorded)
        reason = ""
        for _ in range(PASSES):
            reason = self._stage_by_stage(state)
            others = [case for case in self._searched if not self._full(state, case)] if not reason else []
            if not others or others[0] == self._case:
                break
            self._case = others[0]
        return self._confirmed(state, completed, declared, reason)

    def _try_recorded(self, state: State, recorded: Changes) -> None:
        if not recorded:
            return
        options = [(state.start, "as declared"), (state.start.changed(recorded), f"as recorded: {told(recorded)}")]
        before, after = self._trials.scores(options, self._names, self._case)
        if after and before and len(after.agreeing) > len(before.agreeing):
            state.take(recorded)

    def _stage_by_stage(self, state: State) -> str:
        """Settle each stage; gives why it stopped before the end, if it did."""
        carried: list[Variants] = []
        scene, stages = self._scene, self._stages
        plan: list[tuple[str, list[FeatureName], Variants]] = [
            ("geometry", scene.shape, stages.geometry),
            ("grey levels", scene.intensity, stages.intensity),
            ("textures", scene.texture, stages.texture),
            ("filtered images", scene.filtered(texture=False), stages.filters),
            ("textures of filtered images", scene.filtered(texture=True), stages.filters),
        ]
        for title, targets, own in plan:
            if not targets:
                carried.insert(0, own)
                continue
            if title == "textures":
                self._settle_bins(state, scene.main, "", targets)
            if title == "textures of filtered images":
                self._settle_filtered_bins(state, targets)
            filtered = [stages.filters] if scene.main != "original" and title in ("grey levels", "textures") else []
            score = self._settle(state, targets, [own, *filtered, *carried])
            carried = []
            if score is None or len(score.agreeing) * 2 < len(score.compared):
                return f"no configuration in the grid gives the {title} of the table"
        return ""

    def _settle(self, state: State, targets: list[FeatureName], makers: list[Variants]) -> Score | None:
        """Change one setting after the other as long as more of the targets agree."""
        score = self._score(state, {}, targets, self._case)
        for _ in range(ROUNDS):
            if score is None or score.full:
                return score
            tried = self._round(state, score, targets, makers)
            equal = [change for change, found in tried if found.full]
            best = max(tried, key=lambda pair: len(pair[1].agreeing), default=None)
            if best is None or len(best[1].agreeing) <= len(score.agreeing):
                return score
            change, score = best
            if len(equal) > 1:
                equal = self._told_apart(state, equal, targets)
                change = equal[0]
            state.take(change, self._stages.words.get(told(change), ""), equal[1 : 1 + MOST_EQUAL])
        return score

    def _round(self, state: State, score: Score, targets: list[FeatureName], makers: list[Variants]) -> Scored:
        """Try the variants of one maker after the other, until one gives all targets."""
        tried: Scored = []
        for maker in makers:
            made = self._try(state, maker(state.configuration, score), targets)
            scaled = [
                more
                for change, found in [({}, score), *made]
                for more in self._stages.rescaled(state.configuration, change, found, self._case)
            ]
            made += self._try(state, scaled, targets)
            tried += made
            if any(found.full for _, found in made):
                break
        return tried

    def _try(self, state: State, wanted: list[Changes], targets: list[FeatureName]) -> Scored:
        """Those of the variants that could be extracted, with their scores; some extractions are kept for the end."""
        most = max(self._trials.left - len(self._trials.cases), 0)
        options = [(state.configuration.changed(change), state.words(change)) for change in wanted[:most]]
        scores = self._trials.scores(options, targets, self._case)
        return [(change, score) for change, score in zip(wanted, scores, strict=False) if score and not score.failed]

    def _told_apart(self, state: State, equal: list[Changes], targets: list[FeatureName]) -> list[Changes]:
        """Of variants that give one case alike, those that give the others too; all of them if none does."""
        left = equal
        for case in self._searched:
            if case != self._case and len(left) > 1:
                options = [(state.configuration.changed(change), state.words(change)) for change in left]
                scores = self._trials.scores(options, targets, case)
                left = [change for change, score in zip(left, scores, strict=True) if score and score.full] or left
        return left

    def _settle_bins(self, state: State, image: str, kind: str, targets: Sequence[FeatureName]) -> None:
        """Work the bins out, if the histogram says that they are others."""
        score = self._score(state, {}, targets, self._case)
        histogram = {name.plain for name in self._scene.histogram_of(image)}
        if score is None or score.failed or not score.deviating & histogram:
            return
        made, also = self._stages.bins(state.configuration, image, kind)
        scored = [(change, found) for change in made[:1] if (found := self._score(state, change, targets, self._case))]
        if scored and not scored[0][1].full:
            scored += self._try(state, made[1:], targets)  # one histogram, but not the same order of bins
        change, after = max(scored, key=lambda pair: len(pair[1].agreeing), default=({}, score))
        if len(after.agreeing) > len(score.agreeing):
            state.take(change, also)

    def _settle_filtered_bins(self, state: State, targets: Sequence[FeatureName]) -> None:
        """Bins that an image type has for itself."""
        score = self._score(state, {}, targets, self._case)
        for kind in sorted(self._scene.types(score.deviating)) if score else ():
            own = [name for name in targets if name.plain in score.deviating and image_type(name.image) == kind]
            images = [name.image for name in own if by_histogram(name)]
            if images:
                self._settle_bins(state, min(images), kind, own)

    def _score(self, state: State, changes: Changes, names: Sequence[FeatureName], case: str) -> Score | None:
        option = (state.configuration.changed(changes), state.words(changes))
        return self._trials.scores([option], names, case)[0]

    def _full(self, state: State, case: str) -> bool:
        score = self._score(state, {}, self._names, case)
        return score is None or score.full

    def _note_equal(self, state: State) -> None:
        """Of the variants that a stage could not tell apart, those that give every feature of the first case."""
        for name, changes in state.equal.items():
            self._trials.left = max(self._trials.left, len(changes))
            options = [(state.configuration.changed(change), state.words(change)) for change in changes]
            scores = self._trials.scores(options, self._names, self._case)
            left = [told(change) for change, score in zip(changes, scores, strict=True) if score.full]
            if left:
                state.also[name] = "; ".join(left)

    def _confirmed(self, state: State, completed: Mapping[str, tuple], declared: bool, reason: str) -> Recovery:
        """Extract every feature of every case with what was found."""
        trials = self._trials
        cases = [self._case] if reason else self._cases
        trials.left = max(trials.left, 2 * len(trials.cases))
        after = [self._score(state, {}, self._names, case) for case in cases]
        first = [trials.scores([(state.start, "as declared")], self._names, case)[0] for case in cases if declared]
        off = [case for case, score in zip(cases, after, strict=True) if not score.full]
        if off and not reason:
            reason = f"what comes nearest does not give every feature of {len(off)} of {len(cases)} cases"
        if not reason:
            self._note_equal(state)
        changes = state.told(completed, declared)
        others = [self._score(state, {}, self._names, case).full for case in self._outside] if not reason else []
        return Recovery(
            "not-recovered" if reason else "recovered" if changes or not declared else "declared",
            changes,
            tuple(cases),
            sum(len(score.agreeing) for score in first),
            sum(len(score.agreeing) for score in after),
            sum(len(score.compared) for score in after),
            len(after[0].compared),
            in_words(state.configuration),
            tuple(dict.fromkeys(trials.tried)),
            trials.extractions,
            trials.readings,
            reason,
            others=all(others) if others else None,
        )
