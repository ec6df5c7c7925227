from pathlib import Path

import pandas as pd
import SimpleITK as sitk
from radiomics.featureextractor import RadiomicsFeatureExtractor

from .perturb import perturbed


def table(root: Path, labels: pd.Series) -> pd.DataFrame:
    extractor = RadiomicsFeatureExtractor(binWidth=0.1, normalize=True)
    recs = []
    for case in sorted(p for p in root.iterdir() if p.is_dir()):
        img = sitk.ReadImage(str(case / "ct.nrrd"))
        seg = sitk.ReadImage(str(case / "seg.nrrd"))
        for tag, m in perturbed(seg):
            f = extractor.execute(img, m)
            recs.append({k: f[k] for k in f if k.startswith("original_")} | {"case": case.name, "kind": tag})
    out = pd.DataFrame(recs)
    out["y"] = out["case"].map(labels)
    return out.apply(pd.to_numeric, errors="ignore")
