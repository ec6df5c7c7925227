"""What the names of the usual libraries do to rows and columns. Data only."""

from __future__ import annotations


def _kind(kind: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), kind)


def words(text: str) -> frozenset[str]:
    """Names in a text."""
    return frozenset(text.split())


# Classes that learn something from the rows they are fitted on.
STEPS = {
    **_kind(
        "scaling",
        "StandardScaler MinMaxScaler RobustScaler MaxAbsScaler QuantileTransformer PowerTransformer KBinsDiscretizer "
        "Winsorizer NyulNormalize NyulHistogramMatching",
    ),
    **_kind("imputation", "SimpleImputer KNNImputer IterativeImputer MissForest Imputer MiceImputer SoftImpute"),
    **_kind(
        "selection",
        "SelectKBest SelectPercentile SelectFdr SelectFpr SelectFwe GenericUnivariateSelect SelectFromModel RFE RFECV "
        "SequentialFeatureSelector SFS ExhaustiveFeatureSelector BorutaPy Boruta BorutaShap ReliefF SURF SURFstar "
        "MultiSURF MRMR MRMRSelector GeneticSelectionCV StabilitySelection mRMR RReliefF",
    ),
    **_kind("filtering", "VarianceThreshold DropCorrelatedFeatures SmartCorrelatedSelection"),
    **_kind(
        "decomposition",
        "PCA KernelPCA SparsePCA IncrementalPCA FastICA NMF TruncatedSVD FactorAnalysis UMAP Isomap "
        "FeatureAgglomeration TSNE KMeans MiniBatchKMeans GaussianMixture BisectingKMeans SpectralEmbedding "
        "DictionaryLearning LatentDirichletAllocation",
    ),
    **_kind(
        "oversampling",
        "SMOTE BorderlineSMOTE SVMSMOTE KMeansSMOTE SMOTENC SMOTEN ADASYN RandomOverSampler SMOTEENN SMOTETomek",
    ),
    **_kind("harmonisation", "ComBat Combat CombatModel AutoCombat ComBatHarmonizer NestedComBat OPNestedComBat"),
    **_kind("encoding", "TargetEncoder LeaveOneOutEncoder WOEEncoder CatBoostEncoder JamesSteinEncoder"),
}
# Functions that take a table and give it back changed.
CHANGES = {
    **_kind(
        "scaling",
        "scale minmax_scale robust_scale maxabs_scale quantile_transform power_transform zscore qcut rankdata",
    ),
    **_kind(
        "harmonisation",
        "neuroCombat neurocombat harmonizationLearn pycombat pycombat_norm pycombat_seq combat nestedComBat reComBat",
    ),
    **_kind("oversampling", "smote"),
    **_kind("decomposition", "svd randomized_svd"),
}
# Modules whose classes are all of one kind; those named above come first.
MODULES = {
    "sklearn.impute": "imputation",
    "fancyimpute": "imputation",
    "missingpy": "imputation",
    "sklearn.decomposition": "decomposition",
    "sklearn.manifold": "decomposition",
    "sklearn.cluster": "decomposition",
    "sklearn.random_projection": "decomposition",
    "sklearn.feature_selection": "selection",
    "skrebate": "selection",
    "imblearn.over_sampling": "oversampling",
}
NO_STEP = frozenset(["Normalizer", "OneHotEncoder", "LabelEncoder", "OrdinalEncoder", "FunctionTransformer"])

# Functions of columns and the outcome: what they give is used to choose columns.
TESTS = words(
    "ttest_ind ttest_rel mannwhitneyu ranksums ks_2samp kruskal f_oneway chi2_contingency fisher_exact f_classif "
    "f_regression mutual_info_classif mutual_info_regression chi2 pointbiserialr logrank_test mrmr_classif "
    "mrmr_regression mRMR brunnermunzel r_regression multivariate_logrank_test relief fisher_score "
    "reliefF gini_index jmi cife mwu ttest anova welch_anova permutation_importance "
    "compare_survival survdiff pairwise_logrank_test alexandergovern"
)
CORRELATIONS = words("corr corrwith corrcoef spearmanr pearsonr kendalltau")
REDUNDANCY = frozenset(["variance_inflation_factor", "cov"])
STATISTICS = words(
    "mean std var min max median quantile percentile nanmean nanstd nanmedian nanmin nanmax nanpercentile "
    "nanquantile amin amax average mode ptp"
)
RANDOM_NUMBERS = words(
    "rand random random_sample uniform binomial standard_normal bernoulli normal randn lognormal laplace"
)
FILLS = frozenset(["fillna", "nan_to_num", "isnan", "isnull", "isna"])

