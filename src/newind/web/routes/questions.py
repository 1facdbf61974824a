"""Questions: a route a question, made from its declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request

from newind.questions.question import questions
from newind.web.answers.questions import answer_question, list_questions, path_of, schema_of
from newind.web.responses import AnswerBody, QuestionList
from newind.web.routes.given import Here, On, Region, fetch_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from newind.questions.question import Question

router = APIRouter(tags=["questions"])


@router.get("/questions", response_model=QuestionList)
async def listed() -> dict[str, Any]:
    """Return every question that can be asked of an economy, with its options."""
    return list_questions()


def _ask(question: Question) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def ask(request: Request, here: Here, on: On = "world", region: Region = "CHN") -> dict[str, Any]:
        given = {k: v for k, v in request.query_params.items() if k not in ("on", "region")}
        question.read(given)
        return await fetch_answer(here, answer_question, question.id, on, region, given, here.folder)

    return ask


def _parameters(question: Question) -> list[dict[str, Any]]:
    """Return the options of a question as OpenAPI describes parameters of an address."""
    return [
        {"name": o.name, "in": "query", "required": False, "description": question.say(o.name)["en"],
         "schema": schema_of(question, o.name)}
        for o in question.asked
    ]  # fmt: skip


for _question in questions():
    router.add_api_route(
        path_of(_question),
        _ask(_question),
        response_model=AnswerBody,
        name=_question.id,
        summary=_question.say()["en"].partition("\n")[0],
        openapi_extra={"parameters": _parameters(_question)},
    )
