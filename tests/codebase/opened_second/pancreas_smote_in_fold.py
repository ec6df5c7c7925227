import collections
import numpy as np
import pandas as pd
from imblearn.over_sampling import BorderlineSMOTE
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

# IPMN, high grade dysplasia (rare)
data = pd.read_csv("ipmn_mrcp.csv")
X = data.loc[:, "original_firstorder_10Percentile":].values
y = data["HGD"].values
print(collections.Counter(y))

rskf = RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=42)
result = collections.defaultdict(list)

for i, (train_index, test_index) in enumerate(rskf.split(X, y)):
    X_train, X_test = X[train_index], X[test_index]
    y_train, y_test = y[train_index], y[test_index]

    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)

    kb = SelectKBest(f_classif, k=12)
    X_train = kb.fit_transform(X_train, y_train)
    X_test = kb.transform(X_test)

    sm = BorderlineSMOTE(random_state=i, k_neighbors=3)
    X_res, y_res = sm.fit_resample(X_train, y_train)
    # print(collections.Counter(y_res))

    mlp = MLPClassifier(hidden_layer_sizes=(16,), alpha=1.0, max_iter=1500, random_state=i)
    mlp.fit(X_res, y_res)
    p = mlp.predict_proba(X_test)[:, 1]
    result["auroc"].append(roc_auc_score(y_test, p))
    result["auprc"].append(average_precision_score(y_test, p))

for k, v in result.items():
    print(k, "%.3f +/- %.3f" % (np.mean(v), np.std(v)))
