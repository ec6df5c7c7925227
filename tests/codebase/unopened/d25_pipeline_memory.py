import shutil
import tempfile

import pandas as pd
from joblib import Memory
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

CONF = {
    "data": {"file": "data/temporal_lobe.csv", "target": "necrosis", "ignore": ["hn_id", "dose_max"]},
    "grid": {"select__k": [50, 100, 200], "pca__n_components": [5, 10], "svc__C": [0.1, 1, 10]},
    "cv": {"inner": 4, "outer": 5, "seed": 7},
}


def instantiate(memory):
    return Pipeline(
        steps=[("scale", StandardScaler()), ("select", SelectKBest(f_classif)), ("pca", PCA(random_state=0)), ("svc", SVC())],
        memory=memory,
    )


def main(conf=CONF):
    df = pd.read_csv(conf["data"]["file"]).drop(columns=conf["data"]["ignore"])
    y = df.pop(conf["data"]["target"])
    cache = tempfile.mkdtemp()
    try:
        c = conf["cv"]
        inner = StratifiedKFold(c["inner"], shuffle=True, random_state=c["seed"])
        outer = StratifiedKFold(c["outer"], shuffle=True, random_state=c["seed"] + 1)
        search = GridSearchCV(instantiate(Memory(cache, verbose=0)), conf["grid"], cv=inner, scoring="roc_auc")
        auc = cross_val_score(search, df, y, cv=outer, scoring="roc_auc")
        print("nested AUC", auc.mean(), auc.std())
    finally:
        shutil.rmtree(cache)


if __name__ == "__main__":
    main()
