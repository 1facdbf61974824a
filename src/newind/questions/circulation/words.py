"""Words of the answers of system 4, and their notes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.language.words import years as span_of_years
from newind.messages import in_each
from newind.questions.words import FamilyWords, status as name_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.messages import Text


WORDS = FamilyWords("circulation.answers", money="unit")
note, answer = WORDS.line, WORDS.answer


def accounts_note(years: Sequence[int], status: Iterable[str], name: str = "accounts") -> Text:
    """Return the first note of an answer: which accounts, of which years, of which status."""
    return note(name, years=in_each(partial(span_of_years, years[0], years[-1])), status=name_status(*status))


def of_year(w: Accounts, name: str = "accounts") -> Text:
    """Return the first note of an answer from accounts of one year."""
    return accounts_note((w.year,), (w.status,), name)


def failures(why: Sequence[str]) -> list[Text]:
    """Return how many cases have no equilibrium, nothing where all have."""
    return [note("failed", n=len(why), first=why[0])] if why else []
