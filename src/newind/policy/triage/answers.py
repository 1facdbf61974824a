"""Facts of an action for its preliminary WTO classification, and remarks beside a tag."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from newind.accounts.groups import group, groups
from newind.datafiles import read_yaml
from newind.errors import DataError
from newind.messages import message_group
from newind.policy.triage import FACTS, TIED, facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newind.messages import Text
    from newind.policy.fields import Tax
    from newind.policy.register import Action
    from newind.policy.triage import Answer, Tag


Basis = Literal["stated", "instrument", "industries", "eligibility", "tax", "authority", "assumed", "not stated"]

BASES = cast("dict[Basis, Text]", message_group("policy.answers.bases"))
"""Where an answer comes from, in words."""
CHINA = "CHN"
LIMITS: dict[str, Text] = message_group("policy.answers.limits")
"""To whom support is limited, or would be where it is open to all."""
OTHER: dict[Answer, Answer] = {"yes": "no", "no": "yes"}
LEADS = ("contribution", "within_tax", "local_content", "state_owned", "objective")
"""Facts on whose answer others depend, or that can be answered in one way only."""


@dataclass(frozen=True)
class TriageAnswer:
    """An answer and where it comes from."""

    answer: Answer
    basis: Basis


def answers_of(action: Action, given: Mapping[str, Answer] | None = None) -> dict[str, TriageAnswer]:
    """Return what is known of an action by fact, in the order in which facts are asked.

    What binds China by its Protocol does not hold for others, whatever they state.

    Parameters
    ----------
    action : Action
    given : mapping, optional
        Answers as if the action stated them.

    Examples
    --------
    >>> from newind.policy.register import Action
    >>> grant = Action(id="g", label="G", clause="4.industrial", family="industrial", instrument="grant",
    ...                eligible="sector", sources=[{"title": "Notice"}])
    >>> answers_of(grant)["limited"]
    TriageAnswer(answer='yes', basis='eligibility')
    """
    stated = _collect_answers(action) | dict(given or {})
    known = {k: TriageAnswer(v, "stated" if v != "unknown" else "not stated") for k, v in stated.items()}
    derived = _derive_answers(action, stated)
    bound = {} if among_actors(action).china else {"state_owned": TriageAnswer("no", "authority")}
    return {id: (known | bound).get(id, derived[id]) for id in FACTS}


def _collect_answers(action: Action) -> dict[str, Answer]:
    """Return the answers that an action states; what it states to be unknown overrules what would follow."""
    said: dict[str, Answer] = {fact: getattr(action.conditions, name) for fact, name in TIED.items()}
    return dict(action.facts) | {k: v for k, v in said.items() if v != "unknown"}


def spoken(id: str, answer: Answer, action: Action, lang: str) -> str:
    """Return what was found as a clause of a sentence; the question where it is not known."""
    fact = facts()[id]
    if answer == "unknown":
        return fact.question[lang]
    return (fact.yes if answer == "yes" else fact.no)[lang].replace("{who}", LIMITS[action.eligible][lang])


@dataclass(frozen=True)
class Actors:
    """Whether China, or one of its provinces, is among those who act, and whether others are."""

    china: bool
    others: bool


def among_actors(action: Action) -> Actors:
    """Return who acts, as far as rules differ; everywhere is China and others, and a group is its members.

    Examples
    --------
    >>> from newind.policy.register import Action
    >>> pact = Action(id="p", label="P", clause="4.trade", family="trade", instrument="trade-agreement", regions="rcep",
    ...               sources=[{"title": "Treaty"}])
    >>> among_actors(pact)
    Actors(china=True, others=True)
    """
    named = (action.regions,) if isinstance(action.regions, str) else action.regions
    codes = {code for name in named for code in _members(name)}
    china = {code for code in codes if code == CHINA or code.startswith("CN-")}
    return Actors("*" in codes or bool(china), "*" in codes or codes > china)


@cache
def _members(name: str) -> tuple[str, ...]:
    return group(name).members if name in {g.id for g in groups("regions")} else (name,)


# ---- what follows
def _derive_answers(action: Action, stated: Mapping[str, Answer]) -> dict[str, TriageAnswer]:
    """Return answers that follow from other fields than the answers themselves."""
    means = action.means
    implied: dict[str, TriageAnswer] = {k: TriageAnswer(v, "instrument") for k, v in means.facts.items()}
    unknown, by_means = TriageAnswer("unknown", "not stated"), TriageAnswer("no", "instrument")
    within = _within_tax(action, stated)
    usual = {
        "public": TriageAnswer("yes", "authority"),
        "goods": TriageAnswer("no" if services_only(action) else "yes", "industries"),
        "contribution": TriageAnswer("yes" if means.supports else "no", "instrument"),
        "infrastructure": by_means,
        "within_tax": within,
        "benefit": _benefit(action, stated, within),
        "export_contingent": TriageAnswer("yes", "instrument") if action.instrument == "export-rebate" else unknown,
        "local_content": unknown,
        "limited": TriageAnswer("no" if action.eligible == "all" else "yes", "eligibility"),
        "objective": unknown,
    }
    objective = stated.get("objective") == "yes"
    spread = TriageAnswer("no", "assumed") if objective else unknown
    return usual | {"state_owned": spread, "concentrated": spread} | implied


def _within_tax(action: Action, stated: Mapping[str, Answer]) -> TriageAnswer:
    if "within_tax" in stated:
        return TriageAnswer(stated["within_tax"], "stated")
    if action.instrument != "export-rebate":
        return TriageAnswer("no", "instrument")
    if action.tax is None:
        return TriageAnswer("unknown", "not stated")
    return TriageAnswer("yes" if action.tax.rebate <= action.tax.borne else "no", "tax")


def _benefit(action: Action, stated: Mapping[str, Answer], within: TriageAnswer) -> TriageAnswer:
    """Return whether there is a benefit: a rebate above the tax is one, within it none; buyers pass it on to producers
    for sure only where home goods are required.
    """
    means = action.means
    if action.instrument == "export-rebate" and within.answer != "unknown":
        return TriageAnswer(OTHER[within.answer], within.basis)
    if action.recipient == "consumer" and means.supports and stated.get("local_content") == "yes":
        return TriageAnswer("yes", "stated")
    open_ = action.recipient == "consumer" if means.supports else stated.get("contribution") == "yes"
    if open_ or means.benefit == "unknown":
        return TriageAnswer("unknown", "not stated")
    return TriageAnswer(means.benefit, "instrument")


def services_only(action: Action) -> bool:
    """Tell whether every industry of an action is a service."""
    return all(_within(name, "services") for name in _industries(action))


def agricultural(action: Action) -> bool:
    """Tell whether an action names agriculture, or the making of food as the shipped world has it."""
    return any(name == "c3" or _within(name, "agriculture") for name in _industries(action))


def _industries(action: Action) -> tuple[str, ...]:
    return (action.industries,) if isinstance(action.industries, str) else action.industries


@cache
def _within(name: str, wider: str) -> bool:
    """Tell whether a code of any classification, one that merges several, or a group lies within a group."""
    own = group(wider)
    if name in {c for members in (own.members, *own.also.values()) for c in members}:
        return True
    if name in {g.id for g in groups("industries")}:
        return set(group(name).members) <= set(own.members)
    try:
        return own.select_members([name]) == (name,)
    except DataError:
        return False


Note = dict[str, str]


def notes_of(action: Action, tags: Sequence[Tag]) -> tuple[Mapping[str, str], ...]:
    """Return the remarks that belong beside the possible tags of an action, in ``en`` and ``zh``."""
    said = tuple(remarks()[key] for key in _keys(action, tags))
    rates = () if action.tax is None else (_rates(action.tax),)
    other = (dict(action.means.other),) if action.means.other else ()
    return (*rates, *said, *other)


def export_tax(action: Action) -> float:
    """Return the tax on exports that a rebate below the tax borne amounts to, as a fraction of the tax base; else 0.

    Examples
    --------
    >>> from newind.policy.register import Action
    >>> cut = Action(id="r", label="R", clause="4.trade", family="trade", instrument="export-rebate",
    ...              tax={"borne": 0.13, "rebate": 0.09}, sources=[{"title": "Notice"}])
    >>> round(export_tax(cut), 12)
    0.04
    """
    return 0.0 if action.tax is None else max(0.0, action.tax.borne - action.tax.rebate)


@cache
def remarks() -> dict[str, Note]:
    """Return the remarks by key, in ``en`` and ``zh``."""
    found: dict[str, Note] = read_yaml("newind.policy.triage", "notes.yaml")
    return found


def _keys(action: Action, tags: Sequence[Tag]) -> Iterator[str]:
    who = among_actors(action)
    china = who.china
    if "prohibited-suspect" in tags:
        yield "prohibited"
        yield from [key for key, there in {"accession": china, "annex-vii": who.others}.items() if there]
    if "actionable" in tags:
        yield "de-minimis-china" if china else "de-minimis"
        yield from _list_lapsed_paragraphs(action)
    if {"prohibited-suspect", "actionable"} & set(tags):
        yield "notify-china" if china else "notify"
        if china and action.means.benefit == "unknown" and action.recipient != "consumer":
            yield "benchmark"
    if action.means.gives == "revenue" and action.level != "national":
        yield "tax-rates"
    if action.means.supports and agricultural(action):
        yield "agriculture-china" if china else "agriculture"
    if action.recipient == "consumer":
        yield "buyers"


def _list_lapsed_paragraphs(action: Action) -> Iterator[str]:
    """Yield which paragraphs of Art. 8.2 would once have been asked."""
    asked = {"rd": action.stage == "rd", "region": action.eligible == "region", "climate": action.motive == "climate"}
    yield from [key for key, holds in asked.items() if holds]


def _rates(tax: Tax) -> Note:
    """Say how a rebate stands to the tax borne."""
    borne, rebate = 100 * tax.borne, 100 * tax.rebate
    key = "above" if rebate > borne else "below" if rebate < borne else "equal"
    said = {"borne": f"{borne:.4g}", "rebate": f"{rebate:.4g}", "gap": f"{abs(rebate - borne):.4g}"}
    return {lang: text.format(**said) for lang, text in remarks()[f"rebate-{key}"].items()}
