import pandas as pd
import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from preproc import Preproc

tab = pd.read_csv("wilms_dev.csv", index_col="id")
y = tab.pop("anaplasia")
Xtr, Xte, ytr, yte = train_test_split(tab, y, test_size=0.3, stratify=y, random_state=7)
pre = Preproc().fit(Xtr, ytr)
pre.save("preproc.json")
lr = LogisticRegression(max_iter=1000).fit(pre.transform(Xtr), ytr)
joblib.dump(lr, "lr.joblib")
print("test AUC", roc_auc_score(yte, lr.predict_proba(pre.transform(Xte))[:, 1]).round(3))
