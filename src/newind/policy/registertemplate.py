"""A register to start from: two invented actions, and what every field means."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from newind.messages import message_group, say
from newind.policy.registerfile import parse_register
from newind.policy.registerlayout import SHEETS, help_of, vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from newind.messages import Text
    from newind.policy.register import Register
    from newind.policy.registerlayout import SheetColumn

ABOUT = message_group("policy.registertemplate.about")
HEADS: dict[str, Text] = message_group("policy.registertemplate.heads")
SHOWN = ("lever",)
"""Lists of words that a command of their own shows."""
EXPLAINED = ("systems", "evidence")
"""Lists whose words say nothing by themselves."""
WIDTH = 110
INDENTED: dict[str, Any] = {"initial_indent": "  ", "subsequent_indent": "    ", "break_on_hyphens": False}


def example() -> Register:
    """Return a register of two invented actions.

    Examples
    --------
    >>> example().ids
    ('research-grant', 'purchase-subsidy')
    """
    name = "registerexample.yaml"
    return parse_register(files("newind.policy").joinpath(name).read_text(encoding="utf-8"), name, "my-register")


def write_template(path: str | PathLike[str], lang: str = "en") -> Path:
    """Write a register to start from, whole or not at all, and return its path.

    Parameters
    ----------
    path : path
        ``.yaml`` or ``.xlsx``.
    lang : {"en", "zh"}
        Language of the comments of a YAML file; which one stands first in the help of a workbook.

    Raises
    ------
    PolicyError
        For another kind of file.
    DataError
        When the folder does not exist or cannot be written.
    """
    from newind.accounts.store import write_whole
    from newind.policy.register import kind_of

    target = Path(path)
    if kind_of(target) == "workbook":
        from newind.policy.registerbook import write_book

        return write_book(example(), target, lang)
    text = template_text(target.name, lang)
    return write_whole(target, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def template_text(name: str, lang: str = "en") -> str:
    """Return the template as YAML, with comments that say what every field means."""
    lines = [f"# {line}".rstrip() for line in _comments(name, lang)]
    return "\n".join([*lines, "", example().to_yaml()])


def _comments(name: str, lang: str) -> Iterator[str]:
    yield from (line.format(name=name) for line in ABOUT[lang])
    for sheet, head in HEADS.items():
        yield ""
        yield head[lang]
        for column in SHEETS[sheet]:
            if column.path != ("action",):
                yield from wrap(_describe_column(sheet, column, lang), WIDTH, **INDENTED)


def _describe_column(sheet: str, column: SheetColumn, lang: str) -> str:
    """Return the name of a field, what it means and what it takes, in a line."""
    words = {} if column.values in SHOWN else vocabularies().get(column.values, {})
    allowed = ", ".join(f"{w} {m[lang]}" if column.values in EXPLAINED else w for w, m in words.items())
    said = {"path": ".".join(column.path), "said": help_of(sheet, column)[1]}
    noted = say("policy.registertemplate.allowed", lang, words=allowed) if allowed else ""
    return say("policy.registertemplate.field", lang, allowed=noted, **said)
