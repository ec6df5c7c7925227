import pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("adc.csv")
y = df["Gleason_high"]
feats = [c for c in df if c.startswith("original")]
aucs = {}
for f in feats:
    a = roc_auc_score(y, df[f])
    aucs[f] = max(a, 1 - a)
best10 = sorted(aucs, key=aucs.get, reverse=True)[:10]
Xa, Xb, ya, yb = train_test_split(df[best10], y, test_size=0.3, random_state=9, stratify=y)
lr = LogisticRegression(max_iter=1000).fit(Xa, ya)
print("test AUC", roc_auc_score(yb, lr.predict_proba(Xb)[:, 1]))
