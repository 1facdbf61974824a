"""What a change of the budget is made of: its largest parts, named by what moved them, and the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.language.scales import scale_of
from newind.language.words import listing, mark
from newind.messages import lower_first, message_group, say
from newind.policy.targets import resolve

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from newind.accounts.accounts import Accounts
    from newind.messages import Text
    from newind.policy.schema import Package
    from newind.questions.policies.trials import Effect

PARTS, SMALL = 3, 0.02
"""Parts of the budget that are named, and what of the largest is too little to be."""
MADE = dict.fromkeys(("labour_tax", "capital_tax", "land_tax"), "factor taxes") | {"purchase_tax": "purchase taxes"}
"""What levers of several kinds move → the source of revenue that is nothing without them."""


def name_sources(package: Package, w: Accounts, at: Collection[int]) -> dict[str, Text]:
    """Return the names of sources of revenue of regions at positions, those in `MADE` by the levers that move them.

    Raises
    ------
    PolicyError
        For a package that names what the accounts lack.
    """
    names: dict[str, Text] = dict(message_group("policies.answers.values.item"))
    acting = [t.lever for t in resolve(package, w) if set(at) & set(t.regions.tolist())]
    for source in dict.fromkeys(MADE.values()):
        own = {v.id: lower_first(dict(v.label)) for v in acting if any(MADE.get(name) == source for name in v.moves)}
        if own:
            names[source] = {lang: listing([v[lang] for v in own.values()], lang) for lang in names[source]}
    return names


def say_budget(revenue: Mapping[str, Effect], bill: Effect, names: Mapping[str, Text], unit: str, lang: str) -> str:
    """Return the largest parts of a change of the budget whose sign is sure, in the central case; nothing of none.

    Where the sign of the whole is sure as well, what else there is and the whole follow: as printed, they add up.

    Parameters
    ----------
    revenue : mapping of str to Effect
        How much more is taken by source, less what is given.
    bill : Effect
        Cost to the budget, minus the sum of `revenue`.
    names : mapping of str to Text
        Of sources.
    unit : str
        Of all of these, such as ``M.USD``.
    lang : str
    """
    found = sorted(revenue.items(), key=lambda part: -abs(part[1].central))
    most = [(k, e.central) for k, e in found[:PARTS] if e.stated and abs(e.central) > SMALL * abs(found[0][1].central)]
    if not most:
        return ""
    scale = scale_of([*(v for _, v in most), bill.central], unit, lang)
    parts = [(names[k][lang], _round(v * scale.factor, scale.digits)) for k, v in most]
    whole = _round(-bill.central * scale.factor, scale.digits)
    rest = _round(whole - sum(v for _, v in parts), scale.digits)
    if bill.sure and rest:
        parts.append((say("policies.budget.other", lang), rest))
    told = mark("clause", lang).join(f"{name} {scale.number(v / scale.factor, sign=True)}" for name, v in parts)
    if bill.sure and len(parts) > 1:
        told = say("policies.budget.whole", lang, parts=told, whole=scale.number(whole / scale.factor, sign=True))
    return told + scale.suffix


def _round(value: float, digits: int) -> float:
    return round(value, digits) + 0.0
