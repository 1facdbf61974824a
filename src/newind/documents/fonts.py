"""Fonts that a PDF is set in: those of this machine, and those that come with the typesetter."""

from __future__ import annotations

from functools import cache
from typing import Any

from newind.errors import DataError, tell

SERIF = (
    "FangSong", "STFangsong", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC", "STSong",
    "SimSun", "AR PL UMing CN",
)  # fmt: skip
SANS = (
    "SimHei", "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Heiti SC", "STHeiti",
    "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback",
)  # fmt: skip
LATIN = ("Source Sans 3", "Noto Sans", "Helvetica Neue", "Liberation Sans", "Arial", "DejaVu Sans")
BOOK, MONO = "Libertinus Serif", "DejaVu Sans Mono"
"""Faces of the text and of commands, which come with the typesetter."""
REMEDY = "Install one, such as Noto Serif CJK SC (Debian: fonts-noto-cjk), or ask for html or docx."


@cache
def find_fonts() -> Any:
    """Return the fonts of this machine and of the typesetter, looked for once."""
    from typst import Fonts

    return Fonts()


@cache
def families() -> frozenset[str]:
    """Return the names of the fonts that there are."""
    return frozenset(find_fonts().families())


def chinese() -> tuple[str, str] | None:
    """Return the fonts for Chinese text and Chinese headings; None where no font has Chinese characters."""
    serif = [f for f in SERIF if f in families()]
    sans = [f for f in SANS if f in families()]
    if not serif and not sans:
        return None
    return (serif or sans)[0], (sans or serif)[0]


def faces(lang: str) -> dict[str, list[Any]]:
    """Return the fonts of text, headings, commands and charts in a language.

    Raises
    ------
    DataError
        For Chinese where no font has Chinese characters, with the remedy.
    """
    latin = [f for f in LATIN if f in families()][:1]
    found = chinese()
    if lang != "zh":
        more = list(found or ())
        return {"text": [BOOK, *more], "head": [BOOK, *more], "code": [MONO, *more], "chart": [*latin, BOOK, *more]}
    if found is None:
        raise DataError(tell("brief.font", remedy=REMEDY))
    serif, sans = found
    book = {"name": BOOK, "covers": "latin-in-cjk"}
    return {"text": [book, serif], "head": [sans], "code": [MONO, sans], "chart": [sans]}
