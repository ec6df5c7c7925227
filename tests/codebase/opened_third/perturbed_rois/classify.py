import sys
from pathlib import Path

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from .build_table import table


def main(root):
    labels = pd.read_csv(Path(root) / "who_type.csv", index_col="case")["high_risk"]
    t = table(Path(root) / "cases", labels)
    X = t.filter(regex="^original_")
    Xa, Xb, ya, yb = train_test_split(X, t["y"], test_size=0.3, shuffle=True, random_state=64)
    rf = RandomForestClassifier(n_estimators=800, random_state=64, n_jobs=2).fit(Xa, ya)
    print("AUC", roc_auc_score(yb, rf.predict_proba(Xb)[:, 1]))


if __name__ == "__main__":
    main(sys.argv[1])