# Held-out rows are made here; `Group...` keeps rows of one patient together.
SPLITTERS = words(
    "KFold StratifiedKFold RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedShuffleSplit LeaveOneOut "
    "LeavePOut TimeSeriesSplit GroupKFold StratifiedGroupKFold GroupShuffleSplit LeaveOneGroupOut LeavePGroupsOut "
    "PredefinedSplit"
)
CROSS_VALIDATED = words(
    "cross_val_score cross_validate cross_val_predict permutation_test_score k_fold_cross_validation"
)
SEARCHES = words(
    "GridSearchCV RandomizedSearchCV HalvingGridSearchCV HalvingRandomSearchCV BayesSearchCV TPOTClassifier "
    "OptunaSearchCV GASearchCV"
)
TUNED = frozenset(["best_params_", "alpha_", "C_", "l1_ratio_", "best_index_", "best_params", "best_alpha_"])
SCORES_OF_SEARCH = frozenset(["best_score_"])
METRICS = words(
    "roc_auc_score accuracy_score balanced_accuracy_score f1_score precision_score recall_score "
    "average_precision_score confusion_matrix classification_report brier_score_loss log_loss concordance_index "
    "concordance_index_censored concordance_index_ipcw matthews_corrcoef cohen_kappa_score auc_score "
    "mean_squared_error mean_absolute_error r2_score cumulative_dynamic_auc integrated_brier_score roc_auc "
    "multilabel_confusion_matrix fbeta_score delong_roc_variance"
)
CURVES = frozenset(["roc_curve", "precision_recall_curve", "det_curve"])
PREDICTS = words(
    "predict predict_proba decision_function predict_log_proba predict_partial_hazard predict_risk "
    "predict_survival_function predict_expectation predict_log_partial_hazard"
)
STOPPING = frozenset(["eval_set", "validation_data", "eval_sets", "valid_sets", "evals", "X_val", "eval_metric_set"])
STOPS = frozenset(["early_stopping_rounds", "callbacks", "early_stopping", "use_best_model", "od_wait", "od_type"])
STOPS_BY_ITSELF = ("CatBoost", "TabNet")

READERS = words(
    "read_csv read_excel read_parquet read_table read_feather read_pickle read_sql read_hdf read_json read_stata "
    "read_sas read_spss loadtxt genfromtxt loadmat load_breast_cancer make_classification make_regression read_fwf"
)
IMAGE_READERS = words(
    "ReadImage GetArrayFromImage GetImageFromArray imread dcmread read_file ImageFileReader imopen get_fdata "
    "ImageSeriesReader nrrd_read"
)
CONCATENATIONS = frozenset(["concat", "concatenate", "vstack", "append", "r_"])
MERGES = frozenset(["merge", "join", "hstack", "column_stack", "c_", "merge_asof"])
# Data as a library wants it: the same rows.
WRAPPERS = words("DMatrix QuantileDMatrix Dataset Pool TensorDataset DataLoader Subset from_tensor_slices ArrayDataset")
# Calls that never give a table.
PLAIN = words(
    "ParameterGrid ParameterSampler product count cycle print range len Path str int float bool isinstance "
    "getattr hasattr format "
    "Namespace ArgumentParser  parse_args getLogger basicConfig exists mkdir makedirs isfile listdir glob "
    "rglob iterdir seed time figure  subplots savefig plot show sorted_key argsort_key join_path environ getenv "
    "linspace logspace geomspace eye identity meshgrid array_equal "
    "perf_counter default_rng RandomState SeedSequence set_seed manual_seed dump dumps safe_load"
)
RANDOM_MODELS = ("RandomForest", "ExtraTrees", "MLP", "Bagging", "RandomSurvivalForest", "ExtraSurvivalTrees")

LABELS = words(
    "y label labels outcome outcomes target targets class classes event events status response diagnosis recurrence "
    "grade malignant malignancy death survival progression mutation pathology y_true y_all gt risk_label pcr "
    "metastasis os pfs dfs dead relapse responder histology group_label subtype"
)
PATIENTS = words(
    "patient patient_id patientid pid subject subject_id subjectid case_patient pat_id patient_no patientnumber mrn "
    "participant participant_id patient_number"
)


def plain_name(text: str) -> str:
    """A column or variable name in the form of the sets above."""
    return text.strip().lower().replace(" ", "_").replace("-", "_")
