"""Images that no pattern finds: their paths as columns of the cohort table.

Paths may hold more than a case's id (TCIA's folders are named by UIDs), or no id at all where a column of the table
holds the absolute path on the authors' machine.
"""

from __future__ import annotations

from radaudit.drafting.elsewhere import remapped
from radaudit.drafting.guess import MadeTable
from radaudit.drafting.patterns import fits
from radaudit.drafting.seen import Seen

IMAGE, MASK = "radaudit_image", "radaudit_mask"
_MOST = 0.9  # of the cases must have one image, else the images are not told apart by it


def placed(seen: Seen) -> MadeTable | None:
    """The cohort table with the path of each case's image and mask, where no pattern finds them.

    Only where a case has one image: of several series the authors have to say which was used.
    """
    sheet = seen.people
    if sheet is None or seen.ids.key is None or not sheet.unique(seen.ids.key):
        return None
    found, rows = seen.pictures, len(sheet.table)
    keys = [name for name in (seen.ids.case, seen.ids.patient) if name]
    columns = []
    for name, paths in ((IMAGE, found.images), (MASK, found.masks)):
        own = fits(paths, sheet, keys)
        if own and len(own[0].cases) >= rows / 2:
            continue
        of_row: dict[int, list[str]] = {}
        for fit in own:
            for row in fit.cases:
                of_row.setdefault(row, []).extend(fit.files if len(fit.cases) == 1 else ())
        single = {row: paths[0] for row, paths in of_row.items() if len(paths) == 1}
        if len(single) < _MOST * rows:
            single = remapped(sheet, paths, _MOST)
        if single:
            columns.append((name, single))
    if not columns or columns[0][0] != IMAGE:
        return None
    cells = zip(*(sheet.table.texts(name) for name in sheet.table.columns), strict=True)
    made = tuple((*own, *(paths.get(row, "") for _, paths in columns)) for row, own in enumerate(cells))
    header = tuple(name or f"column{at}" for at, name in enumerate(sheet.table.columns, start=1))
    names = [name for name, _ in columns]
    reason = f"{sheet.path}, with {' and '.join(names)}: paths of the images, which no pattern of its columns gives"
    return MadeTable("radaudit-cohort.csv", (*header, *names), made, reason)
