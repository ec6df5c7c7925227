"""Response of individual lesions to immunotherapy (RECIST targets, up to five per patient)."""
import logging
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer


@dataclass
class LesionTable:
    X: pd.DataFrame
    y: pd.Series
    patient: pd.Series

    @classmethod
    def read(cls, path):
        df = pd.read_csv(path)
        meta = ["patient", "lesion", "organ", "responded"]
        return cls(df.drop(columns=meta), df["responded"], df["patient"])

    def __len__(self):
        return len(self.y)


def experiment(table: LesionTable, n_repeats: int, seed: int) -> np.ndarray:
    aucs = np.empty(n_repeats)
    splitter = StratifiedShuffleSplit(n_repeats, test_size=0.25, random_state=seed)
    for i, (tr, te) in enumerate(splitter.split(table.X, table.y)):
        pipe = make_pipeline(QuantileTransformer(n_quantiles=50, random_state=seed),
                             HistGradientBoostingClassifier(max_depth=3, random_state=seed))
        pipe.fit(table.X.iloc[tr], table.y.iloc[tr])
        aucs[i] = roc_auc_score(table.y.iloc[te], pipe.predict_proba(table.X.iloc[te])[:, 1])
    return aucs


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    lesions = LesionTable.read("data/io_lesions.csv")
    logging.info("%d lesions of %d patients", len(lesions), lesions.patient.nunique())
    a = experiment(lesions, 100, 1)
    print(f"{a.mean():.3f} +- {a.std():.3f}")
