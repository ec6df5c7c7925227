from dataclasses import dataclass, field
from typing import List, Optional

import numpy as np
import pandas as pd
from boruta import BorutaPy
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold


@dataclass
class Experiment:
    """csPCa (GG>=2) against the rest from ADC and T2W radiomics, one index lesion a patient."""

    csv: str
    label: str = "csPCa"
    n_splits: int = 5
    seed: int = 99
    X: Optional[np.ndarray] = None
    y: Optional[np.ndarray] = None
    names: List[str] = field(default_factory=list)
    scores: List[float] = field(default_factory=list)

    def read(self):
        d = pd.read_csv(self.csv).drop(columns=["patient", "psa_date"])
        self.y = d.pop(self.label).values
        self.X, self.names = d.values, list(d.columns)
        return self

    def prepare(self):
        forest = RandomForestClassifier(n_jobs=-1, class_weight="balanced", max_depth=5, random_state=self.seed)
        boruta = BorutaPy(forest, n_estimators="auto", perc=90, random_state=self.seed, verbose=0)
        boruta.fit(self.X, self.y)
        ok = boruta.support_ | boruta.support_weak_
        self.names = [n for n, k in zip(self.names, ok) if k]
        self.X = self.X[:, ok]
        return self

    def evaluate(self):
        folds = StratifiedKFold(self.n_splits, shuffle=True, random_state=self.seed)
        oof = np.zeros(len(self.y))
        for tr, te in folds.split(self.X, self.y):
            clf = ExtraTreesClassifier(n_estimators=500, min_samples_leaf=3, random_state=self.seed)
            clf.fit(self.X[tr], self.y[tr])
            oof[te] = clf.predict_proba(self.X[te])[:, 1]
            self.scores.append(roc_auc_score(self.y[te], oof[te]))
        return oof

    def report(self):
        print(f"{len(self.names)} features: {', '.join(self.names)}")
        print(f"AUC {np.mean(self.scores):.3f} ({np.std(self.scores):.3f})")


if __name__ == "__main__":
    exp = Experiment("prostate_bpMRI.csv").read().prepare()
    exp.evaluate()
    exp.report()
