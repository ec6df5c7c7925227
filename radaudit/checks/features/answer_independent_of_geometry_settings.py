from collections.abc import Iterator, Sequence

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.geometry import Answer, Geometry, OffGrid
from radaudit.evidence.images import ImageIndex

_MASKS = {
    "header-rounding": "off the image's grid by the rounding of a header",
    "subvoxel-shift": "less than a voxel off the image's grid",
    "shifted-mask": "shifted against the image by a voxel or more",
    "other-spacing": "of another spacing than the image",
    "other-orientation": "of another orientation than the image",
    "other-size": "of another size than the image",
}
_ANEW = "masks stored anew after the features were extracted"
_BENIGN = {
    "header-rounding": ("a file format or tool that rounds headers, as NIfTI does to 32 bits",),
    "subvoxel-shift": ("a tool that writes the corner of the first voxel as its centre", _ANEW),
    "other-size": ("masks cropped to the ROI, or drawn on another grid, in the same physical space", _ANEW),
}
_ELSEWHERE = (
    "masks drawn on another series of the same examination: by place is right",
    "a tool that lost or rewrote the mask's header: index by index is right",
    _ANEW,
)
_MINOR = ("subvoxel-shift", "header-rounding")
_WORDS = {
    "strict": "pyradiomics' defaults",
    "correctMask": "correctMask: true",
    "tolerance": "a large geometryTolerance (voxels taken index by index)",
    "by index": "the mask under its image's header (voxels taken index by index)",
    "by place": "the mask where its header puts it, as pyradiomics resamples",
}


@check(
    "features/answer-independent-of-geometry-settings",
    severity=Severity.MAJOR,
    references=("doi:10.1158/0008-5472.CAN-17-0339",),
)
def answer_independent_of_geometry_settings(
    geometry: Geometry, images: ImageIndex, *, rounding: float = 1e-3, same: float = 1e-3
) -> Iterator[Finding]:
    """Every case has the same features whichever geometry setting pyradiomics is given.

    pyradiomics refuses a mask off its image's grid. With correctMask it resamples the mask by place; with a large
    geometryTolerance it takes voxels index by index: two answers, of different tissue, and no error. Where the study
    resamples, neither setting does anything, and the mask's header alone decides. Each such case is extracted under
    all of them. Option rounding says how many voxels off is the rounding of a header (pyradiomics' own margin for an
    ROI is a thousandth), option same how far, relative, the median feature of a class may differ between equal answers.

    Remedy: look at the overlay to see which answer is the right one, store the masks on their image's grid, and extract
    these cases again with pyradiomics' defaults.
    """
    kinds: dict[tuple[str, bool], list[OffGrid]] = {}
    for own in geometry.cases:
        kind = own.kind(rounding)
        kinds.setdefault((kind, _is_settled(own, kind, geometry, same)), []).append(own)
    for kind in _MASKS:
        for settled in (False, True):
            if (kind, settled) in kinds:
                yield _finding(kind, settled, kinds[kind, settled], geometry, images, same)
    if not kinds and geometry.identical:
        yield passed(
            f"All {counted(geometry.identical, 'mask')} that could be read lie on the grid of their image: "
            "no geometry setting plays a part.",
            identical=geometry.identical,
        )
    elif not kinds:
        reasons = "; ".join(list(dict.fromkeys(geometry.unread.values()))[:3])
        raise Unavailable(f"No mask off its image's grid could be extracted ({reasons}).")


def _is_settled(own: OffGrid, kind: str, geometry: Geometry, same: float) -> bool:
    if kind == "other-size":  # the same indices mean other voxels: only the study's resampling makes the regimes one
        return geometry.resampled and not own.answers["strict"].refusal
    return own.is_settled(same)


def _finding(
    kind: str, settled: bool, cases: Sequence[OffGrid], geometry: Geometry, images: ImageIndex, same: float
) -> Finding:
    details = {
        "code": kind,
        "where": [images.place(own.case) for own in cases],
        "rows": [_row(own) for own in cases],
        "benign": _BENIGN.get(kind, _ELSEWHERE),
        "cases": len(cases),
        "identical": geometry.identical,
    }
    masks = f"{counted(len(cases), 'mask')} {_MASKS[kind]}"
    if settled:
        message = f"{masks}, but every setting that gives an answer gives the same one, within {same:g}."
        return passed(f"{message}{_table(cases, geometry.resampled)}", **details)
    severity = Severity.MINOR if kind in _MINOR or _only_one_answer(kind, cases) else None
    message = f"{masks}: {_consequence(kind, cases, geometry)}.{_table(cases, geometry.resampled)}"
    return failed(message, tier=Tier.PROVED, severity=severity, **details)


def _only_one_answer(kind: str, cases: Sequence[OffGrid]) -> bool:
    return kind == "other-size" and not any(own.answers["correctMask"].refusal for own in cases)


def _consequence(kind: str, cases: Sequence[OffGrid], geometry: Geometry) -> str:
    if kind == "other-size":
        refused = sum(bool(own.answers["correctMask"].refusal) for own in cases)
        if geometry.resampled or refused == len(cases):
            return "no geometry setting gives an answer"
        some = f" for {len(cases) - refused} of them" if refused else ""
        return f"correctMask alone gives an answer{some}, no geometryTolerance does"
    several = [own for own in cases if own.apart]
    if not several:
        return "index by index there is an answer, by place there is none"
    worst = max(max(own.apart.values()) for own in several)
    how = "the mask's header" if geometry.resampled else "correctMask or a large geometryTolerance"
    return (
        f"{how} decides which voxels are taken, and features differ by up to {worst:.2g} (median of a class, relative)"
    )


def _table(cases: Sequence[OffGrid], resampled: bool) -> str:
    """Under which regime the reported table was made, where one alone gives it, and whether the parameters say so."""
    told: dict[tuple[str, bool], int] = {}
    for own in cases:
        regimes = {_regime(name, resampled) for name in own.table or ()}
        if len(regimes) == 1:
            [regime] = regimes
            said = regime == _regime(own.declared, resampled)
            told[regime, said] = told.get((regime, said), 0) + 1
    return "".join(
        f" The reported values of {counted(number, 'case')} are those of {_WORDS[regime]}, {_declared(regime, said)}."
        for (regime, said), number in told.items()
    )


def _declared(regime: str, said: bool) -> str:
    if regime == "by index":
        return "which no setting makes pyradiomics do when it resamples"
    return f"{'as' if said else 'which is not what'} the study's parameters say"


def _regime(name: str, resampled: bool) -> str:
    return "by place" if resampled and name != "by index" else name


def _row(own: OffGrid) -> dict:
    row = {"case": own.case, "offset (mm)": own.offset_mm, "offset (voxels)": own.offset_voxels}
    row |= {regime: _told(answer) for regime, answer in own.answers.items()}
    row |= {f"{kind} differs by": value for kind, value in own.apart.items()}
    if own.table is not None:
        row["reported table"] = " or ".join(own.table) or "none of them"
    return row


def _told(answer: Answer) -> str:
    if answer.refusal:
        return f"refused: {answer.refusal}"
    centre = ", ".join(f"{part:.2f}" for part in answer.centre)
    return f"{answer.voxels} voxels around ({centre}) mm, mean {answer.features['original_firstorder_Mean']:.4g}"
