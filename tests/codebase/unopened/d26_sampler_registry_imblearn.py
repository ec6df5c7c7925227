"""Compare samplers. Every sampler acts on the training folds only."""
import itertools
import logging

import pandas as pd
from imblearn.combine import SMOTETomek
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.pipeline import Pipeline
from imblearn.under_sampling import RandomUnderSampler
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.preprocessing import StandardScaler

SEED = 2468
SAMPLERS = {
    "none": "passthrough",
    "over": RandomOverSampler(random_state=SEED),
    "under": RandomUnderSampler(random_state=SEED),
    "smote": SMOTE(random_state=SEED),
    "smotetomek": SMOTETomek(random_state=SEED),
}
MODELS = {"lr": LogisticRegression(max_iter=3000), "rf": RandomForestClassifier(400, random_state=SEED)}


def assemble(sampler, model):
    return Pipeline([("scale", StandardScaler()), ("sample", SAMPLERS[sampler]), ("model", MODELS[model])])


def main():
    df = pd.read_csv("data/upper_tract.csv").set_index("pid")
    y = df.pop("high_grade")
    cv = StratifiedKFold(5, shuffle=True, random_state=SEED)
    rows = []
    for s, m in itertools.product(SAMPLERS, MODELS):
        r = cross_validate(assemble(s, m), df, y, cv=cv, scoring=["roc_auc", "recall"])
        rows.append({"sampler": s, "model": m, "auc": r["test_roc_auc"].mean(), "recall": r["test_recall"].mean()})
        logging.info("%s", rows[-1])
    pd.DataFrame(rows).pivot(index="sampler", columns="model", values="auc").to_csv("reports/samplers.csv")


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
