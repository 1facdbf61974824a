"""Chinese for what indicators say about themselves: notes, formulas and sources; the texts are data (``zh.yaml``)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newind.accounts.classification import industry_name
from newind.accounts.groups import group
from newind.accounts.regions import apply_house_style as region
from newind.datafiles import read_yaml

if TYPE_CHECKING:
    from newind.measures.registry import Indicator

PARTS = {
    "year": r"\d{4}",
    "count": r"\d+",
    "economies": r"[^ ,;]+(?:, [^ ,;]+)*",
    "categories": r"[^;]+",
    "group": r"[a-z][a-z-]+",
    "industries": r"'[^;]+'(?: and \d+ more)?",
    "what": r"[A-Za-z0-9&-]+(?: [A-Za-z0-9&-]+)*",
}
"""Patterns of the parts of a note that change, in English, by name."""


def note(text: str) -> str:
    """Return a note of the measure table in Chinese; one that is not known is returned as it is.

    Parameters
    ----------
    text : str
        A whole note, or several after each other with ``; `` between them.

    Examples
    --------
    >>> note("no hours of this economy in 2011"), note("41 × 35; no exports"), note("mine; no exports")
    ('该经济体2011年无工时数据', '41 × 35；无出口', 'mine; no exports')
    """
    known = _translate_parts(text.split("; "), "notes")
    return text if known is None else "；".join(known)


def formula(entry: Indicator) -> str:
    """Return the formula of an indicator with its words in Chinese.

    Examples
    --------
    >>> from newind.measures.registry import indicators
    >>> formula(indicators()["people.urbanisation"]), formula(indicators()["quality.value_added_rate"])
    ('城镇人口 / 总人口', 'VA_r / x_r')
    """
    return texts()["formulas"].get(entry.id, entry.formula)


def source(text: str) -> str:
    """Return a source of figures or of a method in Chinese; one that is not known is returned as it is.

    Examples
    --------
    >>> source("Penn World Table 10.01, pop"), source("my own survey")
    ('佩恩世界表10.01（pop）', 'my own survey')
    >>> source("Input-output table of CN-GD 2017, 42 sectors")
    '广东2017年42部门投入产出表'
    """
    known = _translate_parts(text.split("; "), "sources")
    return text if known is None else "；".join(known)


@cache
def texts() -> dict[str, dict[str, str]]:
    """Return the file: ``notes``, ``terms``, ``formulas`` and ``sources``, each from key to Chinese."""
    found: dict[str, dict[str, str]] = read_yaml("newind.measures", "zh.yaml")
    return found


@cache
def patterns(kind: str = "notes") -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the notes or sources in which something changes, each with what it looks like."""
    made = []
    for key in texts()[kind]:
        if "{" in key:
            pieces = re.split(r"\{(\w+)\}", key)
            looks = (re.escape(p) if i % 2 == 0 else f"(?P<{p}>{PARTS[p]})" for i, p in enumerate(pieces))
            made.append((key, re.compile("".join(looks))))
    return tuple(made)


def _translate_parts(parts: list[str], kind: str) -> list[str] | None:
    """Return the Chinese of texts after each other, each of one or several parts, None where one is not known."""
    for size in range(len(parts), 0, -1):
        said = "; ".join(parts[:size])
        first = _text(said, kind) if re.search("[A-Za-z]", said) else said
        rest = _translate_parts(parts[size:], kind) if parts[size:] else []
        if first is not None and rest is not None:
            return [first, *rest]
    return None


def _text(text: str, kind: str) -> str | None:
    """Return one note or source in Chinese, None where it is not known."""
    known = texts()[kind]
    if text in known:
        return known[text]
    for key, pattern in patterns(kind):
        if found := pattern.fullmatch(text):
            return known[key].format(**{part: _part(part, said) for part, said in found.groupdict().items()})
    return None


def _part(part: str, said: str) -> str:
    if part == "economies":
        return "、".join(region(code).zh for code in said.split(", "))
    if part == "categories":
        return said.replace(", ", "、")
    if part == "group":
        return group(said).label["zh"]
    if part == "industries":
        more = re.search(r"and (\d+) more$", said)
        named = "、".join(f"“{industry_name(code, 'zh')}”" for code in re.findall(r"'([^']+)'", said))
        return named + (f"等另外{more[1]}项" if more else "")
    return texts()["terms"].get(said, said) if part == "what" else said
