"""The question: declared once; its command, its route, its page and its place in the paper follow from that."""

from __future__ import annotations

import shlex
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, get_args

from pydantic import ValidationError

from newind.errors import DataError, describe_mistakes, tell, unknown
from newind.kernels.threads import enough_for
from newind.messages import message_group
from newind.questions.options import REQUIRED, QuestionOptions, list_options, write_bounds, write_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from newind.accounts.panel import Panel
    from newind.messages import Text
    from newind.pathways.compute import Workers
    from newind.pathways.running import WorkOrder
    from newind.questions.answers import Answer
    from newind.questions.options import Option

FAMILIES = ("science", "manufacturing", "green", "circulation", "policies", "paths", "index")
"""Folders of questions; each has ``declared.py``, with the questions in the order of its help."""
STANDALONE = ("policies", "paths")
"""Families whose commands stand by themselves: ``newind compare``."""
PACKAGE = "newind.questions"
BOUNDS = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}
"""What pydantic calls mistakes against bounds."""
NUMBERS = {"int_parsing", "int_parsing_size", "float_parsing", "int_type", "float_type", "finite_number"}
"""What it calls what is no number."""
TABLES = (".csv", ".xlsx", ".xlsm")
"""Files that are a table of the user's in place of a region."""


class DividedWork(Protocol):
    """An answer whose work is in parts, which several processes may share: made of panel, region and options."""

    parts: Sequence[Any]
    block: int
    """Parts that are done together."""

    def prepare(self) -> Callable[[Any], Any]:
        """Return the function from a part to what it comes to."""

    def answer(self, found: Sequence[Any]) -> Answer:
        """Return the answer from what each part came to, in order."""


