"""Makes an honest segmentation study: an organ and its lesion, one mask for every case of the test set."""

from __future__ import annotations

import sys
from pathlib import Path

from phantom_segmentations import Masks, predicted_file, write_study, write_volume

SEED = 2023


def write(study: Path, case: str, masks: Masks) -> None:
    """One case's predicted mask."""
    write_volume(predicted_file(study, case), masks[1])


if __name__ == "__main__":
    write_study(Path(sys.argv[1]), SEED, write)
