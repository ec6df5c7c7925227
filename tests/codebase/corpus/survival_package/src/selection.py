import numpy as np
from sksurv.linear_model import CoxnetSurvivalAnalysis


def coxnet_features(X, y, alpha=0.05):
    net = CoxnetSurvivalAnalysis(l1_ratio=1.0, alphas=[alpha])
    net.fit(X, y)
    return X.columns[np.abs(net.coef_[:, 0]) > 0]
