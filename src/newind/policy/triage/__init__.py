"""Load the preliminary WTO classification of measures: instruments, facts, and rules that lead from facts to a tag."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from newind.datafiles import read_yaml
from newind.messages import message, message_group

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newind.messages import Text

Answer = Literal["yes", "no", "unknown"]
Tag = Literal["prohibited-suspect", "actionable", "unclear", "not specific", "out of scope"]

TAGS = cast("dict[Tag, Text]", message_group("policy.triage.tags"))
"""Tags, the most serious first, and what they are called."""
FACTS = (
    "public", "goods", "contribution", "infrastructure", "within_tax", "benefit", "export_contingent", "local_content",
    "limited", "state_owned", "objective", "concentrated",
)  # fmt: skip
"""Facts in the order of the questions."""
TIED = {"export_contingent": "export", "local_content": "local_content", "objective": "objective"}
"""Facts that an action states as one of its conditions, by the name of that condition."""
STATED = tuple(id for id in FACTS if id not in TIED)
"""Facts that an action states under ``facts``."""
NO_ADVICE = message("policy.triage.no_advice")
"""Note beside every preliminary WTO classification."""


@dataclass(frozen=True)
class Instrument:
    """A way in which governments act.

    Parameters
    ----------
    id : str
    label : mapping
        In ``en`` and ``zh``.
    gta : str
        Intervention type as the Global Trade Alert names it; empty where it has none.
    mast : str
        Chapter of the UNCTAD MAST classification; ``T`` for tariffs, empty where it has none.
    gives : {"transfer", "revenue", "provision", "purchase", "price", "none"}
        Financial contribution in the sense of Art. 1.1.
    benefit : {"yes", "no", "unknown"}
        Whether it is better than the market by nature.
    facts : mapping
        Facts that it implies.
    other : mapping
        Rules beside the SCM Agreement, in ``en`` and ``zh``; empty where none is named.
    """

    id: str
    label: dict[str, str]
    gta: str
    mast: str
    gives: str
    benefit: Answer
    facts: Mapping[str, Answer] = field(default_factory=dict)
    other: Mapping[str, str] = field(default_factory=dict)

    @property
    def supports(self) -> bool:
        """Whether it gives money, or what is worth money."""
        return self.gives != "none"


@dataclass(frozen=True)
class TriageQuestion:
    """Fact of the preliminary WTO classification: question, meaning, what would settle it; in ``en`` and ``zh``."""

    id: str
    article: str
    question: dict[str, str]
    yes: dict[str, str]
    no: dict[str, str]
    evidence: dict[str, str]


@dataclass(frozen=True)
class TriageRule:
    """A rule: the answers it needs, and the tag with its article and reason."""

    id: str
    when: Mapping[str, Answer]
    tag: Tag
    article: str
    because: dict[str, str]


@cache
def instruments() -> dict[str, Instrument]:
    """Return the instruments by id.

    Examples
    --------
    >>> instruments()["tax-relief"].gta
    'Tax or social insurance relief'
    """
    return {id: Instrument(id=id, **entry) for id, entry in read_yaml(__name__, "instruments.yaml").items()}


@cache
def facts() -> dict[str, TriageQuestion]:
    """Return the facts by id, in the order in which they are asked.

    Examples
    --------
    >>> tuple(facts()) == FACTS
    True
    """
    return {id: TriageQuestion(id=id, **entry) for id, entry in read_yaml(__name__, "facts.yaml").items()}


@cache
def rules() -> tuple[TriageRule, ...]:
    """Return the rules in order; the last two leave no case without a tag.

    Examples
    --------
    >>> rules()[-1].tag
    'not specific'
    """
    return tuple(TriageRule(**entry) for entry in read_yaml(__name__, "rules.yaml"))
