"""Options of a question: how a value of each kind is typed, read, refused and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from newind.errors import tell

if TYPE_CHECKING:
    from newind.accounts.accounts import Accounts
    from newind.policy.register import Register
    from newind.policy.schema import Package

EVERY = "*"
"""Name of all, where one number is given for all."""
BOUNDED = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
"""What a JSON schema calls bounds, and their signs."""
MOST_SHOCKS = 200
REQUIRED = ...
"""Default of an option that must be given."""


class Form(NamedTuple):
    """How an option is written on the command line, where its name and type do not say it.

    Parameters
    ----------
    metavar : str
        What stands for its value in help.
    flags : str
        Its name where another word is used, several with a blank between them, or both names of a switch:
        ``--chained/--ends``.
    repeated : bool
        Whether each of its values is given by itself, an option by repeating it.
    argument : bool
        Whether it stands after the command without its name.
    local : bool
        Whether it is of the command line alone, as a file of the user: a server does not offer it.
    most_served : int, optional
        Largest number that a server takes, where a command takes a larger one.
    """

    metavar: str = ""
    flags: str = ""
    repeated: bool = False
    argument: bool = False
    local: bool = False
    most_served: int | None = None


class QuestionOptions(BaseModel):
    """Choices when a question is asked: each field is an option of the command and a parameter of the route.

    Texts are read as they are typed: ``"USA,JPN"`` for names, ``"2000=1470,2001=1555"`` for numbers by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    @property
    def paths_asked(self) -> int:
        """About how many paths are followed, of which a server has a limit."""
        return 0

    def find_region(self) -> str:
        """Return the region that is asked about where none is named; empty where that is as for any question."""
        return ""


class PackageBody(BaseModel):
    """A package as one writes it: shocks, how it is paid for, a name."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    name: Annotated[str, Field(max_length=80)] = "scenario"
    shocks: Annotated[tuple[dict[str, Any], ...], Field(max_length=MOST_SHOCKS)] = ()
    financing: Literal["lump_sum", "output_tax"] = "lump_sum"
    label: dict[str, str] | str | None = None
    note: dict[str, str] | str | None = None

    def package(self) -> Package:
        """Return it as a package.

        Raises
        ------
        PolicyError
            Naming the first three mistakes.
        """
        from newind.policy.schema import Package

        more = {k: v for k, v in (("label", self.label), ("note", self.note)) if v}
        return Package(self.shocks, name=self.name, financing=self.financing, **more)


# ---- reading what was typed


def limit_number(most: int) -> AfterValidator:
    """Return the check that refuses more values of a server's clients; a command takes any number."""

    def check(given: Any, about: ValidationInfo) -> Any:
        if given is not None and len(given) > most and not may_read(about):
            raise ValueError(tell("option.many", n=len(given), most=most))
        return given

    return AfterValidator(check)


def split_names(given: Any) -> Any:
    """Return the names in a text, with a comma between them; what is no text as it is.

    Raises
    ------
    ValueError
        For a text without a name in it.

    Examples
    --------
    >>> split_names("USA, JPN"), split_names(None)
    (('USA', 'JPN'), None)
    """
    if not isinstance(given, str):
        return given
    names = tuple(part.strip() for part in given.replace("，", ",").split(",") if part.strip())
    if not names:
        raise ValueError(tell("option.no_names", given=given))
    return names


def split_numbers(given: Any) -> Any:
    """Return the texts in ``JPN=0.02,USA=0.05`` by name; what is no text and no list as it is.

    Raises
    ------
    PydanticCustomError, ValueError
        For a part that is no name and number, and for a name that stands twice.
    """
    if not isinstance(given, (str, list)):
        return given
    found: dict[str, str] = {}
    for part in split_names(given):
        name, equals, number = (p.strip() for p in str(part).partition("="))
        if not (name and equals and number):
            raise PydanticCustomError("pair", "{given} is not a name and a number", {"given": part})
        if name.casefold() in (known.casefold() for known in found):
            raise ValueError(tell("option.twice", name=name))
        found[name] = number
    return found


def _split_actions(given: Any) -> Any:
    return (given,) if isinstance(given, str) and names_register(given) else split_names(given)


