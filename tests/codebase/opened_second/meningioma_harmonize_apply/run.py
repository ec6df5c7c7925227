import pandas as pd
from sklearn.linear_model import RidgeClassifierCV
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from harmonise import SiteCorrection
from reduce import as_float, drop_correlated

table = pd.read_csv("table.csv").set_index("subject")
target = table["ki67_high"]
radiomics = as_float(table.filter(regex="^r_"))
cov = table[["SITE", "sex", "age"]].assign(sex=lambda d: (d.sex == "m") * 1)

ids_train, ids_test = train_test_split(table.index, test_size=0.25, stratify=table[["SITE", "ki67_high"]], random_state=31)

corr = SiteCorrection()
train = corr.learn(radiomics.loc[ids_train], cov.loc[ids_train])
test = corr.apply(radiomics.loc[ids_test], cov.loc[ids_test])

keep = drop_correlated(train)
scaler = StandardScaler().fit(train[keep])
model = RidgeClassifierCV(alphas=[0.1, 1, 10, 100, 1000]).fit(scaler.transform(train[keep]), target.loc[ids_train])
dec = model.decision_function(scaler.transform(test[keep]))
print("kept", len(keep), "AUC", round(roc_auc_score(target.loc[ids_test], dec), 3))
