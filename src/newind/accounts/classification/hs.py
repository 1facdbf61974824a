"""Products of the Harmonized System: chapters, revisions, and the industry that makes a product (approximate)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from newind.datafiles import read_yaml
from newind.errors import DataError, join_items, offenders, tell, unknown
from newind.messages import list_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

PLACE = "newind.accounts.classification"
NATIONAL = ("98", "99")
"""Chapters that each country uses in its own way: no products of the world's list."""
REMEDY = "Codes have six digits, chapters 01 to 97 without 77."
SIX = re.compile(r"[0-9]{6}")


@cache
def chapters() -> Mapping[str, Mapping[str, str]]:
    """Return the chapters: two digits → name in ``en`` and ``zh``.

    Examples
    --------
    >>> chapters()["85"]["en"], len(chapters())
    ('Electrical and electronic equipment', 96)
    """
    return dict(read_yaml(PLACE, "hs_chapters.yaml"))


def chapter_name(hs6: str, lang: str = "en") -> str:
    """Return the name of the chapter of a code in ``en`` or ``zh``.

    Raises
    ------
    UnknownNameError
        For a code that is none, or another language.

    Examples
    --------
    >>> chapter_name("850760"), chapter_name("280530", "zh")
    ('Electrical and electronic equipment', '无机化学品与稀土')
    """
    if lang not in list_languages():
        raise unknown("language", lang, list_languages(), tell("part.there_are", known=join_items(list_languages())))
    _check(hs6)
    return chapters()[hs6[:2]][lang]


def industry_of(hs6: str) -> str:
    """Return the industry of WIOD 2013 (``wiod35``) that makes a product.

    The link is approximate: the most detailed rule of ``hs_industries.yaml`` by chapter, heading or subheading.

    Parameters
    ----------
    hs6 : str
        Six digits.

    Returns
    -------
    str
        Code such as ``c14``; products of the soil and the mine are ``c1`` and ``c2``, works of art ``c34``.

    Raises
    ------
    UnknownNameError
        For a code that is none.

    Examples
    --------
    >>> [industry_of(code) for code in ("854231", "847130", "845811", "020130", "010121")]
    ['c14', 'c14', 'c13', 'c3', 'c1']
    """
    _check(hs6)
    rules = industry_rules()
    return rules.get(hs6) or rules.get(hs6[:4]) or rules[hs6[:2]]


@cache
def industry_rules() -> Mapping[str, str]:
    """Return the rules: chapter, heading or subheading → industry.

    Raises
    ------
    DataError
        When a rule stands twice or a chapter has none.
    """
    made: dict[str, str] = {}
    for industry, rules in read_yaml(PLACE, "hs_industries.yaml").items():
        for code in (code for rule in str(rules).split() for code in spread(rule)):
            if code in made:
                raise DataError(f"hs_industries.yaml: {code} stands under {made[code]} and {industry}. Keep one.")
            made[code] = industry
    if gone := [c for c in chapters() if c not in made]:
        raise DataError(f"hs_industries.yaml: chapters without a rule: {offenders(gone)}. Give each an industry.")
    return made


def spread(rule: str) -> Iterator[str]:
    """Yield the codes of a rule.

    Examples
    --------
    >>> list(spread("0401-0403")), list(spread("85"))
    (['0401', '0402', '0403'], ['85'])
    """
    first, _, last = rule.partition("-")
    for number in range(int(first), int(last or first) + 1):
        yield f"{number:0{len(first)}d}"


def is_product(hs6: str) -> bool:
    """Tell whether a code is a product of the Harmonized System: six digits in one of its chapters.

    Examples
    --------
    >>> is_product("850760"), is_product("770110"), is_product("8507")
    (True, False, False)
    """
    return bool(SIX.fullmatch(hs6)) and hs6[:2] in chapters()


def _check(hs6: str) -> None:
    if not is_product(hs6):
        raise unknown("product", hs6, (), REMEDY)


# ---- revisions


@cache
def revisions() -> tuple[str, ...]:
    """Return the names of the revisions, the oldest first.

    Examples
    --------
    >>> revisions()[0], revisions()[-1]
    ('HS92', 'HS22')
    """
    return tuple(read_yaml(PLACE, "hs_revisions.yaml")["revisions"])


@cache
def telling_codes() -> Mapping[str, tuple[int, int]]:
    """Return codes that exist in some revisions only: code → positions of the first and the last that has it."""
    known = revisions()
    last = {"none": len(known) - 1, **{r: k for k, r in enumerate(known)}}
    listed = read_yaml(PLACE, "hs_revisions.yaml")["codes"]
    return {code: (known.index(first), last[end]) for code, (first, end) in listed.items()}


def revision(given: str) -> str:
    """Return the name of a revision as it is written here; an empty text stays empty.

    Raises
    ------
    UnknownNameError
        For one that does not exist.

    Examples
    --------
    >>> revision("HS2017"), revision("h5"), revision("17"), revision("")
    ('HS17', 'HS17', 'HS17', '')
    """
    known = revisions()
    text = given.strip().upper().replace(" ", "").replace("-", "")
    by_name = {f"H{k}": r for k, r in enumerate(known)} | {"HS1988": "HS92"}
    for name in known:
        by_name |= {name: name, name[2:]: name}
        by_name |= {f"{prefix}{century}{name[2:]}": name for prefix in ("", "HS") for century in ("19", "20")}
    if text and text not in by_name:
        raise unknown(
            "revision of the Harmonized System", given, known, tell("part.there_are", known=join_items(known))
        )
    return by_name[text] if text else ""


def check_revision(where: str, codes: Iterable[str], stated: str = "") -> tuple[str, str]:
    """Refuse codes that no revision has together, or that the stated one does not have.

    Parameters
    ----------
    where : str
        File, for the message.
    codes : iterable of str
        Six digits each.
    stated : str
        Name of a revision, empty where it is not known.

    Returns
    -------
    (str, str)
        First and last revision that the telling codes among them leave possible.

    Raises
    ------
    DataError
        Naming the codes that contradict.

    Examples
    --------
    >>> check_revision("demo", ["851712", "870380"])
    ('HS17', 'HS17')
    """
    known = revisions()
    telling = {c: telling_codes()[c] for c in sorted(set(codes) & set(telling_codes()))}
    first, last = max((a for a, _ in telling.values()), default=0), min((b for _, b in telling.values()), default=6)
    if first > last:
        newest, oldest = _at(telling, first, 0), _at(telling, last, 1)
        ends = tell("products.ends", which=offenders(oldest), revision=known[last])
        begins = tell("products.begins", which=offenders(newest), revision=known[first])
        raise DataError(tell("products.revisions", where=where, which=join_items([ends, begins])))
    if stated and not first <= known.index(stated) <= last:
        wrong = [c for c, (a, b) in telling.items() if not a <= known.index(stated) <= b]
        fit, lacks = known[first : last + 1], offenders(wrong)
        raise DataError(tell("products.stated", where=where, stated=stated, which=lacks, first=fit[0], last=fit[-1]))
    return known[first], known[last]


def _at(telling: Mapping[str, tuple[int, int]], position: int, end: int) -> Sequence[str]:
    return [code for code, ends in telling.items() if ends[end] == position]
