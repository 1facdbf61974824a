"""Errors that name the place, the offenders and the remedy.

Everything a user can cause derives from :class:`NewindError`, so ``except NewindError`` is enough at the edge; each
also derives from the built-in error that describes it, so code that knows nothing of newind can still catch it.

A message is English. One from the catalogue (``errors.json``) is a :class:`BilingualMessage`: the same text, which
knows how it reads in Chinese, also inside another message and as ``str(error)``.
"""

from __future__ import annotations

import re
from collections import Counter
from contextvars import ContextVar
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Self, TypeVar

from newind.messages import Text, complete_text, message_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

T = TypeVar("T")


class NewindError(Exception):
    """Base of every error that newind raises on purpose.

    Attributes
    ----------
    reached : object
        What had been found before, where that is something: the years of a pathway before the one that failed.
    """

    reached: Any = None


class DataError(NewindError, ValueError):
    """Raise when figures or labels are not what an operation can work with."""


class PolicyError(NewindError, ValueError):
    """Raise when a policy is contradictory, out of bounds or names what the accounts lack."""


class UnknownNameError(NewindError, KeyError):
    """Raise when a name (economy, industry, indicator, data set) does not exist."""

    def __str__(self) -> str:
        """Return the message as written (a plain KeyError would show it quoted)."""
        return str(self.args[0]) if self.args else ""


class ConvergenceError(NewindError, RuntimeError):
    """Raise when an iterative method stops short of its tolerance."""


class RunError(NewindError, RuntimeError):
    """Raise when work on many cases cannot go on; what is done is kept."""


def unless_error(found: T | NewindError) -> T:
    """Return what was found; raise why there is none.

    Examples
    --------
    >>> unless_error(1)
    1
    """
    if isinstance(found, NewindError):
        raise found
    return found


