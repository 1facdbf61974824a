"""Which classification the sectors of a Chinese table are, decided from their names."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from newind.accounts.classification import load, plain
from newind.data.readers.nbs.labels import WORDS
from newind.errors import DataError, offenders, unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

LISTS = (
    "nbs42-2017",
    "nbs42-2012",
    "nbs42-2002",
    "nbs153-2018",
    "nbs149-2017",
    "nbs139-2012",
    "nbs135-2007",
    "nbs122-2002",
)
WITHOUT = {("nbs42-2002", 41): ("o22",)}
"""Sectors that shorter tables leave out: in 2010 scrap is part of other manufacturing."""
PUBLISHER = "publisher"
"""Name for keeping the publisher's codes."""
ALIKE = 0.5
"""Likeness of two names (0 to 1) from which they are taken for the same sector: wordings differ between publishers."""
STEM = 4
"""Letters by which two English words are taken for the same."""
_FILLING = {"and", "the", "for", "other"}
_SAME = {"acco": "hote", "coki": "coke", "medi": "phar"}
"""Beginnings of words of the publisher's English names → those of the lists."""
_ENDINGS = re.compile(f"({'|'.join(WORDS['endings'])})")


def decide(where: str, names: Sequence[str], given: str | None) -> tuple[tuple[str, ...], str]:
    """Return the codes of the sectors, and why.

    Parameters
    ----------
    where : str
        The place, for messages.
    names : sequence of str
        Names in the order of the table; empty where they are not written.
    given : str, optional
        A classification, or ``publisher`` to keep the publisher's codes as s01, s02 …

    Returns
    -------
    tuple of str, str
        Codes, and the reason in words.

    Raises
    ------
    DataError
        When a classification of that many sectors exists but the names are not its own.
    UnknownNameError
        For a classification that does not exist.
    """
    if given is not None and given not in (*LISTS, PUBLISHER):
        raise unknown("classification", given, (*LISTS, PUBLISHER), f"There are {', '.join(LISTS)}, {PUBLISHER}.")
    lists = {n: codes(n, len(names)) for n in LISTS if given in (None, n)}
    fitting = {name: found for name, found in lists.items() if len(found) == len(names)}
    if given == PUBLISHER or (given is None and not fitting):
        width = max(2, len(str(len(names))))
        return tuple(f"s{i:0{width}d}" for i in range(1, len(names) + 1)), "sectors of no known list: publisher's codes"
    if not fitting:
        raise DataError(f"{where}: {len(names)} sectors, but {given} has {len(load(str(given)))}. Give another.")
    if given is not None:
        return fitting[given], f"{given} as given"
    return _most_alike(where, names, fitting)


def codes(name: str, count: int) -> tuple[str, ...]:
    """Return the codes of a list in a table of that many sectors."""
    return tuple(c for c in load(name) if c not in WITHOUT.get((name, count), ()))


def _most_alike(where: str, names: Sequence[str], fitting: dict[str, tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    alike = {
        name: [_likeness(name, c, n) for c, n in zip(found, names, strict=True)] for name, found in fitting.items()
    }
    best = max(alike, key=lambda name: sum(alike[name]))
    wrong = [f"{i} {n}".strip() for i, (n, a) in enumerate(zip(names, alike[best], strict=True), 1) if a < ALIKE]
    if wrong:
        raise DataError(
            f"{where}: sectors that are not those of {best}, the nearest list: {offenders(wrong)}. "
            f"Give classification= one of {', '.join(fitting)}, or {PUBLISHER!r} to keep the publisher's codes."
        )
    return fitting[best], f"the names of {len(names)} sectors are those of {best}"


def _likeness(name: str, code: str, text: str) -> float:
    row, given = load(name)[code], plain(text)
    if given in (plain(row["zh"]), plain(row["en"])):
        return 1.0
    ours, theirs = _core(row["zh"]), _core(text)
    same = SequenceMatcher(None, ours, theirs, autojunk=False).ratio()
    english = SequenceMatcher(None, plain(row["en"]), given, autojunk=False).ratio()
    return max(same, english, 1.0 if _words(row["en"]) & _words(text) else 0.0)


def _words(text: str) -> set[str]:
    """Return the beginnings of the English words of a name, those that mean the same as one.

    Examples
    --------
    >>> sorted(_words("Accommodation and catering")), sorted(_words("Hotels and restaurants"))
    (['cate', 'hote'], ['hote', 'rest'])
    """
    found = (w[:STEM] for w in re.findall(r"[a-z]{3,}", text.casefold()) if w not in _FILLING)
    return {_SAME.get(w, w) for w in found}


def _core(name: str) -> str:
    text = plain(name)
    return _ENDINGS.sub("", text) or text
