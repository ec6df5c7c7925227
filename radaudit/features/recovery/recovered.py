"""What a search for the settings of a table found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["declared", "recovered", "not-recovered"]


@dataclass(frozen=True)
class Change:
    """One setting that is not as declared.

    Attributes
    ----------
    setting
        pyradiomics' name of it; ``Wavelet.wavelet`` is the setting of an image type.
    declared, found
        In words; what is declared is empty if no parameters are declared.
    also
        Other values that give the same numbers, in words; empty if there are none.
    """

    setting: str
    declared: str
    found: str
    also: str = ""


@dataclass(frozen=True)
class Tried:
    """One configuration that was tried on one case.

    Attributes
    ----------
    changes
        What was changed, in words.
    case
        On which case.
    agreeing, compared
        Features that came out as reported, of those that were looked at.
    failed
        Whether it could not be extracted like this.
    """

    changes: str
    case: str
    agreeing: int
    compared: int
    failed: bool = False


@dataclass(frozen=True)
class Recovery:
    """How the reported table comes about.

    Attributes
    ----------
    status
        ``declared``: by the declared parameters, so nothing was tried. ``recovered``: by others, named in `changes`.
        ``not-recovered``: by none that was tried; then `changes` are those that come nearest.
    changes
        What differs from the declared parameters; if there are none, from pyradiomics' defaults.
    cases
        On which the changes were confirmed, or tried.
    before, after
        Values (features times cases) that agree: with the declared parameters, with the changes.
    compared
        Values that were compared, in the same cases.
    features
        Features of a case that were compared.
    settings
        The configuration that was found, or came nearest, in words: image types and the settings that people choose.
    tried
        Every configuration that was tried, in order.
    extractions, readings
        Extractions, and readings of the grey levels alone, that the search took.
    reason
        Why nothing was found, or why nothing was tried: a sentence without a full stop.
    part
        Cases that the declared parameters don't give, where they give most; 0 where that is most of them.
    others
        Where only a part is to be explained: whether the changes give the other cases too; None where that is not so.
    """

    status: Status
    changes: tuple[Change, ...] = ()
    cases: tuple[str, ...] = ()
    before: int = 0
    after: int = 0
    compared: int = 0
    features: int = 0
    settings: tuple[tuple[str, str], ...] = ()
    tried: tuple[Tried, ...] = ()
    extractions: int = 0
    readings: int = 0
    reason: str = ""
    part: int = 0
    others: bool | None = None
