# -*- coding: utf-8 -*-
# 胶质瘤 IDH 突变预测：mRMR + 随机森林
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import mutual_info_classif
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler


def mrmr(X, y, k=15):
    """最大相关最小冗余 (MIQ)"""
    rel = mutual_info_classif(X, y, random_state=0)
    cc = np.abs(np.corrcoef(X, rowvar=False))
    chosen = [int(np.argmax(rel))]
    rest = [j for j in range(X.shape[1]) if j != chosen[0]]
    while len(chosen) < k and rest:
        score = [rel[j] / (cc[j, chosen].mean() + 1e-6) for j in rest]
        best = rest[int(np.argmax(score))]
        chosen.append(best)
        rest.remove(best)
    return chosen


df = pd.read_csv("glioma_T1C_T2F_features.csv", encoding="gbk")
y = df["IDH"].map({"WT": 0, "MUT": 1}).to_numpy()
names = [c for c in df.columns if c.startswith(("T1C_", "T2F_"))]
X = df[names].to_numpy(dtype=float)

# 特征筛选
keep = mrmr(X, y, k=12)
X = X[:, keep]
print("入选特征:", [names[j] for j in keep])

# 五折交叉验证
aucs, accs = [], []
skf = StratifiedKFold(n_splits=5, shuffle=True, random_state=42)
for tr, te in skf.split(X, y):
    sc = StandardScaler().fit(X[tr])
    rf = RandomForestClassifier(n_estimators=500, class_weight="balanced", random_state=42)
    rf.fit(sc.transform(X[tr]), y[tr])
    prob = rf.predict_proba(sc.transform(X[te]))[:, 1]
    aucs.append(roc_auc_score(y[te], prob))
    accs.append(accuracy_score(y[te], prob > 0.5))
print("平均 AUC = %.3f, ACC = %.3f" % (np.mean(aucs), np.mean(accs)))
