import numpy as np
import pandas as pd
from scipy.stats import zscore
from sklearn.svm import LinearSVC

rng = np.random.default_rng(17)
df = pd.read_csv("features.csv")
values = df.iloc[:, 1:-1].to_numpy()
grade = df.iloc[:, -1].to_numpy()
order = rng.permutation(len(df))
cut = int(0.7 * len(df))
train, test = order[:cut], order[cut:]
Z = zscore(values, axis=0)
svm = LinearSVC(random_state=0).fit(Z[train], grade[train])
print("accuracy", svm.score(Z[test], grade[test]))
