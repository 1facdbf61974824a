"""Describe what an index lacks that was reduced to the indicators that are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newind.language.words import listing

if TYPE_CHECKING:
    from newind.index.specification import Spec
    from newind.messages import Text

WITHOUT: Text = {
    "en": "{m} of {n} indicators are scored. Lacking: {gone}.",
    "zh": "{n}项指标中{m}项计分，缺{gone}。",
}
LOST: dict[str, Text] = {
    "one": {"en": " The pillar left out for it is {lost}.", "zh": "因此不含支柱“{lost}”。"},
    "more": {"en": " The pillars left out for it are {lost}.", "zh": "因此不含支柱{lost}。"},
}
APART: Text = {
    "en": "Scores of another database, or by other indicators, do not compare with these.",
    "zh": "其他数据库或其他指标集的得分与此不可比。",
}


def lacks(spec: Spec) -> tuple[Text, ...]:
    """Return what a reduced index is scored without, and what it does not compare with; nothing for a whole one.

    Examples
    --------
    >>> from newind.index.specification import spec
    >>> whole = spec("new-industrialization")
    >>> len(lacks(whole)), [text["en"].split(".")[0] for text in lacks(whole.smaller())][0]
    (0, '12 of 16 indicators are scored')
    """
    if spec.full is None:
        return ()
    return {lang: _without(spec, spec.full, lang) for lang in WITHOUT}, APART


def _without(spec: Spec, full: Spec, lang: str) -> str:
    gone = ("; " if lang == "en" else "、").join(spec.label(c, lang) for c in spec.lacking)
    said = WITHOUT[lang].format(m=len(spec.tree.indicators), n=len(full.tree.indicators), gone=gone)
    if not spec.omitted_pillars:
        return said
    lost = listing([spec.label(p, lang) for p in spec.omitted_pillars], lang)
    return said + LOST["one" if len(spec.omitted_pillars) == 1 else "more"][lang].format(lost=lost)
