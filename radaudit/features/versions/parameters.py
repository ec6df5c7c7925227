"""The history of pyradiomics' parameters: which release brought a key, which one dropped it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from radaudit.features.versions.features import REMOVED, RENAMED, REPLACED, REPLACED_IN, todays
from radaudit.features.versions.release import Release, written

# Release notes, and the schemas (``radiomics/schemas/paramSchema.yaml``) of the released packages. What is not listed
# was there from the start.
SINCE: Mapping[str, Release] = {
    "additionalInfo": (1, 1, 0),
    "normalize": (1, 1, 0),
    "normalizeScale": (1, 1, 0),
    "removeOutliers": (1, 1, 0),
    "force2D": (1, 1, 1),
    "force2Ddimension": (1, 1, 1),
    "distances": (1, 1, 1),
    "resegmentRange": (1, 3, 0),
    "preCrop": (2, 0, 0),
    "binCount": (2, 0, 0),
    "gradientUseSpacing": (2, 0, 0),
    "lbp2DRadius": (2, 0, 0),
    "lbp2DSamples": (2, 0, 0),
    "lbp2DMethod": (2, 0, 0),
    "lbp3DLevels": (2, 0, 0),
    "lbp3DIcosphereRadius": (2, 0, 0),
    "lbp3DIcosphereSubdivision": (2, 0, 0),
    "resegmentMode": (2, 1, 0),
    "resegmentShape": (2, 1, 0),
    "label_channel": (2, 2, 0),
}
CLASSES_SINCE: Mapping[str, Release] = {"ngtdm": (1, 3, 0), "gldm": (1, 3, 0), "shape2D": (2, 2, 0)}
IMAGES_SINCE: Mapping[str, Release] = {"Gradient": (2, 0, 0), "LBP2D": (2, 0, 0), "LBP3D": (2, 0, 0)}
# Keys that today's schema refuses: until when they held, and what to write instead.
DROPPED: Mapping[str, tuple[Release, str]] = {
    "inputImage": ((1, 3, 0), "it is called imageType since"),  # pull request #291
    "verbose": ((1, 1, 1), "leave it out"),
    "enableCExtensions": ((2, 0, 0), "leave it out: there is no other way since"),
}


@dataclass(frozen=True)
class OldWord:
    """A word in a parameter file that another release took.

    Attributes
    ----------
    keys
        Where it stands: ("setting", "verbose").
    sentence
        Until when it held, and what to write instead.
    """

    keys: tuple[str, ...]
    sentence: str


def old_words(parameters: Mapping) -> list[OldWord]:
    """Keys and names of features that only older releases take."""
    found = []
    for keys in _keys(parameters):
        if keys[-1] in DROPPED:
            release, instead = DROPPED[keys[-1]]
            sentence = f"{keys[-1]!r} is a key of pyradiomics before {written(release)}; {instead}"
            found.append(OldWord(keys, sentence))
    for kind, features in _classes(parameters):
        for feature in features:
            sentence = _feature(f"{kind}_{feature}")
            if sentence:
                found.append(OldWord(("featureClass", kind), sentence))
    return found


def newest_key(parameters: Mapping) -> tuple[str, Release] | None:
    """The word that came with the latest release, and that release; None where all words were there from the start."""
    dated = [(keys[-1], SINCE[keys[-1]]) for keys in _keys(parameters) if keys[-1] in SINCE]
    dated += [(kind, CLASSES_SINCE[kind]) for kind, _ in _classes(parameters) if kind in CLASSES_SINCE]
    images = parameters.get("imageType")
    dated += [(kind, IMAGES_SINCE[kind]) for kind in images or () if kind in IMAGES_SINCE]
    return max(dated, key=lambda own: own[1], default=None)


def _feature(short: str) -> str:
    name = short.partition("_")[2]
    if short in RENAMED:
        now, release = RENAMED[short]
        return f"{name!r} is called {now.partition('_')[2]} since pyradiomics {written(release)}"
    if short in REPLACED:
        equal = f"it equals {todays(short)}" if REPLACED[short] else "it is always 1"
        return f"{name!r} is given no value since pyradiomics {written(REPLACED_IN)}: {equal}"
    return f"{name!r} was removed in pyradiomics {written(REMOVED[short])}" if short in REMOVED else ""


def _classes(parameters: Mapping) -> Iterator[tuple[str, list[str]]]:
    classes = parameters.get("featureClass")
    for kind, features in classes.items() if isinstance(classes, Mapping) else ():
        yield str(kind), [own for own in features if isinstance(own, str)] if isinstance(features, list) else []


def _keys(parameters: Mapping) -> Iterator[tuple[str, ...]]:
    """Every key but those of feature classes, with where it stands."""
    for part, content in parameters.items():
        yield (str(part),)
        for key, own in content.items() if isinstance(content, Mapping) and part != "featureClass" else ():
            yield str(part), str(key)
            for inner in own if isinstance(own, Mapping) else ():
                yield str(part), str(key), str(inner)
