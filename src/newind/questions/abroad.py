"""An economy in place of a boundary, as one asks for it, and the sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.errors import DataError, tell
from newind.messages import message

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts

ABROAD = message("common.abroad.abroad")


def with_economy(w: Accounts, abroad: str | None) -> Accounts:
    """Return accounts whose boundary is an economy of the size of ``--abroad``, as they are where it was not given.

    Raises
    ------
    DataError
        For what is neither a number nor ``shipped``, and where no economy of that size can stand there.
    """
    from newind.data.abroad import with_abroad

    if abroad is None:
        return w
    if abroad.casefold() == "shipped":
        return with_abroad(w)
    try:
        size = float(abroad)
    except ValueError:
        raise DataError(tell("question.abroad", given=abroad)) from None
    return with_abroad(w, size)


def assumption(w: Accounts) -> tuple[dict[str, str], ...]:
    """Return in ``en`` and ``zh`` what is assumed of an economy abroad; nothing where the table itself knows it."""
    from newind.data.abroad import FACT

    sizes = dict(zip(w.regions.codes, w.facts.get_values(FACT, w.R).tolist(), strict=True))
    known = ((code, size) for code, size in sizes.items() if size == size)
    return tuple({lang: text.format(code=c, size=s) for lang, text in ABROAD.items()} for c, s in known)
