"""Words of the answers of system 4, and their notes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from newind.language.phrases import share
from newind.language.words import years as span_of_years
from newind.messages import in_each, message
from newind.questions.words import FamilyWords, status as name_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newind.accounts.accounts import Accounts
    from newind.analyses.losses import Loss
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


def describe_loss(home: Text, name: Text, side: str, loss: Loss) -> Text:
    """Return what the partner costs whose loss costs most on a side."""
    ends = {"low": share(loss.low), "high": share(loss.high), "middle": share(loss.middle)}
    said = message(f"circulation.findings_risks.loss.{side}", name=name, home=home, **ends)
    return said if loss.is_complete else message("science.answers.dependence.open_above", said=said)
