"""Sentences on the part of a result that is assumed: how much, by which parameters, and from when on it pays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from newind.language.words import listing, percent
from newind.messages import fill, in_each, message_group
from newind.parameters import parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newind.messages import Text
    from newind.policy.assumed import AssumedPart


def describe_assumed(part: AssumedPart | None, r: int, digits: int, *, number: bool = True) -> Iterator[Text]:
    """Yield what of the result of a region is assumed, and the value from which on it pays for itself.

    Parameters
    ----------
    part : AssumedPart or None
        Of results as fractions; no sentence where it is not known.
    r : int
        Position of the region.
    digits : int
        Places of a per cent that are shown.
    number : bool
        Whether the result stands as a number, whose parts are then named: not where its direction is open.
    """
    if part is None:
        return
    shown = partial(_show_change, digits=digits)
    k, whole, without = part.main(r), float(part.whole[r]), float(part.without[r])
    if k is not None:
        active = [j for j in range(len(part.names)) if j not in part.idle and _counts(part, j, r)]
        which = [_describe_parameter(part.names[j], part.values[j]) for j in active or [k]]
        names = in_each(lambda lang: listing([w[lang] for w in which], lang))
        if part.rests[r]:
            yield _say("rests", without=shown(without), which=names)
            yield from _describe_break_even(part, k, r)
        elif number:
            yield _say("share", tables=shown(without), effects=shown(whole - without), which=names)
    for j in part.idle:
        yield from _describe_break_even(part, j, r)


LEAST = 0.05
"""Part of the result, without or with what is assumed, below which an effect is not named."""


def _counts(part: AssumedPart, k: int, r: int) -> bool:
    size = max(abs(float(part.whole[r])), abs(float(part.without[r])))
    return abs(float(part.whole[r] - part.each[k, r])) > LEAST * size


def _describe_break_even(part: AssumedPart, k: int, r: int) -> Iterator[Text]:
    value, name = part.break_even(k, r), part.names[k]
    if value == value:
        told = "counts-not" if k in part.idle else "pays" if value > 0.0 else "pays-anyway"
        yield _say(told, name=_name(name), value=f"{value:.2g}", which=_describe_parameter(name, part.values[k]))


def _describe_parameter(name: str, value: float) -> Text:
    """Return the name of a parameter, its value, class of evidence and range."""
    p = parameter(name)
    low, high = p.range or (value, value)
    given = {"name": _name(name), "value": f"{value:g}", "evidence": p.evidence}
    return _say("parameter", low=f"{low:g}", high=f"{high:g}", **given)


def _name(name: str) -> Text:
    named: dict[str, Text] = message_group("paths.uncertainty.parameters")
    return {lang: said[:1].lower() + said[1:] for lang, said in named[name].items()}


def _show_change(value: float, digits: int) -> Text:
    return in_each(lambda lang: percent(value, lang, digits, sign=True))


def _say(id: str, /, **words: Any) -> Text:
    return fill(message_group("common.assumed")[id], **words)
