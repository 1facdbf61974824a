"""Classify a register under the WTO's rules on subsidies: a tag, why, and what would change it; never a ruling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from newind.policy.register import as_register
from newind.policy.triage import FACTS, TAGS, rules
from newind.policy.triage.answers import LEADS, OTHER, TriageAnswer, answers_of, notes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from newind.policy.register import Action, Register
    from newind.policy.triage import Answer, Tag, TriageRule

FIXED = ("instrument", "authority", "industries")
"""Where answers come from that hold as long as the action is what it is."""
SERIOUS = tuple(TAGS)
"""Tags, the most serious first."""


@dataclass(frozen=True)
class TagChange:
    """An answer that would change the tag: the fact, what it is now, what it would be, the tags that could follow."""

    fact: str
    now: Answer
    then: Answer
    tags: tuple[Tag, ...]


@dataclass(frozen=True, eq=False)
class Triage:
    """Preliminary WTO classification of one action.

    Parameters
    ----------
    action : Action
    answers : mapping
        What is known by fact, and where it comes from.
    reached : tuple of TriageRule
        Rules that can decide, given what is not known; one where everything that matters is.
    turns : tuple of TagChange
        Single answers that would change the tag, in the order in which facts are asked.
    notes : tuple of mapping
        Further remarks in ``en`` and ``zh``: thresholds, what has lapsed, rules of other agreements.
    """

    action: Action
    answers: Mapping[str, TriageAnswer]
    reached: tuple[TriageRule, ...]
    turns: tuple[TagChange, ...]
    notes: tuple[Mapping[str, str], ...] = ()

    @property
    def tag(self) -> Tag:
        """The tag; unclear where rules of several tags can decide."""
        return self.tags[0] if len(self.tags) == 1 else "unclear"

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Tags that are possible, the most serious first."""
        return _tags(self.reached)

    @property
    def rule(self) -> TriageRule | None:
        """The rule that decides: the first that is met for sure, or could be; None where the tag is unclear."""
        if len(self.tags) > 1:
            return None
        sure = [r for r in self.reached if all(self.answers[f].answer == a for f, a in r.when.items())]
        return (sure or self.reached)[0]

    @property
    def article(self) -> str:
        """Article that the tag is based on; where it is unclear, the articles that could apply."""
        return self.rule.article if self.rule else " / ".join(dict.fromkeys(r.article for r in self.reached))

    @property
    def decisive(self) -> tuple[str, ...]:
        """Facts that led to the tag, in order: those that the rules which can decide have asked."""
        asked = {f for r in rules()[: 1 + max(rules().index(r) for r in self.reached)] for f in r.when}
        return tuple(f for f in FACTS if f in asked)

    @property
    def open(self) -> tuple[TagChange, ...]:
        """Turns that could come about: not those that would take another instrument or another authority."""
        decides = self.rule.when if self.rule else {}
        return tuple(t for t in self.turns if t.fact in decides or self.answers[t.fact].basis not in FIXED)

    def __repr__(self) -> str:
        return f"Triage({self.action.id!r}: {self.tag})"


class Screening(Sequence[Triage]):
    """Preliminary WTO classification of every action of a register, in its order; also found by id."""

    def __init__(self, register: Register, found: Sequence[Triage]) -> None:
        self.register = register
        self._found = tuple(found)
        self._by_id = {t.action.id: t for t in self._found}

    def __getitem__(self, key: Any) -> Any:
        """Return the classification of an action by its id or position.

        Raises
        ------
        UnknownNameError
            With the nearest id.
        """
        if isinstance(key, str):
            return self._by_id[self.register[key].id]
        return self._found[key]

    def __iter__(self) -> Iterator[Triage]:
        """Iterate over the classifications of the actions."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many actions there are."""
        return len(self._found)

    def __repr__(self) -> str:
        many = ", ".join(f"{n} {tag}" for tag, n in self.counts().items() if n)
        return f"Screening({self.register.name!r}: {many})"

    def counts(self) -> dict[Tag, int]:
        """Return how many actions have each tag, the most serious first."""
        return {tag: sum(t.tag == tag for t in self._found) for tag in SERIOUS}

    def to_frame(self, lang: str = "en") -> pd.DataFrame:
        """Return a table with one row an action: tag, article, reason, facts, what would change it, notes, source."""
        from newind.policy.triage.told import screening_frame

        return screening_frame(self, lang)

    def portfolio(self) -> pd.DataFrame:
        """Return support by year and unit: total, at the R&D stage, to consumers, under prohibited-suspect tags."""
        from newind.policy.triage.told import portfolio

        return portfolio(self)


