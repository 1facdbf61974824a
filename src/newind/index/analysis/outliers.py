"""Report the changes that the treatment of outliers made to each indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.index.treat import BOXCOX, LOG, PLAIN, kurtosis, passes, skewness

if TYPE_CHECKING:
    import pandas as pd

    from newind.index.index import Index

FORMS = {PLAIN: "", LOG: "log", BOXCOX: "boxcox"}


def treatment(index: Index) -> pd.DataFrame:
    """Return what the treatment of outliers did to each indicator.

    Parameters
    ----------
    index : Index
        Whose recipe treats.

    Returns
    -------
    DataFrame
        A row an indicator: skewness, kurtosis and passed before; points (values winsorised); form (``log``,
        ``boxcox`` or empty) and power (of Box-Cox, NaN for others); skewness_after, kurtosis_after, passed_after.

    Raises
    ------
    UnknownNameError
        For a recipe without the step ``treat``.
    """
    import numpy as np
    import pandas as pd

    index.stage("treat")
    names, limits, done = list(index.stages), index.spec.recipe.treat, index.built.fitted.treated
    assert done is not None  # the recipe treats
    before = index.stages[names[names.index("treat") - 1]]
    after = index.stages["treat"].values
    bounds = limits.max_skew, limits.max_kurtosis
    found = {
        "skewness": skewness(before.values),
        "kurtosis": kurtosis(before.values),
        "passed": passes(before.values, *bounds),
        "points": done.points.astype(int),
        "form": [FORMS[int(form)] for form in done.form],
        "power": np.where(done.form == BOXCOX, done.power, np.nan),
        "skewness_after": skewness(after),
        "kurtosis_after": kurtosis(after),
        "passed_after": passes(after, *bounds),
    }
    return pd.DataFrame(found, index=pd.Index(before.codes, name="code"))
