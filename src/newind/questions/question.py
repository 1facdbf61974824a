"""The question: declared once; its command, its route, its page and its place in the paper follow from that."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo

from newind.datafiles import read_csv_rows
from newind.errors import DataError, describe_mistakes, tell, unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic.fields import FieldInfo

    from newind.accounts.panel import Panel
    from newind.language.phrases import Text
    from newind.questions.answers import Answer

FAMILIES = ("science", "manufacturing", "green", "circulation")
"""Folders of questions; each has ``declared.py``, with the questions in the order of its help, and ``help.csv``."""
PACKAGE = "newind.questions"
EVERY = "*"
"""Name of all, where one number is given for all."""


BOUNDS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}
BOUNDED = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
"""What a JSON schema calls bounds, and their signs."""


class Form(NamedTuple):
    """How an option is written on the command line, where its name and type do not say it.

    Parameters
    ----------
    metavar : str
        What stands for its value in help.
    flags : str
        Its name where another word is used, or both names of a switch: ``--chained/--ends``.
    repeated : bool
        Whether each of its values is given by repeating it.
    """

    metavar: str = ""
    flags: str = ""
    repeated: bool = False


class QuestionOptions(BaseModel):
    """Choices when a question is asked: each field is an option of the command and a parameter of the route.

    Texts are read as they are typed: ``"USA,JPN"`` for names, ``"2000=1470,2001=1555"`` for numbers by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def _split_names(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    names = tuple(part.strip() for part in given.replace("，", ",").split(",") if part.strip())
    if not names:
        raise ValueError(tell("option.no_names", given=given))
    return names


def _split_numbers(given: Any) -> Any:
    if not isinstance(given, (str, list)):
        return given
    found: dict[str, str] = {}
    for part in _split_names(given):
        name, equals, number = (p.strip() for p in str(part).partition("="))
        if not (name and equals and number):
            raise ValueError(tell("option.pair", given=part))
        if name.casefold() in (known.casefold() for known in found):
            raise ValueError(tell("option.twice", name=name))
        found[name] = number
    return found


def _split_years(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    from newind.accounts.validate import whole

    found = [whole(part) for part in _split_names(given)]
    if len(found) != 2 or None in found:
        raise ValueError(tell("option.two_years", given=given))
    return tuple(found)


def _read_parameters(given: Any) -> Any:
    from newind.equilibrium.assumptions import read_value

    found = _split_numbers(given)
    return found if found is given else {name: read_value(name, text) for name, text in found.items()}


def _refuse_file(given: str | None, about: ValidationInfo) -> str | None:
    from newind.policy.named import names_file

    if given is not None and names_file(given) and not (about.context or {}).get("files"):
        raise ValueError(tell("option.package", given=given))
    return given


Year = Annotated[int | None, Field(ge=1800, le=2200), Form("Y")]
YearPair = Annotated[tuple[int, int] | None, BeforeValidator(_split_years), Form("A,B")]
Names = Annotated[tuple[str, ...] | None, BeforeValidator(_split_names), Form("A,B")]
Numbers = Annotated[dict[str, float] | None, BeforeValidator(_split_numbers), Form("NAME=N,…")]
NumbersByYear = Annotated[dict[int, float] | None, BeforeValidator(_split_numbers), Form("Y=N,…")]
Share = Annotated[float, Field(ge=0, le=1), Form("SHARE")]
Count = Annotated[int, Field(ge=1, le=100), Form("N")]
Draws = Annotated[int, Field(ge=1, le=10_000), Form("N")]
"""Of simulations and chains a server must be able to do without running out of memory."""
Parameters = Annotated[
    dict[str, bool | float | str] | None, BeforeValidator(_read_parameters), Form("NAME=VALUE", repeated=True)
]
PackageName = Annotated[str | None, Field(max_length=1000), AfterValidator(_refuse_file), Form("PACKAGE")]
Abroad = Annotated[str | None, Field(max_length=40), Form("SIZE|shipped")]
Horizon = Literal["short", "medium", "long"]
Code = Annotated[str | None, Field(max_length=40), Form("CODE")]
WordOrNames = Annotated[str, Field(max_length=2000), AfterValidator(lambda given: ",".join(_split_names(given)))]


class YearOptions(QuestionOptions):
    """Options of a question that is asked of a year."""

    year: Year = None


@dataclass(frozen=True)
class Option:
    """One option of a question, as surfaces need it.

    Parameters
    ----------
    name, attribute : str
        What it is called where it is typed, and in the options.
    kind : type
        Of a value: int, float, bool, str, a ``Literal``; str for what is written as a text of several values.
    default : object
    form : Form
    """

    name: str
    attribute: str
    kind: Any
    default: Any
    form: Form


@dataclass(frozen=True)
class Question:
    """One thing that can be asked of one economy.

    Parameters
    ----------
    id : str
        Family and name: ``green.footprint`` is the command ``newind green footprint`` and the route
        ``/questions/green/footprint``.
    answer : str
        Module of the family and function, as in ``answers_carbon:footprint``: of a panel, the code of a region and the
        options it returns an Answer.
    options : subclass of QuestionOptions
    clauses : mapping of str to tuple of str
        Clause of the paper → how it is asked there, one or several ways: ``{"3.4.i": ("CHN", "CHN --level group")}``.
    examples : tuple of str
        What may be typed after the command.
    rows : int
        Rows of a table that a terminal shows.
    needs : str
        Data of the accounts that may end before they do: a key of `newind.questions.panels.NEEDS`.
    series : bool
        Whether it follows the years of one database.
    everywhere : str
        Accounts all of whose regions are asked about where none is named; empty where one must be.
    accounts : bool
        Whether accounts answer it; else shipped data beside them do: its function gets None, its command no ``--on``.
    usual : str
        Region that is asked about where none is named; empty where one must be.
    """

    id: str
    answer: str
    options: type[QuestionOptions] = QuestionOptions
    clauses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    examples: tuple[str, ...] = ("CHN",)
    rows: int = 20
    needs: str = ""
    series: bool = False
    everywhere: str = ""
    accounts: bool = True
    usual: str = ""

    @property
    def family(self) -> str:
        """The system that it belongs to."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """Its name within the family."""
        return self.id.partition(".")[2]

    @property
    def command(self) -> str:
        """The command, without arguments."""
        return f"newind {self.family} {self.name}"

    def lines_of(self, clause: str) -> tuple[str, ...]:
        """Return the command lines with which it answers a clause of the paper."""
        return tuple(f"{self.command} {typed}" for typed in self.clauses.get(clause, ()))

    def say(self, key: str = "") -> Text:
        """Return its help, or that of an option: its own words, else those of its family or of all."""
        words = load_help(self.family)
        own = f"{self.name}.{key}" if key else self.name
        found = words.get(own) or words.get(f".{key}")
        if found is None:
            raise DataError(f"questions/{self.family}/help.csv has no words for {own}. Add a line.")
        return found

    def words_of(self, option: Option) -> dict[str, Text]:
        """Return what each word that an option may be is called: of the question, of its family or of all."""
        words = load_help(self.family)
        kept = (w for w in get_args(option.kind) if isinstance(w, str))
        return {w: words.get(f".{option.name}={w}") or self.say(f"{option.name}={w}") for w in kept}

    @property
    def progress(self) -> Text | None:
        """Words shown while it is computed; None where that takes a moment only."""
        return load_help(self.family).get(f"{self.name}.working")

    @cached_property
    def asked(self) -> tuple[Option, ...]:
        """Its options, in order."""
        return tuple(self._option(name, of) for name, of in self.options.model_fields.items())

    def _option(self, attribute: str, of: FieldInfo) -> Option:
        form = next((m for m in reversed(of.metadata) if isinstance(m, Form)), Form())
        name = of.alias or attribute.replace("_", "-")
        return Option(name, attribute, find_value_type(of.annotation), of.get_default(), form)

    def read(self, given: Mapping[str, Any], form: str = "{}", *, files: bool = False) -> QuestionOptions:
        """Return its options from what was typed, by name.

        Parameters
        ----------
        given : mapping
        form : str
            How a message writes the name of an option.
        files : bool
            Whether a value may be the path of a file, which a server has no business to read.

        Raises
        ------
        DataError
            For names that it does not have and values that do not fit, each in a sentence.
        """
        try:
            return self.options.model_validate(dict(given), context={"files": files})
        except ValidationError as error:
            raise DataError(describe_mistakes([self._rephrase(e) for e in error.errors()], form)) from None

    def _rephrase(self, mistake: Any) -> Any:
        """Return a mistake that pydantic found with the value, and what may be given, in words of our own."""
        if not mistake["loc"]:
            return mistake
        name, *inside = mistake["loc"]
        option = next((o for o in self.asked if o.name == name), None)
        if option is not None and mistake["type"] in BOUNDS:
            said = tell(
                "option.bound",
                value=str(mistake["input"]).removesuffix(".0"),
                bounds=write_bounds(self.options, option.name),
            )
        elif option is not None and inside:
            kind = "option.no_year" if inside[-1] == "[key]" else "option.no_number"
            said = tell(kind, value=mistake["input"], form=option.form.metavar)
        else:
            return mistake
        return {"loc": (name,), "type": "value_error", "msg": said, "ctx": {"error": said}}

    def ask(
        self, panel: Panel | None, region: str, options: QuestionOptions | None = None, on: str | None = None
    ) -> Answer:
        """Return the answer, with the command that gives it again and the years that it leaves out.

        Parameters
        ----------
        panel : Panel, optional
            Needed where accounts answer.
        region : str
            Code of an economy or province in it; empty for all of them.
        options : QuestionOptions, optional
        on : str, optional
            What the accounts are called where they are not the usual ones.
        """
        from newind.questions.panels import add_years_note

        chosen = self.options() if options is None else options
        found: Answer = self.find_function()(panel, region, chosen)
        found = replace(found, command=self.write(region, chosen, on))
        ended = getattr(chosen, "last", getattr(chosen, "years", None)) is not None
        if panel is None or ended or not (self.needs or self.series):
            return found
        return add_years_note(found, panel.until(getattr(chosen, "year", None)), self.needs, series=self.series)

    def find_function(self) -> Callable[..., Answer]:
        """Return the function that answers, whose module is imported now."""
        module, _, name = self.answer.partition(":")
        found: Callable[..., Answer] | None = getattr(import_module(f"{PACKAGE}.{self.family}.{module}"), name, None)
        if found is None:
            raise DataError(f"{self.id}: questions/{self.family}/{module}.py has no function {name}.")
        return found

    def write(self, region: str, options: QuestionOptions, on: str | None = None) -> str:
        """Return the command as one would type it: what is not as it would be if left out.

        Examples
        --------
        >>> q = question("green.footprint")
        >>> q.write("CHN", q.read({"by": "origin, product", "year": 2015}))
        'newind green footprint CHN --by origin,product --year 2015'
        """
        words = [*self.command.split(), *([region] if region else [])]
        for option in self.asked:
            value = getattr(options, option.attribute)
            if value != option.default:
                words += _write_option(option, value)
        return shlex.join([*words, "--on", on] if on is not None and self.accounts else words)


def write_bounds(options: type[QuestionOptions], name: str) -> str:
    """Return the bounds of a number: ``≥ 0, ≤ 1``."""
    found = options.model_json_schema()["properties"][name]
    known: dict[str, float] = next((v for v in found.get("anyOf", [found]) if BOUNDED.keys() & v.keys()), {})
    return ", ".join(f"{sign} {known[key]:g}" for key, sign in BOUNDED.items() if key in known)


def _write_option(option: Option, value: Any) -> list[str]:
    """Return an option with its value as one types it."""
    flag = f"--{option.name}"
    if isinstance(value, bool):
        yes, _, no = option.form.flags.partition("/")
        return [(yes or flag) if value else (no or f"--no-{option.name}")]
    if option.form.repeated:
        return [word for one in _write_parts(value) for word in (flag, one)]
    return [flag, str(write_value(value))]


def write_value(value: Any) -> Any:
    """Return a value as it is typed: several as a text.

    Examples
    --------
    >>> write_value(("USA", "JPN")), write_value({"USA": 0.02}), write_value(5)
    ('USA,JPN', 'USA=0.02', 5)
    """
    return ",".join(_write_parts(value)) if isinstance(value, Mapping | tuple) else value


def _write_parts(value: Mapping[str, Any] | tuple[Any, ...]) -> list[str]:
    """Return each of several values as it is typed."""
    if isinstance(value, tuple):
        return [str(one) for one in value]
    said = {k: repr(v).removesuffix(".0") if isinstance(v, float) else str(v) for k, v in value.items()}
    return [text if k == EVERY else f"{k}={text}" for k, text in said.items()]


def find_value_type(annotation: Any) -> Any:
    """Return the type in which a value is typed, without None: str for what is written as several values."""
    if get_origin(annotation) in (Union, UnionType):
        (annotation,) = (a for a in get_args(annotation) if a is not type(None))
    return str if get_origin(annotation) in (tuple, dict) else annotation


@cache
def load_help(family: str) -> dict[str, Text]:
    """Return the words of a family's questions and options, those of all families among them.

    Examples
    --------
    >>> load_help("green")["footprint"]["en"]
    'Show emissions behind final use: product, user, origin.'
    """
    rows = [*read_csv_rows(PACKAGE, "help.csv"), *read_csv_rows(f"{PACKAGE}.{family}", "help.csv")]
    return {row["key"]: {"en": row["en"], "zh": row["zh"]} for row in rows}


@cache
def load_family(family: str) -> tuple[Question, ...]:
    """Return the questions of a family, in the order of its help."""
    found: tuple[Question, ...] = import_module(f"{PACKAGE}.{family}.declared").QUESTIONS
    return found


def questions() -> Iterator[Question]:
    """Yield every question, family by family."""
    for family in FAMILIES:
        yield from load_family(family)


def question(id: str) -> Question:
    """Return a question.

    Raises
    ------
    UnknownNameError
        With the nearest id.
    """
    family = id.partition(".")[0]
    known = {q.id: q for q in (load_family(family) if family in FAMILIES else questions())}
    if id not in known:
        raise unknown("question", id, known, "newind paper lists what can be asked.")
    return known[id]
