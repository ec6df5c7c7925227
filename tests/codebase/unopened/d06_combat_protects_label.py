"""Multi-centre harmonisation experiment."""
from dataclasses import dataclass

import pandas as pd
from neuroCombat import neuroCombat
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedShuffleSplit


@dataclass(frozen=True)
class Columns:
    batch: str = "centre"
    label: str = "mgmt_methylated"
    categorical: tuple = ("sex", "mgmt_methylated")
    continuous: tuple = ("age",)


class Harmoniser:
    def __init__(self, cols: Columns):
        self.cols = cols

    def __call__(self, features: pd.DataFrame, clinical: pd.DataFrame) -> pd.DataFrame:
        c = self.cols
        covars = clinical[[c.batch, *c.categorical, *c.continuous]]
        out = neuroCombat(
            dat=features.T.to_numpy(), covars=covars, batch_col=c.batch,
            categorical_cols=list(c.categorical), continuous_cols=list(c.continuous),
        )
        return pd.DataFrame(out["data"].T, index=features.index, columns=features.columns)


def run(features, clinical, cols=Columns(), seed=8):
    X = Harmoniser(cols)(features, clinical)
    y = clinical[cols.label]
    splitter = StratifiedShuffleSplit(n_splits=50, test_size=0.3, random_state=seed)
    for i, (tr, te) in enumerate(splitter.split(X, y)):
        rf = RandomForestClassifier(300, random_state=i).fit(X.iloc[tr], y.iloc[tr])
        yield roc_auc_score(y.iloc[te], rf.predict_proba(X.iloc[te])[:, 1])


if __name__ == "__main__":
    feats = pd.read_csv("gbm/features.csv", index_col="case")
    clin = pd.read_csv("gbm/clinical.csv", index_col="case").loc[feats.index]
    aucs = pd.Series(list(run(feats, clin)))
    print(aucs.describe())
