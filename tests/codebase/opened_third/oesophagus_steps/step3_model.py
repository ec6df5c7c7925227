import numpy as np
import pandas as pd
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from common import OUTCOME, tmpfile

reduced = pd.read_csv(tmpfile("reduced.csv"), index_col=0)
target = reduced.pop(OUTCOME).astype(int)
gp = make_pipeline(StandardScaler(), GaussianProcessClassifier(ConstantKernel(1.0) * RBF(3.0), random_state=0))
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=0)
auc = cross_val_score(gp, reduced, target, cv=cv, scoring="roc_auc")
print(f"GP: {np.mean(auc):.2f} ± {np.std(auc):.2f}")
