"""Forms of a brief, by name."""

from __future__ import annotations

from newind.errors import DataError, join_items

FORMS = ("decision", "page", "full")
"""The four pages of a decision brief, its first page alone, and the long brief."""
FORMER = {"one-page": "page", "decision-page": "page"}
"""Former names of forms."""


def settle_form(form: str) -> str:
    """Return the form that a name means, a former one too.

    Raises
    ------
    DataError
        For a name of none.

    Examples
    --------
    >>> settle_form("full"), settle_form("one-page")
    ('full', 'page')
    """
    kind = FORMER.get(form, form)
    if kind not in FORMS:
        raise DataError(f"a brief has the forms {join_items(FORMS)}, not {form!r}.")
    return kind


def tail_of(form: str) -> str:
    """Return what the names of files of a form end with.

    Examples
    --------
    >>> tail_of("decision"), tail_of("page")
    ('', '-page')
    """
    return "" if form == FORMS[0] else f"-{form}"
