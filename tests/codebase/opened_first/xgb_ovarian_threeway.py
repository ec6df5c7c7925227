# Ovarian mass on CT: train / validation / test. The test part is touched once.
import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

df = pd.read_csv("ovary_ct_features.csv", index_col="accession")
y = df.pop("malignant")

X_dev, X_test, y_dev, y_test = train_test_split(df, y, test_size=0.25, stratify=y, random_state=1)
X_train, X_val, y_train, y_val = train_test_split(X_dev, y_dev, test_size=0.25, stratify=y_dev, random_state=1)
print(len(X_train), len(X_val), len(X_test))

model = XGBClassifier(
    n_estimators=3000,
    learning_rate=0.01,
    max_depth=2,
    subsample=0.8,
    eval_metric="logloss",
    early_stopping_rounds=100,
)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)], verbose=False)
print("trees:", model.best_iteration + 1)

# working point: 95 % sensitivity in the validation part
p_val = model.predict_proba(X_val)[:, 1]
fpr, tpr, thr = roc_curve(y_val, p_val)
cut = thr[np.argmax(tpr >= 0.95)]

p_test = model.predict_proba(X_test)[:, 1]
tn, fp, fn, tp = confusion_matrix(y_test, p_test >= cut).ravel()
print("test AUC %.3f" % roc_auc_score(y_test, p_test))
print("at cut %.3f: sensitivity %.3f, specificity %.3f" % (cut, tp / (tp + fn), tn / (tn + fp)))
