from __future__ import annotations

import logging
from pathlib import Path

import joblib
import pandas as pd
from catboost import CatBoostClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

log = logging.getLogger("sites")


def read_sites(root: Path) -> pd.DataFrame:
    parts = []
    for csv in sorted(root.glob("site_*.csv")):
        part = pd.read_csv(csv)
        part["site"] = csv.stem
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def standardise_within_site(df: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    out = df.copy()
    grouped = df.groupby("site")[columns]
    out[columns] = grouped.transform(lambda s: (s - s.mean()) / (s.std() + 1e-8))
    return out


def main(root="data/raw", seed=5):
    df = read_sites(Path(root))
    columns = [c for c in df.columns if c.startswith(("original_", "wavelet"))]
    df = standardise_within_site(df, columns)
    train, test = train_test_split(df, test_size=0.2, random_state=seed, stratify=df[["site", "progression"]])
    clf = CatBoostClassifier(iterations=400, depth=4, learning_rate=0.03, verbose=0, random_seed=seed)
    clf.fit(train[columns], train["progression"])
    for site, part in test.groupby("site"):
        if part["progression"].nunique() == 2:
            log.info("%s auc %.3f", site, roc_auc_score(part["progression"], clf.predict_proba(part[columns])[:, 1]))
    print("all", roc_auc_score(test["progression"], clf.predict_proba(test[columns])[:, 1]))
    joblib.dump(clf, "models/site_centred.joblib")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