# ---- messages in both languages
class BilingualMessage(str):
    """An English text that knows how it reads in Chinese; without Chinese where a part of it has none.

    Examples
    --------
    >>> BilingualMessage("none", "无"), BilingualMessage("none", "无").zh
    ('none', '无')
    """

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Self:
        """Return the text."""
        self = super().__new__(cls, en)
        self.zh = zh
        return self

    def __str__(self) -> str:
        """Return the text itself, so that ``str(error)`` keeps its Chinese."""
        return self

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what makes it anew in another process."""
        return str.__str__(self), self.zh


def tell(id: str, /, **values: Any) -> BilingualMessage:
    """Return a message of the catalogue with its values.

    Parameters
    ----------
    id : str
        Its name in ``errors.json``.
    **values
        What stands in it: data, or other messages, which read as Chinese in the Chinese one. An error or `sentence`
        that has no Chinese leaves the whole without.

    Examples
    --------
    >>> said = tell("web.no_year", on="world", year=1900, years=join_items([2000, 2011]))
    >>> said, said.zh
    ('world has no year 1900. It has 2000, 2011.', 'world没有1900年的数据，现有年份：2000、2011。')
    """
    words = (catalogue().get(f"{id}.page") if _page.get() else None) or catalogue()[id]
    return BilingualMessage(words["en"].format(**values), _format_chinese(words["zh"], values))


_page: ContextVar[bool] = ContextVar("page", default=False)


def remedies_of_page() -> None:
    """Let messages name what the page offers from now on: those that have such a form, ``ID.page``."""
    _page.set(True)


def in_language(said: object, lang: str) -> str:
    """Return a message or an error in a language, in English where it is written in no other.

    Examples
    --------
    >>> in_language(BilingualMessage("none", "无"), "zh"), in_language("none", "zh")
    ('无', 'none')
    """
    return (in_chinese(said) if lang == "zh" else "") or str(said)


def within(where: object, said: object) -> BilingualMessage:
    """Return a message with its place before it.

    Examples
    --------
    >>> within("a.csv", tell("template.no_figures")).zh[:12]
    'a.csv：没有数值。请'
    """
    return BilingualMessage(
        f"{where}: {said}", _format_chinese("{where}：{said}", {"where": where, "said": MessagePart(said)})
    )


def join_items(items: Iterable[object]) -> BilingualMessage:
    """Return items one after another.

    Examples
    --------
    >>> join_items("ab"), join_items("ab").zh
    ('a, b', 'a、b')
    """
    every = [i if isinstance(i, str) else str(i) for i in items]
    return BilingualMessage(", ".join(every), "、".join(str(_chinese(i)) for i in every))


def sentences(said: Sequence[object], between: str = " ") -> BilingualMessage:
    r"""Return messages one after another, each on a line of its own where a line break stands between them.

    Examples
    --------
    >>> sentences([BilingualMessage("One.", "一。"), BilingualMessage("Two.", "二。")]).zh, sentences(["One."]).zh
    ('一。二。', '')
    """
    apart = between if "\n" in between else ""
    chinese = [_chinese(MessagePart(s)) for s in said]
    return BilingualMessage(
        between.join(str(s) for s in said), "" if None in chinese else apart.join(map(str, chinese))
    )


def noun(en: str) -> BilingualMessage:
    """Return what something is called, as `unknown` and messages name it.

    Examples
    --------
    >>> noun("economy").zh
    '经济体'
    """
    return BilingualMessage(en, catalogue().get(f"kind.{en}", {}).get("zh", ""))


def in_chinese(said: object) -> str:
    """Return how a message or an error reads in Chinese, empty where that is not written.

    Examples
    --------
    >>> in_chinese(DataError(BilingualMessage("none", "无"))), in_chinese("none")
    ('无', '')
    """
    text = str(said)
    return text.zh if isinstance(text, BilingualMessage) else ""


def in_each_language(said: object) -> Text:
    """Return a message or an error in every language, in English in those in which it is not written.

    Examples
    --------
    >>> in_each_language("none")
    {'en': 'none', 'zh': 'none'}
    """
    chinese = in_chinese(said)
    return complete_text({"zh": chinese} if chinese else {}, str(said))


class MessagePart:
    """A value of a message that is itself a message: without Chinese of its own, the whole has none."""

    def __init__(self, said: object) -> None:
        self.said = said

    def __str__(self) -> str:
        """Return it in English."""
        return str(self.said)


def _format_chinese(zh: str, values: Mapping[str, Any]) -> str:
    chinese = {k: _chinese(v) for k, v in values.items()}
    return "" if None in chinese.values() else zh.format(**chinese)


def _chinese(value: Any) -> Any:
    """Return a value as it stands in a Chinese message: data as they are, messages in Chinese, else None."""
    if isinstance(value, (MessagePart, NewindError)):
        return in_chinese(value) or None
    if isinstance(value, (bool, int, float)):
        return value
    text = str(value)
    if isinstance(text, BilingualMessage):
        return text.zh or (None if text else "")
    return "None" if value is None else value


def catalogue() -> dict[str, Text]:
    """Return the messages that are written in both languages, by id."""
    return message_group("errors")


# ---- parts of messages
LONG = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]{400,}")
"""A word that nobody typed by hand: a number of thousands of digits, a file given in place of its name."""


def shorten_message(message: str) -> str:
    """Return a message on one line, words that nobody typed by hand cut off.

    Examples
    --------
    >>> len(shorten_message("unknown year " + "9" * 5000))
    74
    """
    return LONG.sub(lambda word: f"{word[0][:60]}…", " ".join(message.split()))


def suggest(name: object, names: Iterable[object]) -> str:
    """Return a hint at the nearest known name, or an empty string.

    Examples
    --------
    >>> suggest("CHM", ["CHN", "USA"])
    " Did you mean 'CHN'?"
    >>> suggest("zzz", ["CHN", "USA"])
    ''
    """
    known = [str(n) for n in names]
    folded = {n.casefold(): n for n in known}
    near = get_close_matches(str(name).casefold(), list(folded), n=1, cutoff=0.5)
    return tell("part.near", name=folded[near[0]]) if near else ""


def offenders(items: Sequence[Any], limit: int = 3, name: Callable[[Any], object] | None = None) -> str:
    """Return the first few offenders of a list as a part of a sentence, and how many more there are.

    Labels stand in quotation marks; messages do not, and semicolons part them. `name` makes either of an item.

    Examples
    --------
    >>> offenders(["a", "b", "c", "d"]), offenders(["a"])
    ("'a', 'b', 'c' and 1 more", "'a'")
    >>> offenders([tell("line.is", line=k, value="x") for k in (2, 3)])
    'line 2 = x; line 3 = x'
    """
    first = [name(i) if name else i for i in items[:limit]]
    apart = ("; ", "；") if any(isinstance(i, BilingualMessage) for i in first) else (", ", "、")
    every = [_quote(i) for i in first]
    shown = BilingualMessage(apart[0].join(every), apart[1].join(str(_chinese(i)) for i in every))
    if (more := len(items) - limit) > 0:
        return tell("part.first", shown=shown, more=more)
    return shown


def _quote(item: object) -> BilingualMessage:
    """Return a label in quotation marks, a message as it is."""
    return item if isinstance(item, BilingualMessage) else BilingualMessage(repr(str(item)), f"“{item}”")


def find_duplicates(items: Sequence[T]) -> list[T]:
    """Return the items that stand more than once, each once, in order.

    Examples
    --------
    >>> find_duplicates(["b", "a", "b", "c", "a"])
    ['b', 'a']
    """
    return [item for item, times in Counter(items).items() if times > 1]


def unknown(kind: str, name: object, names: Iterable[object], remedy: str) -> UnknownNameError:
    """Build the error for a name that does not exist, with the nearest suggestion and the remedy.

    Examples
    --------
    >>> str(unknown("economy", "CHM", ["CHN", "USA"], "newind data list shows them."))
    "unknown economy 'CHM'. Did you mean 'CHN'? newind data list shows them."
    """
    said = tell("part.unknown", kind=noun(kind), name=name, near=suggest(name, names))
    return UnknownNameError(BilingualMessage(f"{said} {remedy}".rstrip(), said.zh and said.zh + in_chinese(remedy)))


MISTAKES = 3
"""Mistakes of one request that are named."""


def describe_mistakes(found: Sequence[Any], form: str = "{}") -> BilingualMessage:
    """Return the first mistakes that pydantic found, in one sentence each.

    Parameters
    ----------
    found : sequence of dict
        As pydantic lists errors.
    form : str
        How a place is written: ``--{}`` where options are typed.

    Examples
    --------
    >>> describe_mistakes([{"loc": ("body", "year"), "msg": "Input should be a valid integer", "type": "int_type"}])
    'year: Input should be a valid integer.'
    """
    found = [one for one in found if one["loc"][-1:] != ("str",)] or found  # of a field that may be a name too
    every = sentences([_mistake(one, form) for one in found[:MISTAKES]])
    more = tell("request.more", n=len(found) - MISTAKES) if len(found) > MISTAKES else ""
    return BilingualMessage(f"{every}{more}", every.zh and every.zh + in_chinese(more))


def _mistake(found: Any, form: str) -> BilingualMessage:
    """Return one mistake: what pydantic says, in Chinese by the kind of the mistake, or what a check of ours says."""
    kind, context = found["type"], found.get("ctx", {})
    names = [str(p) for p in found["loc"] if p not in ("body", "query", "path", "str")]
    where = ".".join(p for p in names if not p[:1].isupper())  # a class is none of the fields that were written
    if kind == "json_invalid":
        said, where = tell("request.no_json"), ""
    elif kind == "value_error":
        said = BilingualMessage(str(found["msg"]).removeprefix("Value error, "), in_chinese(context.get("error", "")))
    else:
        allowed = str(context.get("expected", "")).replace(" or ", message_group("language.marks")["or"]["zh"])
        words = catalogue().get(f"request.{kind}", {"zh": ""})["zh"]
        said = BilingualMessage(str(found["msg"]), words.format(**context | {"expected": allowed}))
    place = f"{form.format(where)}: " if where else ""
    en, zh = said.removesuffix("."), said.zh.removesuffix("。")
    return BilingualMessage(f"{place}{en}.", zh and f"{place.replace(': ', '：')}{zh}。")
