"""Where a search stands: what was declared, and what was changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from radaudit.features.recovery.configuration import Configuration, shown, told
from radaudit.features.recovery.recovered import Change
from radaudit.features.recovery.variants import Changes, resampled


@dataclass
class State:
    """Where the search stands.

    Attributes
    ----------
    start
        The declared configuration; pyradiomics' defaults if none is declared.
    changes
        What was changed so far.
    also
        By setting: what else gives the same, in words.
    equal
        By setting: other changes that gave the same features of the stage in which it was found.
    """

    start: Configuration
    changes: dict[str, object] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)
    equal: dict[str, list[Changes]] = field(default_factory=dict)

    @property
    def configuration(self) -> Configuration:
        return self.start.changed(self.changes)

    def take(self, changes: Changes, also: str = "", equal: Sequence[Changes] = ()) -> None:
        """Change these too; what comes back to the start is no change."""
        merged = self.changes | dict(changes)
        after = self.start.changed(merged)
        self.changes = {name: value for name, value in merged.items() if after.value(name) != self.start.value(name)}
        for name in changes:
            self.also.pop(name, None)
            self.equal.pop(name, None)
        first = next(iter(changes))
        self.also |= {first: also} if also else {}
        self.equal |= {first: list(equal)} if equal else {}

    def words(self, changes: Changes) -> str:
        """A further change in words, with those before it."""
        return told(self.changes | dict(changes)) or "as declared"

    def told(self, completed: Mapping[str, tuple], declared: bool) -> tuple[Change, ...]:
        """All changes in words; bins are one change, whichever way they are given.

        Parameters
        ----------
        completed
            What had to be completed before the search: setting to declared and found.
        declared
            Whether the authors declare parameters at all.
        """
        found = [(name, shown(before), shown(after), "") for name, (before, after) in completed.items()]
        after = self.configuration
        binned: set[str] = set()
        for name in self.changes:
            image, dot, own = name.rpartition(".")
            if own not in ("binWidth", "binCount"):
                found.append((name, shown(self.start.value(name)), shown(after.value(name)), self.also.get(name, "")))
            elif image not in binned:
                binned.add(image)
                setting, value = bins_of(after, image)
                also = self.also.get(f"{image}{dot}{setting}", "")
                found.append((f"{image}{dot}{setting}", " ".join(bins_of(self.start, image)), value, also))
        return tuple(Change(name, before if declared else "", now, also) for name, before, now, also in found)


def bins_of(configuration: Configuration, image: str = "") -> tuple[str, str]:
    """How grey levels are binned, by an image type's own settings or by those of all: setting and value."""
    before = f"{image}." if image else ""
    count = configuration.value(f"{before}binCount")
    name = "binWidth" if count is None else "binCount"
    return name, shown(configuration.value(f"{before}{name}"))


def in_words(configuration: Configuration) -> tuple[tuple[str, str], ...]:
    """The settings in force that people choose, and all that are not pyradiomics' defaults."""
    images = [kind + (f" ({told(own)})" if own else "") for kind, own in configuration.images.items()]
    names = ["resampledPixelSpacing", "normalize"]
    names += ["interpolator"] if resampled(configuration) else []
    names += [name for name in configuration.setting if name not in (*names, "binWidth", "binCount", "label")]
    return (
        ("imageType", ", ".join(images)),
        bins_of(configuration),
        *((name, shown(configuration.value(name))) for name in names),
        ("label", str(configuration.label)),
    )
