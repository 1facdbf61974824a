"""Words of the memo on a screening, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from newind.messages import message_group

if TYPE_CHECKING:
    from newind.policy.triage import Tag

Words = dict[str, str]

TEXTS: dict[str, Words] = message_group("policies.screen_texts.texts")
"""Word by name and language."""
MEANS = cast("dict[Tag, Words]", message_group("policies.screen_texts.means"))
"""Meaning of a tag."""


def word(key: str, lang: str, /, **values: object) -> str:
    """Return a text in a language, filled in.

    Examples
    --------
    >>> word("is", "zh", tag="可诉补贴")
    '可诉补贴1项'
    """
    return TEXTS[key][lang].format(**values)
