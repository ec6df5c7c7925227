"""Stage 1: select features, write interim/selected.csv."""
import argparse

import numpy as np
import pandas as pd
from boruta import BorutaPy
from sklearn.ensemble import RandomForestClassifier


def main(source, target, seed):
    df = pd.read_csv(source, index_col="patient_id")
    y = df[target].to_numpy()
    X = df.drop(columns=target)
    rf = RandomForestClassifier(max_depth=5, n_jobs=-1, class_weight="balanced", random_state=seed)
    boruta = BorutaPy(rf, n_estimators="auto", max_iter=150, random_state=seed)
    boruta.fit(X.to_numpy(), y)
    chosen = X.columns[np.asarray(boruta.support_)]
    df[[*chosen, target]].to_csv("interim/selected.csv")


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--source", default="raw/features.csv")
    ap.add_argument("--target", default="local_failure")
    ap.add_argument("--seed", type=int, default=3)
    main(**vars(ap.parse_args()))
