"""Levers in words: what a shock moves, where, and the value that it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newind.accounts.groups import groups
from newind.accounts.regions import apply_house_style, read_regions
from newind.errors import BilingualMessage
from newind.language.phrases import name_short
from newind.language.words import MINUS, listing, mark, percent
from newind.messages import message_group, say
from newind.policy.actions import action, names
from newind.policy.levers import FAMILIES, levers
from newind.policy.packages import names as shipped_names, package as shipped_package
from newind.policy.sliders import sliders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newind.policy.schema import Package, Shock

WORDS = "policybrief.levers"
NAMED = 3
"""Industries or economies that are named; of more, how many there are."""
FEW = 3
"""Levers that an error names."""


@dataclass(frozen=True)
class ShockWords:
    """A shock in one language: what it moves and where, its value with unit, and where the value is from."""

    text: str
    value: str
    origin: str


def describe_shock(shock: Shock, package: Package, home: str, lang: str) -> ShockWords:
    """Return a shock of a package in words, for a reader in the region `home`."""
    lever = levers()[shock.lever]
    said = [lever.label[lang]]
    if shock.industry != "*":
        said.append(_name_all(shock.industry, lang))
    if shock.user not in ("*", lever.user):
        said.append(say(f"{WORDS}.user", lang, who=_name_all(shock.user, lang)))
    if shock.partner != "*":
        said.append(say(f"{WORDS}.partner", lang, who=_name_all(shock.partner, lang)))
    if shock.region not in (home, "*"):
        said.append(say(f"{WORDS}.region", lang, who=_name_all(shock.region, lang)))
    said += [_describe_option(name, value, lang) for name, value in shock.options.items()]
    head, *rest = said
    text = head + (mark("colon", lang) + mark("clause" if lang == "zh" else "comma", lang).join(rest) if rest else "")
    origin = [describe_origin(shock, package, lang), describe_excess(shock, lang)]
    return ShockWords(text, format_value(shock, lang), mark("clause", lang).join(filter(None, origin)))


def name_group(group: str, package: Package, lang: str) -> str:
    """Return what a family or action of a package is called: of shipped actions, what they move.

    Examples
    --------
    >>> name_group("research-grants", shipped_package("from-plants-to-research"), "en")
    'Subsidy to research: high and medium-high technology'
    """
    if group in FAMILIES or group not in names():
        return FAMILIES.get(group, {}).get(lang, group)
    own = [s for s in package.shocks if s.action == group]
    if len(own) == 1:
        return describe_shock(own[0], package, str(own[0].region), lang).text
    return listing([levers()[id].label[lang] for id in dict.fromkeys(s.lever for s in own)], lang)


def format_value(shock: Shock, lang: str) -> str:
    """Return the value of a shock with its unit, as it is typed.

    Examples
    --------
    >>> from newind.policy.schema import Shock
    >>> format_value(Shock("carbon_price", 13.33, "add", region="CHN"), "en")
    '+13.33 USD/t'
    >>> format_value(Shock("rd_subsidy", 0.125, "add", region="CHN"), "zh")
    '+12.5%'
    >>> format_value(Shock("tariff", 0.5, "scale", region="CHN"), "en")
    '−50% against today'
    >>> format_value(Shock("tariff", 0.05, "add", region="CHN"), "en")
    '+5 points'
    """
    if shock.mode == "scale":
        change = f"{100 * (shock.value - 1):+.6g}%".replace("-", MINUS)
        return say("policy.levers.scaled", lang, value=change if shock.value != 1 else "0%")
    rate = levers()[shock.lever].unit == "1"
    number = f"{100 * shock.value if rate else shock.value:{'+' if shock.mode == 'add' else ''}.6g}"
    number = number.replace("-", MINUS)
    slider = sliders().get(shock.lever, {})
    if slider.get("shown") == "times":  # it acts on a rate in force: 5 points are not 5% of that
        added = shock.mode == "add"
        return say(f"policy.levers.{'points' if added else 'rate'}", lang, value=number if added else f"{number}%")
    if rate:
        return f"{number}%"
    unit = slider.get("unit", {}).get(lang, levers()[shock.lever].unit)
    return f"{number} {unit}" if lang != "zh" else f"{number}{unit}"


def describe_tariff(shock: Shock, rate: float, lang: str) -> str:
    """Return the average tariff that a shock acts on, and what it becomes.

    Parameters
    ----------
    shock : Shock
        Of the lever ``tariff``.
    rate : float
        In force, as a fraction.
    lang : str

    Examples
    --------
    >>> from newind.policy.schema import Shock
    >>> describe_tariff(Shock("tariff", 1.1, "scale", region="CHN"), 0.0244, "en")
    'today 2.44% on average → 2.68%'
    >>> describe_tariff(Shock("tariff", 0.05, "add", region="CHN"), 0.0244, "zh")
    '现行平均2.44% → 7.44%'
    """
    then = {"scale": rate * shock.value, "add": rate + shock.value}.get(shock.mode, shock.value)
    return say(f"{WORDS}.tariff", lang, value=percent(rate, lang, 2), then=percent(then, lang, 2))


def describe_origin(shock: Shock, package: Package, lang: str) -> str:
    """Return where the value of a shock is from: a measure, a shipped package, or the user, who typed it."""
    if shock.action in names():
        of = action(shock.action)
        label = of.label[lang]
        same = [
            s
            for s in of.package.shocks
            if (s.lever, s.industry, s.partner) == (shock.lever, shock.industry, shock.partner)
        ]
        if any(s.value == shock.value for s in same) or not same:
            return say(f"{WORDS}.action", lang, label=label)
        return say(f"{WORDS}.changed", lang, label=label, value=format_value(same[0], lang))
    if package.name in shipped_names() and shock in shipped_package(package.name).shocks:
        return say(f"{WORDS}.package", lang)
    return say(f"{WORDS}.typed", lang)


def describe_excess(shock: Shock, lang: str) -> str:
    """Return which reference value of its lever a shock goes beyond, the farthest in its direction, else nothing.

    Examples
    --------
    >>> from newind.policy.schema import Shock
    >>> describe_excess(Shock("rd_subsidy", 0.5, "add", region="CHN"), "en")
    'beyond the reference value +12.5% (by law)'
    >>> describe_excess(Shock("carbon_price", 13.33, "add", region="CHN"), "en")
    ''
    """
    along = [m for m in levers()[shock.lever].explanation.marks if shock.mode == "add" and m.value * shock.value > 0]
    far = max(along, key=lambda m: abs(m.value), default=None)
    if far is None or abs(shock.value) <= abs(far.value):
        return ""
    value = format_value(shock.model_copy(update={"value": far.value}), lang)
    return say(f"{WORDS}.beyond", lang, value=value, mark=far.label[lang])


def describe_levers(package: Package) -> BilingualMessage:
    """Return the levers of a package with their values, for an error: a few of them, and how many more there are."""
    shown, more = package.shocks[:FEW], len(package.shocks) - FEW

    def join_levers(lang: str) -> str:
        each = [f"{levers()[s.lever].label[lang]} {format_value(s, lang)}" for s in shown]
        return listing(each, lang) + (say(f"{WORDS}.more", lang, n=more) if more > 0 else "")

    return BilingualMessage(join_levers("en"), join_levers("zh"))


def _describe_option(name: str, value: object, lang: str) -> str:
    """Return a choice in words where it has some."""
    known = message_group(f"{WORDS}.options")
    if isinstance(value, str):
        return str(known.get(f"{name}_{value}", {}).get(lang, f"{name} {value}"))
    number = float(value) if isinstance(value, (int, float)) else 0.0
    known_as = {"percent": f"{100 * number:g}", "number": f"{number:g}"}
    return say(f"{WORDS}.options.{name}", lang, **known_as) if name in known else f"{name} {value}"


def _name_all(selected: str | Sequence[str], lang: str) -> str:
    """Return the names of codes and groups; of many, how many there are."""
    codes = [selected] if isinstance(selected, str) else list(selected)
    if len(codes) > NAMED:
        return say(f"{WORDS}.many", lang, n=len(codes))
    return listing([name_code(code, lang) for code in codes], lang)


def name_code(code: str, lang: str) -> str:
    """Return the name of an industry, an economy or a group, as it stands inside a list.

    Examples
    --------
    >>> name_code("c14", "zh"), name_code("developed", "en"), name_code("CHN", "en")
    ('电气和光学设备', 'developed economies', 'China')
    """
    if code in read_regions():
        return apply_house_style(code).name(lang)
    known = {**{g.id: g.label for g in groups()}, **message_group(f"{WORDS}.codes")}
    label = name_short(code, lang)
    label = known[code][lang] if label == code and code in known else label
    return label if lang == "zh" or label[1:2].isupper() else label[:1].lower() + label[1:]
