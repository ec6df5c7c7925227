"""Extract features from CT, then a cross-validated model."""
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import SimpleITK as sitk
from joblib import Parallel, delayed
from radiomics import featureextractor
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


@dataclass(frozen=True)
class Extraction:
    root: Path = Path("data/nifti")
    low: int = -150
    high: int = 250
    bin_width: float = 0.1
    jobs: int = 8


def normalise(image: sitk.Image, cfg: Extraction) -> sitk.Image:
    a = np.clip(sitk.GetArrayFromImage(image).astype(float), cfg.low, cfg.high)
    a = (a - a.mean()) / a.std()
    out = sitk.GetImageFromArray(a)
    out.CopyInformation(image)
    return out


def one_case(case: str, cfg: Extraction) -> dict:
    extractor = featureextractor.RadiomicsFeatureExtractor(binWidth=cfg.bin_width, resampledPixelSpacing=[1, 1, 1])
    image = normalise(sitk.ReadImage(str(cfg.root / case / "ct.nii.gz")), cfg)
    mask = sitk.ReadImage(str(cfg.root / case / "gtv.nii.gz"))
    feats = extractor.execute(image, mask)
    return {"case": case} | {k: float(v) for k, v in feats.items() if k.startswith("original")}


def main(cfg=Extraction()):
    labels = pd.read_csv("data/labels.csv").set_index("case")["local_control"]
    rows = Parallel(cfg.jobs)(delayed(one_case)(c, cfg) for c in labels.index)
    X = pd.DataFrame(rows).set_index("case").loc[labels.index]
    shape = X.filter(like="shape_")
    X[shape.columns] = shape.div(np.sqrt((shape**2).sum(axis=1)), axis=0)   # unit length of each row
    pipe = Pipeline([("z", StandardScaler()), ("svc", SVC(C=0.5))])
    auc = cross_val_score(pipe, X, labels, cv=StratifiedKFold(5, shuffle=True, random_state=0), scoring="roc_auc")
    print("AUC %.3f (%.3f)" % (auc.mean(), auc.std()))


if __name__ == "__main__":
    main()