def _split_years(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    from newind.accounts.validate import whole

    found = [whole(part) for part in split_names(given)]
    if None in found:
        raise ValueError(tell("option.years", given=given))
    return tuple(found)


def _split_two_years(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        first, last = _split_years(given)
    except ValueError:
        raise ValueError(tell("option.two_years", given=given)) from None
    return first, last


def _read_parameters(given: Any) -> Any:
    from newind.equilibrium.assumptions import read_value

    found = split_numbers(given)
    return found if found is given else {name: read_value(name, text) for name, text in found.items()}


def _refuse_package_file(given: Any, about: ValidationInfo) -> Any:
    from newind.policy.packages import names_file

    if isinstance(given, str) and not may_read(about) and (names_register(given) or names_file(given)):
        raise ValueError(tell("option.package", given=given))
    return given


def _refuse_file(given: Any, about: ValidationInfo) -> Any:
    if given is not None and not may_read(about):
        raise ValueError(tell("option.own_file", given=write_value(given)))
    return given


def _refuse_named_file(given: str | None, about: ValidationInfo) -> str | None:
    return _refuse_file(given, about) if given is not None and names_register(given) else given


def _refuse_register_file(given: tuple[str, ...] | None, about: ValidationInfo) -> tuple[str, ...] | None:
    for name in given or ():
        if names_register(name):
            _refuse_file(name, about)
    return given


def _refuse_own_accounts(given: str | None, about: ValidationInfo) -> str | None:
    if given is not None and not may_read(about):
        from newind.data.opening import check_shipped

        check_shipped(given)
    return given


def may_read(about: ValidationInfo) -> bool:
    """Return whether files may be read for who asks: not on a server."""
    return bool((about.context or {}).get("files"))


Year = Annotated[int | None, Field(ge=1800, le=2200), Form("Y")]
YearPair = Annotated[tuple[int, int] | None, BeforeValidator(_split_two_years), Form("A,B")]
LastYear = Annotated[int, Field(ge=1800, le=2100), Form("Y")]
Years = Annotated[tuple[LastYear, ...] | None, BeforeValidator(_split_years), Form("Y,Z")]
Names = Annotated[tuple[str, ...] | None, BeforeValidator(split_names), Form("A,B")]
Numbers = Annotated[dict[str, float] | None, BeforeValidator(split_numbers), Form("NAME=N,…")]
KnownYear = Annotated[int, Field(ge=1800, le=2200)]
NumbersByYear = Annotated[
    dict[KnownYear, float] | None, Field(max_length=100), BeforeValidator(split_numbers), Form("Y=N,…")
]
Share = Annotated[float, Field(ge=0, le=1), Form("SHARE")]
Count = Annotated[int, Field(ge=1, le=100), Form("N")]
Draws = Annotated[int, Field(ge=1, le=10_000), Form("N")]
"""Of simulations and chains a server must be able to do without running out of memory."""
AnyFloat = Annotated[float, Field(allow_inf_nan=True)]
"""Also one that no parameter can be: whose it is says so."""
Parameters = Annotated[
    dict[str, bool | AnyFloat | str] | None, BeforeValidator(_read_parameters), Form("NAME=VALUE", repeated=True)
]
PackageName = Annotated[str | None, Field(max_length=1000), AfterValidator(_refuse_package_file), Form("PACKAGE")]
GivenPackage = Annotated[
    Annotated[str, Field(max_length=1000)] | PackageBody, AfterValidator(_refuse_package_file), Form("PACKAGE")
]
"""A package by its name, as a file, or written out."""
FileName = Annotated[str | None, Field(max_length=1000), AfterValidator(_refuse_file), Form("FILE", local=True)]
AccountsName = Annotated[str | None, Field(max_length=1000), AfterValidator(_refuse_own_accounts), Form("NAME|FILE")]
"""Accounts by name, or as a file."""
File = Annotated[str, Field(max_length=1000), AfterValidator(_refuse_file), Form("FILE", argument=True, local=True)]
Files = Annotated[
    tuple[str, ...],
    BeforeValidator(split_names),
    AfterValidator(_refuse_file),
    Form("FILE", repeated=True, argument=True, local=True),
]
"""What a question must be told in a file, or in several."""
RegisterName = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(_split_actions),
    AfterValidator(_refuse_register_file),
    Form("REGISTER", argument=True),
]
"""Policy actions: a file, or names of shipped ones."""
ScenarioName = Annotated[str | None, Field(max_length=1000), AfterValidator(_refuse_named_file), Form("NAME|FILE")]
"""A scenario that comes with newind, by its name, or a file."""
ScenarioNames = Annotated[Names, AfterValidator(_refuse_register_file)]
Seed = Annotated[int, Field(ge=0, lt=2**32), Form("K")]
Abroad = Annotated[str | None, Field(max_length=40), Form("SIZE|shipped")]
Horizon = Literal["short", "medium", "long"]
Code = Annotated[str | None, Field(max_length=40), Form("CODE")]
WordOrNames = Annotated[str, Field(max_length=2000), AfterValidator(lambda given: ",".join(split_names(given)))]


class YearOptions(QuestionOptions):
    """Options of a question that is asked of a year."""

    year: Year = None


def names_register(name: str) -> bool:
    """Return whether policy actions or a scenario are typed as a file: names of what is shipped have no dot."""
    return "." in name or "/" in name


def read_register(given: tuple[str, ...] | None) -> Register:
    """Return the policy actions of a file, or the shipped ones, all or those that are named.

    Raises
    ------
    UnknownNameError
        For a name of no shipped action.
    DataError
        For a file that is no register.
    """
    from newind.policy.actions import actions
    from newind.policy.register import Register

    if given is not None and len(given) == 1 and names_register(given[0]):
        return Register.read(given[0])
    return actions() if given is None else actions().select(ids=dict.fromkeys(given))


def read_package(given: str | PackageBody, w: Accounts) -> Package:
    """Return a package that was named or written out."""
    from newind.policy.packages import package_of

    return package_of(given, w) if isinstance(given, str) else given.package()


# ---- one option, and how it is written


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
        `REQUIRED` where it must be given.
    form : Form
    """

    name: str
    attribute: str
    kind: Any
    default: Any
    form: Form


def list_options(options: type[QuestionOptions]) -> tuple[Option, ...]:
    """Return the options of a class: arguments, its own, then those that it shares with others."""
    inherited = {name for kind in options.__mro__[1:] for name in getattr(kind, "model_fields", {})}
    found = []
    for attribute, of in options.model_fields.items():
        form = next((m for m in reversed(of.metadata) if isinstance(m, Form)), Form())
        name = of.alias or attribute.replace("_", "-")
        default = REQUIRED if of.is_required() else of.get_default()
        found.append(Option(name, attribute, find_value_type(of.annotation), default, form))
    return tuple(sorted(found, key=lambda o: (not o.form.argument, not o.form.argument and o.attribute in inherited)))


def find_value_type(annotation: Any) -> Any:
    """Return the type in which a value is typed, without None: str for what is written as several values."""
    if get_origin(annotation) in (Union, UnionType):
        annotation, *others = (a for a in get_args(annotation) if a is not type(None))
        annotation = str if others else annotation
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_args(annotation) == (True,):
        return bool
    return str if get_origin(annotation) in (tuple, dict) else annotation


def write_bounds(options: type[QuestionOptions], name: str, most: int | None = None) -> str:
    """Return the bounds of a number, perhaps with the largest that a server takes: ``≥ 0, ≤ 1``."""
    found = options.model_json_schema()["properties"][name]
    inside = [v.get("items", v.get("additionalProperties", v)) for v in found.get("anyOf", [found])]
    known: dict[str, float] = next((v for v in inside if isinstance(v, dict) and BOUNDED.keys() & v.keys()), {})
    known = known if most is None else known | {"maximum": most}
    return ", ".join(f"{sign} {known[key]:g}" for key, sign in BOUNDED.items() if key in known)


def write_option(option: Option, value: Any) -> list[str]:
    """Return an option with its value as one types it."""
    flag = f"--{option.name}"
    if isinstance(value, bool):
        yes, _, no = option.form.flags.partition("/")
        return [(yes or flag) if value else (no or f"--no-{option.name}")]
    words = _write_parts(value) if option.form.repeated else [str(write_value(value))]
    if option.form.argument:
        return words
    return [part for word in words for part in (flag, word)]


def write_value(value: Any) -> Any:
    """Return a value as it is typed: several as a text.

    Examples
    --------
    >>> write_value(("USA", "JPN")), write_value({"USA": 0.02}), write_value(5)
    ('USA,JPN', 'USA=0.02', 5)
    """
    if isinstance(value, PackageBody):
        return "FILE"
    return ",".join(_write_parts(value)) if isinstance(value, Mapping | tuple) else value


def _write_parts(value: Mapping[str, Any] | tuple[Any, ...]) -> list[str]:
    """Return each of several values as it is typed."""
    if isinstance(value, tuple):
        return [str(write_value(one)) for one in value]
    said = {k: repr(v).removesuffix(".0") if isinstance(v, float) else str(v) for k, v in value.items()}
    return [text if k == EVERY else f"{k}={text}" for k, text in said.items()]