@dataclass(frozen=True)
class Question:
    """One thing that can be asked: of an economy, of packages on it, of an index, of a file.

    Parameters
    ----------
    id : str
        Family and name: ``green.footprint`` is the command ``newind green footprint`` and the route
        ``/questions/green/footprint``.
    answer : str
        Module of the family and function, as in ``answers_carbon:footprint``: of a panel, the code of a region and the
        options it returns an Answer. Or a class of `DividedWork`.
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
    regional : bool
        Whether it is asked of a region; else its function gets an empty code.
    own_table : bool
        Whether a table of the user's may stand in place of the region: its function gets None and the path then.
    chart : bool
        Whether its answer can be drawn.
    out : mapping of str to str
        Kinds of file its answer is written as, beyond .xlsx and .csv or in another way: ending → module of the
        documents and function of the answer, the path and the language, as in ``screenpage:write_screening_answer``.
        The ending ``""`` stands for a folder.
    files : mapping of str to str
        Further files that its command writes: option → module and function of what the answer tells
        (`Answer.result`) and the path.
    endings : mapping of str to tuple of str
        Endings that such a file may have, by its option; none for a folder. Any where it is not named.
    begins : mapping of str to str
        Files to fill in that its command writes instead of an answer: switch → module and function of the path,
        which is its argument; it returns what was written.
    brief : bool
        Whether its command writes the policy brief of what it tried: its answer tells what has a package.
    run : str
        Kind of run, of `newind.pathways.runfolder.WORKS`, that its work is: its function takes a `WorkOrder` too, its
        command says by whom the work is done and under which name it is kept. Empty for other questions.
    divided : bool
        Whether its work is in parts, so that `answer` is a class of `DividedWork`.
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
    regional: bool = True
    own_table: bool = False
    chart: bool = False
    out: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begins: Mapping[str, str] = field(default_factory=dict)
    brief: bool = False
    run: str = ""
    divided: bool = False

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
        return f"newind {self.name}" if self.family in STANDALONE else f"newind {self.family} {self.name}"

    @property
    def takes_arguments(self) -> bool:
        """Whether values stand after the command without their names; the region is an option then."""
        return any(option.form.argument for option in self.asked)

    @property
    def takes_long(self) -> bool:
        """Whether a server answers it as a job only."""
        return bool(self.run) or self.divided

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options that a server offers: those that are not of the command line alone."""
        return tuple(option for option in self.asked if not option.form.local)

    @property
    def needs_file(self) -> bool:
        """Whether it must have a file of the user, which a server does not read: it has no route then."""
        return any(option.form.local and option.default is REQUIRED for option in self.asked)

    def lines_of(self, clause: str) -> tuple[str, ...]:
        """Return the command lines with which it answers a clause of the paper."""
        return tuple(map(self.write_line, self.clauses.get(clause, ())))

    def write_line(self, typed: str) -> str:
        """Return a command line from what is typed after the command."""
        return f"{self.command} {typed}".rstrip()

    def say(self, key: str = "") -> Text:
        """Return its help, or that of an option: its own words, else those of its family or of all."""
        words = load_help(self.family)
        own = f"{self.name}.{key}" if key else self.name
        found = words.get(own) or words.get(f".{key}")
        if found is None:
            raise DataError(f"messages/en/{self.family}.json has no words for {own}. Add a line.")
        return found

    def words_of(self, option: Option) -> dict[str, Text]:
        """Return what each word that an option may be is called: of the question, of its family or of all."""
        words = load_help(self.family)
        kept = (w for w in get_args(option.kind) if isinstance(w, str))
        return {w: words.get(f".{option.name}={w}") or self.say(f"{option.name}={w}") for w in kept}

    def has_own_words(self, key: str) -> bool:
        """Return whether what all questions have, as a region, has help of its own here."""
        return f"{self.name}.{key}" in load_help(self.family)

    @property
    def progress(self) -> Text | None:
        """Words shown while it is computed; None where that takes a moment only."""
        return load_help(self.family).get(f"{self.name}.working")

    @cached_property
    def asked(self) -> tuple[Option, ...]:
        """Its options, in order."""
        return list_options(self.options)

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
            raise DataError(describe_mistakes([self._rephrase(e, files) for e in error.errors()], form)) from None

    def _rephrase(self, mistake: Any, files: bool) -> Any:
        """Return a mistake that pydantic found with the value, and what may be given, in words of our own."""
        if not mistake["loc"]:
            return mistake
        name, *inside = mistake["loc"]
        option = next((o for o in self.asked if o.name == name), None)
        if option is not None and option.form.argument:
            return mistake | {"loc": ()}
        if option is not None and mistake["type"] == "pair":
            said = tell("option.pair", given=mistake["ctx"]["given"], form=option.form.metavar)
        elif option is not None and mistake["type"] in BOUNDS:
            said = tell(
                "option.bound",
                value=str(mistake["input"]).removesuffix(".0"),
                bounds=write_bounds(self.options, option.name, None if files else option.form.most_served),
            )
        elif option is not None and inside and mistake["type"] not in NUMBERS:
            return mistake | {"loc": (name,)}
        elif option is not None and inside:
            kind = "option.no_year" if inside[-1] == "[key]" else "option.no_number"
            said = tell(kind, value=mistake["input"], form=option.form.metavar)
        else:
            return mistake
        return {"loc": (name,), "type": "value_error", "msg": said, "ctx": {"error": said}}

    def ask(
        self,
        panel: Panel | None,
        region: str,
        options: QuestionOptions | None = None,
        on: str | None = None,
        workers: Workers | None = None,
        order: WorkOrder | None = None,
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
        workers : Workers, optional
            Who shares work that is in parts; by default it is done here.
        order : WorkOrder, optional
            How a run is done; by default here, and it is not kept.
        """
        chosen = self.options() if options is None else options
        with nullcontext() if panel is None else enough_for(len(panel.regions) * len(panel.industries)):
            found: Any = self.find_function()(panel, region, chosen, *(() if order is None else (order,)))
        if self.divided:
            from newind.pathways.compute import results

            found = found.answer(results(found.prepare, found.parts, workers, block=found.block))
        return self.complete(found, panel, region, chosen, on)

    def complete(
        self, found: Answer, panel: Panel | None, region: str, chosen: QuestionOptions, on: str | None = None
    ) -> Answer:
        """Return an answer with the command that gives it again and the years that it leaves out."""
        from newind.questions.panels import add_years_note

        found = replace(found, command=self.write(region, chosen, on))
        ended = getattr(chosen, "last", getattr(chosen, "years", None)) is not None
        if panel is None or ended or not (self.needs or self.series):
            return found
        return add_years_note(found, panel.until(getattr(chosen, "year", None)), self.needs, series=self.series)

    def find_function(self) -> Callable[..., Any]:
        """Return the function that answers, whose module is imported now."""
        return import_function(f"{PACKAGE}.{self.family}.{self.answer}")

    def write(self, region: str, options: QuestionOptions, on: str | None = None) -> str:
        """Return the command as one would type it: what is not as it would be if left out.

        Examples
        --------
        >>> q = question("green.footprint")
        >>> q.write("CHN", q.read({"by": "origin, product", "year": 2015}))
        'newind green footprint CHN --by origin,product --year 2015'
        """
        words, named = self.command.split(), list[str]()
        given = [o for o in self.asked if getattr(options, o.attribute) != o.default]
        arguments = [o for o in self.asked if o.form.argument]
        while arguments and arguments[-1] not in given:
            arguments.pop()
        for option in (*arguments, *(o for o in given if not o.form.argument)):
            value = getattr(options, option.attribute)
            (words if option.form.argument else named).extend(write_option(option, value))
        words += ["--region"] * (self.takes_arguments and bool(region)) + [region] * bool(region) + named
        return shlex.join([*words, "--on", on] if on is not None and self.accounts else words)


def import_function(place: str) -> Callable[..., Any]:
    """Return a function by its module and name, imported now.

    Examples
    --------
    >>> import_function("math:floor")(2.5)
    2
    """
    module, _, name = place.partition(":")
    found: Callable[..., Any] | None = getattr(import_module(module), name, None)
    if found is None:
        raise DataError(f"{module} has no function {name}.")
    return found


@cache
def load_help(family: str) -> dict[str, Text]:
    """Return the words of a family's questions and options, those of all families among them.

    Examples
    --------
    >>> load_help("green")["footprint"]["en"]
    'Show emissions behind final use: product, user, origin.'
    """
    return {**message_group("common.help"), **message_group(f"{family}.help")}


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
        raise unknown("question", id, known, tell("question.list"))
    return known[id]
