"""A slice of an image with the outline of the ROI: shown so that a reviewer sees what was segmented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """One slice, cropped to the ROI.

    Attributes
    ----------
    case, caption
        Whose, and what is seen.
    width, height
        In pixels.
    webp
        The grey image, WebP in base64.
    outline
        Border of the ROI as an SVG path in these pixels: drawn over the image, it stays sharp and can be hidden.
    others
        Further borders: the ROI as it was drawn anew.
    """

    case: str
    caption: str
    width: int
    height: int
    webp: str
    outline: str
    others: tuple[str, ...] = ()
