"""Table 2: every feature by itself; the model is made on the training set."""
import pandas as pd
from scipy.stats import ttest_ind
from sklearn.feature_selection import SelectKBest, mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline

df = pd.read_csv("adc.csv")
y = df["Gleason_high"]
feats = [c for c in df if c.startswith("original")]
rows = []
for f in feats:
    t, p = ttest_ind(df.loc[y == 1, f], df.loc[y == 0, f])
    rows.append({"feature": f, "p": p, "auc": roc_auc_score(y, df[f])})
pd.DataFrame(rows).sort_values("p").to_csv("table2.csv")

Xa, Xb, ya, yb = train_test_split(df[feats], y, test_size=0.3, random_state=9, stratify=y)
pipe = Pipeline([("s", SelectKBest(mutual_info_classif, k=8)), ("lr", LogisticRegression(max_iter=1000))])
pipe.fit(Xa, ya)
print("test AUC", roc_auc_score(yb, pipe.predict_proba(Xb)[:, 1]))
