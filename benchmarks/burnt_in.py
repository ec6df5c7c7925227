"""How well text drawn into images is found, and how often there is an alarm where there is none.

    python benchmarks/burnt_in.py IMAGE [IMAGE ...]

Every slice of every image (a file, or a folder of DICOM slices) is searched as it is: images without text must give no
alarm. Then a made-up line is drawn into ten slices of each image, in three sizes, sharp and smoothed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from radaudit.images.burnt_in import SIGNS, longest_line
from radaudit.images.read import read_volume

SIZES, SLICES, LEAST = (9, 12, 18), 10, 100  # points; slices; voxels along a side that such a line fits into


def is_found(plane: np.ndarray) -> bool:
    return max(longest_line(plane), longest_line(plane, dark=True)) >= SIGNS


def written(plane: np.ndarray, size: int, smooth: bool) -> np.ndarray:
    """A slice with a line of the slice's greatest value in its upper left corner."""
    drawn = Image.new("L", plane.shape[::-1])
    pen = ImageDraw.Draw(drawn)
    pen.fontmode = "L" if smooth else "1"
    pen.text((5, 5), "DOE JANE 4711", font=ImageFont.load_default(size), fill=255)
    part = np.asarray(drawn) / 255
    return (plane * (1 - part) + part * plane.max()).astype(plane.dtype)


def main(paths: list[str]) -> None:
    random, alarms, slices, found = np.random.default_rng(0), 0, 0, {}
    for path in paths:
        voxels = read_volume(Path(path)).voxels
        stack = voxels if voxels.ndim == 3 else voxels[None]
        alarms, slices = alarms + sum(map(is_found, stack)), slices + len(stack)
        if min(stack.shape[1:]) < LEAST:
            continue
        for z in random.choice(len(stack), min(SLICES, len(stack)), replace=False):
            for size in SIZES:
                for smooth in (False, True):
                    found.setdefault((size, smooth), []).append(is_found(written(stack[z], size, smooth)))
    print(f"{alarms} alarms in {slices} slices without text")
    for (size, smooth), own in sorted(found.items()):
        print(f"{size:2} points, {'smoothed' if smooth else 'sharp':8}: {sum(own)} of {len(own)} found")


if __name__ == "__main__":
    main(sys.argv[1:])
