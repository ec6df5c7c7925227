"""Public collections of images that hold the same patients, and how their ids and names look.

Each overlap has the address of a page that says so. What could not be confirmed is left out, so this list being silent
says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST = 3  # ids in a collection's own form; fewer may look like it by chance


@dataclass(frozen=True)
class Collection:
    """A public collection.

    Attributes
    ----------
    name
        As its page writes it.
    ids
        Pattern of its ids, of the whole id in any case; empty where they could be anybody's.
    names
        Pattern of its name, as a column of a cohort table may write it.
    """

    name: str
    ids: str
    names: str


@dataclass(frozen=True)
class Overlap:
    """Two collections with patients in common.

    Attributes
    ----------
    one, two
        Names of the collections.
    what
        What they share.
    source
        A page that says so.
    """

    one: str
    two: str
    what: str
    source: str


COLLECTIONS: Mapping[str, Collection] = {
    own.name: own
    for own in (
        Collection("LIDC-IDRI", r"LIDC-IDRI-\d{4}", r"LIDC(?:.?IDRI)?"),
        Collection("LUNA16", "", r"LUNA.?(?:20)?16"),
        Collection("KiTS19", r"case_00[0-2]\d\d", r"KiTS.?(?:20)?19"),
        Collection("C4KC-KiTS", r"KiTS-\d{5}", r"C4KC.?KiTS"),
        Collection("LiTS", "", r"LiTS(?:.?(?:20)?17)?"),
        Collection("MSD liver", r"liver_\d+", r"(?:MSD|Decathlon).?(?:Task.?03.?)?Liver|Task.?03.?Liver"),
        Collection("MSD brain tumour", r"BRATS_\d{3}", r"(?:MSD|Decathlon).?(?:Task.?01.?)?Brain.?Tumou?r"),
        Collection("BraTS 2016", "", r"BraTS.?(?:20)?16"),
        Collection("BraTS 2017", r"Brats17_.+", r"BraTS.?(?:20)?17"),
        Collection("BraTS 2019", r"BraTS19_.+", r"BraTS.?(?:20)?19"),
        Collection("BraTS 2020", r"BraTS20_(?:Training|Validation)_\d{3}", r"BraTS.?(?:20)?20"),
        Collection("BraTS 2021", r"BraTS2021_\d{5}", r"(?:RSNA.ASNR.MICCAI.)?BraTS.?(?:20)?21"),
        Collection("TCGA-GBM", r"TCGA-\w{2}-\w{4}", r"(?:BraTS.)?TCGA.GBM"),
        Collection("TCGA-LGG", "", r"(?:BraTS.)?TCGA.LGG"),
        Collection("UPENN-GBM", r"UPENN-GBM-\d{5}(?:_\d+)?", r"UPENN.GBM"),
        Collection("UCSF-PDGM", r"UCSF-PDGM-\d{3,4}(?:_.+)?", r"UCSF.PDGM"),
        Collection("IvyGAP", "", r"Ivy.?GAP"),
        Collection("CPTAC-GBM", "", r"CPTAC.GBM"),
        Collection("ACRIN-FMISO-Brain", r"ACRIN-FMISO-Brain-\d+", r"ACRIN.FMISO(?:.Brain)?"),
        Collection("AbdomenCT-1K", "", r"AbdomenCT.?1K"),
        Collection("Pancreas-CT", r"PANCREAS_\d{4}", r"(?:NIH.)?Pancreas.CT"),
        Collection("TCGA-HNSC", "", r"TCGA.HNSC"),
        Collection("Head-Neck Cetuximab", r"0522c\d{4}", r"Head.Neck.Cetuximab"),
        Collection("TCGA-LIHC", "", r"TCGA.LIHC"),
        Collection("tcia-ct-scan-dataset", "", r"tcia.ct.scan.dataset"),
    )
}  # fmt: skip

_BRATS_21 = "https://api.emergentmind.com/topics/brats-2021-challenge-dataset"
_BRATS_MAP = "https://huggingface.co/datasets/medarc/brainmarks-smri"
_ABDOMEN = "https://github.com/JunMa11/AbdomenCT-1K"
_HEAD_NECK = "https://github.com/deepmind/tcia-ct-scan-dataset"
OVERLAPS = (
    Overlap("LUNA16", "LIDC-IDRI", "all 888 scans are of it", "https://luna16.grand-challenge.org/Data/"),
    Overlap("KiTS19", "C4KC-KiTS", "210 patients of one hospital, the same", "https://kits19.grand-challenge.org/data/"),
    Overlap("LiTS", "MSD liver", "the liver task is made of LiTS", "https://arxiv.org/abs/1901.04056"),
    *(
        Overlap("MSD brain tumour", own, "the brain task is made of BraTS 2016 and 2017, under other file names",
                "https://huggingface.co/datasets/mtoan65/Medical_Segmentation_Decathlon")
        for own in ("BraTS 2016", "BraTS 2017")
    ),
    Overlap("BraTS 2019", "BraTS 2020", "the later one is the earlier with cases added",
            "https://www.med.upenn.edu/cbica/brats2020/data.html"),
    *(
        Overlap("BraTS 2021", own, "cases of it are part of BraTS 2021", _BRATS_21)
        for own in ("TCGA-GBM", "TCGA-LGG", "IvyGAP", "CPTAC-GBM", "ACRIN-FMISO-Brain")
    ),
    Overlap("BraTS 2021", "UCSF-PDGM", "298 examinations, named in its column 'BraTS21 ID'", _BRATS_MAP),
    Overlap("BraTS 2021", "UPENN-GBM", "cases of it, as the table of TCIA ids says", _BRATS_MAP),
    *(
        Overlap("AbdomenCT-1K", own, "it is made of existing collections, this one among them", _ABDOMEN)
        for own in ("KiTS19", "LiTS", "MSD liver", "Pancreas-CT")
    ),
    *(
        Overlap("tcia-ct-scan-dataset", own, "its scans are of this collection", _HEAD_NECK)
        for own in ("TCGA-HNSC", "Head-Neck Cetuximab")
    ),
)  # fmt: skip


def of_ids(ids: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Collections whose form several ids have, with the positions of these."""
    found = {}
    for own in COLLECTIONS.values():
        places = tuple(n for n, text in enumerate(ids) if own.ids and re.fullmatch(own.ids, text.strip(), re.I))
        if len(places) >= FEWEST:
            found[own.name] = places
    return found


def of_name(text: str) -> str | None:
    """The collection that a cell of a table names."""
    wanted = text.strip()
    return next((own.name for own in COLLECTIONS.values() if re.fullmatch(own.names, wanted, re.I)), None)


def overlapping(one: Iterable[str], two: Iterable[str]) -> tuple[Overlap, ...]:
    """Overlaps between a collection of the first and one of the second; a collection's own parts don't count."""
    first, second = set(one), set(two)
    return tuple(
        own for own in OVERLAPS if (own.one in first and own.two in second) or (own.two in first and own.one in second)
    )
