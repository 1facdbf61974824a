"""Names of codes, in both languages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.accounts.regions import apply_house_style
from newind.errors import in_chinese
from newind.messages import in_each

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.errors import NewindError
    from newind.messages import Text


def industry_label(code: str) -> Text:
    """Return the name of an industry.

    Examples
    --------
    >>> industry_label("c14")["en"]
    'Electrical and optical equipment'
    """
    return in_each(partial(industry_name, code))


def region_label(w: Accounts, code: str) -> Text:
    """Return the name of a region: that of the accounts, else the one that is generally known."""
    row = apply_house_style(w.regions.rows[w.regions.index(code)] if code in w.regions else code)
    return {"en": row.en, "zh": row.zh}


def explain_omission(error: NewindError, zh: str) -> Text:
    """Return why something is left out: as the error says it, and in general where it has no Chinese."""
    return {"en": str(error), "zh": in_chinese(error) or zh}
