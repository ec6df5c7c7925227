import pandas as pd
from neuroHarmonize import harmonizationLearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GroupKFold, cross_val_score

df = pd.read_csv("four_sites.csv")
X = df.filter(like="wavelet").to_numpy()
covars = df[["SITE"]]
model, X = harmonizationLearn(X, covars)
rf = RandomForestClassifier(500, random_state=0)
print(cross_val_score(rf, X, df["HPV"], groups=df["SITE"], cv=GroupKFold(4), scoring="roc_auc"))
