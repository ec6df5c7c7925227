import pandas as pd
import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import ElasticNetCV

TABLE = 'meningioma_T1c.csv'


def get_table():
    t = pd.read_csv(TABLE, index_col=0)
    t = t.replace([np.inf, -np.inf], np.nan).dropna(axis=1)
    return t.drop(columns='WHO'), (t['WHO'] > 1).astype(int)


def zscore(t):
    return pd.DataFrame(StandardScaler().fit_transform(t), index=t.index, columns=t.columns)


def choose(t, y):
    en = ElasticNetCV(l1_ratio=0.7, cv=10, random_state=4, max_iter=20000)
    en.fit(t, y)
    keep = t.columns[np.abs(en.coef_) > 1e-5]
    print('%d of %d features kept' % (len(keep), t.shape[1]))
    return list(keep)
