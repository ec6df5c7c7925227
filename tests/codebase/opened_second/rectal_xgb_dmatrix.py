# Good vs poor responders (TRG 0-1 vs 2-3), LARC, T2WI+DWI
import json
import numpy as np
import pandas as pd
import xgboost as xgb
from combat.pycombat import pycombat
from sklearn.metrics import roc_auc_score, accuracy_score
from sklearn.model_selection import train_test_split

SEED = 1234
np.random.seed(SEED)

cfg = {
    "objective": "binary:logistic",
    "eval_metric": "auc",
    "eta": 0.03,
    "max_depth": 3,
    "subsample": 0.8,
    "colsample_bytree": 0.5,
    "lambda": 2.0,
    "seed": SEED,
}

t2 = pd.read_csv("radiomics_t2.csv").set_index("pid").add_prefix("T2_")
dwi = pd.read_csv("radiomics_dwi.csv").set_index("pid").add_prefix("DWI_")
trg = pd.read_csv("trg.csv").set_index("pid")[["TRG", "scanner"]]

df = t2.join(dwi, how="inner").join(trg, how="inner")
df["y"] = (df["TRG"] <= 1).astype(int)
print(df["y"].value_counts())

feature_cols = [c for c in df.columns if c.startswith(("T2_original", "T2_wavelet", "DWI_original"))]

# two scanners (Skyra, Ingenia), put them on one scale
scanner = df["scanner"].map({"Skyra": 0, "Ingenia": 1}).tolist()
df[feature_cols] = pycombat(df[feature_cols].T, scanner).T

train, test = train_test_split(df, test_size=0.25, stratify=df["y"], random_state=SEED)

dtrain = xgb.DMatrix(train[feature_cols].values, label=train["y"].values)
dtest = xgb.DMatrix(test[feature_cols].values, label=test["y"].values)

log = {}
bst = xgb.train(
    cfg,
    dtrain,
    num_boost_round=2000,
    evals=[(dtrain, "train"), (dtest, "eval")],
    early_stopping_rounds=50,
    evals_result=log,
    verbose_eval=100,
)

prob = bst.predict(dtest, iteration_range=(0, bst.best_iteration + 1))
print("rounds :", bst.best_iteration)
print("AUC    :", roc_auc_score(test["y"], prob))
print("ACC    :", accuracy_score(test["y"], prob > 0.5))
imp = pd.Series(bst.get_score(importance_type="gain")).sort_values(ascending=False)
imp.head(20).to_csv("gain_top20.csv")
with open("xgb_log.json", "w") as fh:
    json.dump(log, fh)