def screen(register: Any) -> Screening:
    """Return the preliminary classification of a register under the WTO's rules on subsidies.

    Parameters
    ----------
    register : Register, Action, sequence of Action, or path
        What to screen; a path is read.

    Returns
    -------
    Screening
        One `Triage` per action. A preliminary classification by stated facts, no ruling and no legal advice.

    Raises
    ------
    PolicyError
        For a file with mistakes, naming their places.

    References
    ----------
    Agreement on Subsidies and Countervailing Measures, Art. 1-6, 8, 11.9, 14, 25, 27, 31 and Annexes I-III; Protocol on
    the Accession of the People's Republic of China (WT/L/432), para. 10, 12.1, 15(b).

    Examples
    --------
    >>> from newind.policy.register import Action
    >>> bonus = Action(id="bonus", label="Bonus for exporters", clause="4.trade", family="trade",
    ...                instrument="export-subsidy", sources=[{"title": "Notice"}])
    >>> screen(bonus)["bonus"].tag
    'prohibited-suspect'
    """
    given = as_register(register)
    return Screening(given, [_triage(a) for a in given])


def _triage(action: Action) -> Triage:
    known = answers_of(action)
    reached = _find_deciding_rules(known)
    tags = _tags(reached)
    return Triage(action, known, reached, tuple(_turns(action, known, tags)), notes_of(action, tags))


def _turns(action: Action, known: Mapping[str, TriageAnswer], tags: tuple[Tag, ...]) -> Iterator[TagChange]:
    """Yield the other answers to a fact after which the tags would be others, with all that follows from them."""
    for fact in FACTS:
        now = known[fact].answer
        for then in (OTHER[now],) if now != "unknown" else ("yes", "no"):
            alone = fact not in LEADS
            after = {**known, fact: TriageAnswer(then, "stated")} if alone else answers_of(action, {fact: then})
            found = _tags(_find_deciding_rules(after))
            if found != tags:
                yield TagChange(fact, now, then, found)


def _find_deciding_rules(known: Mapping[str, TriageAnswer]) -> tuple[TriageRule, ...]:
    return deciding(tuple(known[f].answer for f in FACTS))


@cache
def deciding(answers: tuple[Answer, ...]) -> tuple[TriageRule, ...]:
    """Return the rules that can decide, whatever the unknown answers are, in the order of the rules.

    Parameters
    ----------
    answers : tuple of {"yes", "no", "unknown"}
        By fact, in the order of `FACTS`.

    Examples
    --------
    >>> [r.id for r in deciding(("no",) + ("unknown",) * 11)]
    ['private']
    """
    known = dict(zip(FACTS, answers, strict=True))
    for rule in rules():
        if any(known[f] not in (a, "unknown") for f, a in rule.when.items()):
            continue
        open_ = [f for f in rule.when if known[f] == "unknown"]
        if not open_:
            return (rule,)
        i = FACTS.index(open_[0])
        each = (deciding((*answers[:i], a, *answers[i + 1 :])) for a in ("yes", "no"))
        found = {r.id for part in each for r in part}
        return tuple(r for r in rules() if r.id in found)
    raise AssertionError(f"no rule for {known}")  # the last rules leave no case out


def _tags(reached: Sequence[TriageRule]) -> tuple[Tag, ...]:
    found = {r.tag for r in reached}
    return tuple(t for t in SERIOUS if t in found)
