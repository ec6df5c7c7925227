# HNSCC overall survival
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test
from sklearn.model_selection import train_test_split
import matplotlib.pyplot as plt

df = pd.read_csv('hnscc_os.csv').set_index('ID')
train, test = train_test_split(df, test_size=1 / 3, random_state=0, stratify=df['event'])
train, test = train.copy(), test.copy()
rad = [c for c in df.columns if c not in ('OS', 'event')]

mu = train[rad].mean()
sigma = train[rad].std()
train[rad] = (train[rad] - mu) / sigma
test[rad] = (test[rad] - mu) / sigma

pv = {}
for r in rad:
    pv[r] = CoxPHFitter().fit(train[[r, 'OS', 'event']], 'OS', 'event').summary.loc[r, 'p']
top = sorted(pv, key=pv.get)[:5]

cox = CoxPHFitter(penalizer=0.05).fit(train[top + ['OS', 'event']], 'OS', 'event')
cutoff = cox.predict_log_partial_hazard(train).median()

for title, d in (('train', train), ('test', test)):
    lp = cox.predict_log_partial_hazard(d)
    hi = lp > cutoff
    lr = logrank_test(d.OS[hi], d.OS[~hi], d.event[hi], d.event[~hi])
    print(title, 'C =', round(cox.score(d[top + ['OS', 'event']], scoring_method='concordance_index'), 3), 'log-rank p =', lr.p_value)
    ax = plt.figure().gca()
    for g, m in (('low', ~hi), ('high', hi)):
        KaplanMeierFitter(label=g).fit(d.OS[m], d.event[m]).plot_survival_function(ax=ax)
    plt.savefig('KM_%s.png' % title)
