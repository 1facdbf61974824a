"""Questions: a route a question, made from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request

from newind.errors import tell
from newind.questions.options import REQUIRED
from newind.web.answers.questions import answer_question, list_questions, path_of, schema_of, served_questions
from newind.web.app import ServerContext
from newind.web.refusals import RequestError
from newind.web.responses import AnswerBody, QuestionList
from newind.web.routes.given import SETS, BodyRoute, Here, Region, fetch_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.datastructures import QueryParams

    from newind.questions.question import Question

router = APIRouter(tags=["questions"], route_class=BodyRoute)
Accounts = Annotated[
    str, Query(max_length=40, examples=["world"], description=f"{SETS} Left out: the shipped set that has the region.")
]
Table = Annotated[str, Query(max_length=40, examples=["world"], description=f"{SETS} Left out: world.")]


@router.get("/questions")
async def describe_questions() -> QuestionList:
    """Return every question that can be asked of an economy, with its options."""
    return list_questions()


def _ask(question: Question) -> Callable[..., Awaitable[AnswerBody]]:
    usual = "" if question.everywhere else question.usual or "CHN"

    async def answer(request: Request, here: ServerContext, on: str, region: str) -> AnswerBody:
        given = read_address(question, request.query_params)
        question.read(given)
        return await fetch_answer(here, answer_question, question.id, on, region, given, here.folder)

    async def ask_all(request: Request, here: Here) -> AnswerBody:
        return await answer(request, here, "", "")

    async def ask_accounts(request: Request, here: Here, on: Accounts = "", region: Region = usual) -> AnswerBody:
        return await answer(request, here, on, region)

    async def ask(request: Request, here: Here, region: Region = usual) -> AnswerBody:
        return await answer(request, here, "", region)

    async def ask_table(request: Request, here: Here, on: Table = "") -> AnswerBody:
        return await answer(request, here, on, "")

    if not question.regional:
        return ask_table if question.accounts else ask_all
    return ask_accounts if question.accounts else ask


def read_address(question: Question, typed: QueryParams) -> dict[str, Any]:
    """Return the options that stand in an address; one that is repeated has all its values.

    Raises
    ------
    RequestError
        For another that stands twice.
    """
    own = {"region"} | ({"on"} if question.accounts else set())
    repeated = {option.name for option in question.asked if option.form.repeated}
    given: dict[str, Any] = {}
    for name in typed:
        values = typed.getlist(name)
        if len(values) > 1 and name not in repeated:
            raise RequestError(tell("web.twice", name=name), 422)
        if name not in own:
            given[name] = values if len(values) > 1 else values[0]
    return given


def _parameters(question: Question) -> list[dict[str, Any]]:
    """Return the options of a question as OpenAPI describes parameters of an address."""
    return [
        {"name": o.name, "in": "query", "required": o.default is REQUIRED, "description": question.say(o.name)["en"],
         "schema": schema_of(question, o.name)}
        for o in question.offered
    ]  # fmt: skip


for _question in (q for q in served_questions() if not q.takes_long):
    router.add_api_route(
        path_of(_question),
        _ask(_question),
        name=_question.id,
        summary=_question.say()["en"].partition("\n")[0],
        description=_question.say()["en"],
        openapi_extra={"parameters": _parameters(_question)},
    )
