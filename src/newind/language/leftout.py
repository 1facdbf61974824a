"""Parts that a result lacks because they could not be made, each with its reason: the rest stands."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from newind.errors import NewindError, in_chinese, tell
from newind.messages import complete_text, list_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newind.messages import Text

T = TypeVar("T")
UNFORESEEN = (ArithmeticError, ValueError, LookupError)
"""Errors of odd data where nobody foresaw them; errors of the program itself (TypeError, AttributeError) are none."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Omission:
    """A part of a result that could not be made.

    Parameters
    ----------
    name : dict
        What it is, in ``en`` and ``zh``; an id is the same in both.
    reason : dict
        Why it could not be made, in ``en`` and ``zh``.
    line : str
        The whole message on it, where that is written elsewhere.
    """

    name: Text
    reason: Text
    line: str = ""

    def say(self, lang: str) -> str:
        """Return one line on it.

        Examples
        --------
        >>> Omission({"en": "s3.trade", "zh": "s3.trade"}, {"en": "no CO₂", "zh": "没有碳排放数据"}).say("en")
        'Left out: s3.trade (no CO₂)'
        """
        if self.line:
            return self.line
        said = tell("left.out", name=self.name[lang], why=self.reason[lang])
        return said.zh if lang == "zh" else str.__str__(said)

    def plain(self) -> dict[str, str]:
        """Return it as plain data."""
        return {"name": self.name["en"], **{f"reason_{lang}": self.reason[lang] for lang in ("en", "zh")}}


class OmissionLog(list[Omission]):
    """Parts that were left out on the way to a result, in order, each once."""

    @contextmanager
    def around(self, name: Text | str, line: str = "") -> Iterator[None]:
        """Make a part of a result; where that fails, note it and go on after the block.

        Parameters
        ----------
        name : dict or str
            What is made; an id is the same in both languages.
        line : str
            Message where the data do not allow it, in place of name and reason.

        Examples
        --------
        >>> from newind.errors import DataError
        >>> log = OmissionLog()
        >>> with log.around("s3.trade"):
        ...     raise DataError("no CO₂ is known.")
        >>> [part.say("en") for part in log]
        ['Left out: s3.trade (no CO₂ is known)']
        """
        try:
            yield
        except NewindError as error:
            self._note(Omission(_format_name(name), _reason(error), line))
        except UNFORESEEN as error:
            logger.warning("%s is left out: %s", _format_name(name)["en"], error, exc_info=error)
            self._note(Omission(_format_name(name), _failure(error)))

    def try_build(self, name: Text | str, make: Callable[[], T]) -> T | None:
        """Return what is made, None where it is left out."""
        with self.around(name):
            return make()
        return None

    def _note(self, part: Omission) -> None:
        self.extend([part] if part not in self else [])


def _format_name(name: Text | str) -> Text:
    return dict.fromkeys(list_languages(), name) if isinstance(name, str) else name


def _reason(error: NewindError) -> Text:
    """Return what an error says, in Chinese that it is refused where the error has none."""
    chinese = in_chinese(error) or tell("left.refused").zh
    return complete_text({"zh": chinese.rstrip("。")}, str.__str__(str(error)).rstrip("."))


def _failure(error: Exception) -> Text:
    said = tell("left.failed", kind=type(error).__name__, what=str(error) or "–")
    return complete_text({"zh": said.zh}, str.__str__(said))
