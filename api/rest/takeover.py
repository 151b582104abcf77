"""A person takes a conversation over in a helpdesk of their own, answers in it, and hands it back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import AfterValidator, BaseModel, Field

from api.problems import Problem
from api.rest.deps import Deps
from api.rest.fields import Body, Key
from api.rest.overrides import Who, Why
from flows.audit import By, Refused
from flows.staff import talk
from flows.staff.sign_in import RESERVED
from flows.staff.talk import Owned
from store import conversations

Id = Annotated[int, Path(ge=1, lt=2**62, description="As in the console's address of it.", examples=[7])]


def _person(name: str) -> str:
    if name.casefold() in RESERVED:
        raise ValueError("is no person's name here")
    return name


Person = Annotated[Who, AfterValidator(_person)]


class Takeover(Body):
    """`from` is the owner you saw; when somebody else has it by now, nothing is done."""

    who: Person
    why: Why
    seen: Key | None = Field(None, alias="from", examples=["bot"])


class Message(Body):
    """A person's words. `from` is the owner you saw; when somebody else has it by now, nothing is sent."""

    who: Person
    text: Annotated[str, Field(min_length=1, max_length=talk.TEXT_LIMIT)]
    seen: Key | None = Field(None, alias="from", examples=["bot"])


class Ownership(BaseModel):
    """`owner` is bot, queue, nobody, or a person by name."""

    id: int
    owner: str
    owner_since: datetime


def routes(router: APIRouter, deps: Deps) -> None:
    async def owner(conversation_id: int) -> Ownership:
        row = await deps.database.read(conversations.get, conversation_id)
        if row is None:
            raise Problem(404, "There is no conversation with this id.")
        return Ownership(id=row.id, owner=row.owner, owner_since=row.owner_since)

    async def done(conversation_id: int, result: Owned | Refused) -> Ownership:
        if isinstance(result, Refused):
            raise Problem(409, result.why)
        deps.after_plan(result.due_at)
        return await owner(conversation_id)

    @router.put("/conversations/{id}/takeover", tags=["staff"], summary="Take a conversation over")
    async def put_takeover(id: Id, body: Takeover) -> Ownership:  # noqa: A002  the path's word
        """From then on the bot says nothing in it; of notices only the critical ones go. Saying so twice is fine."""
        standing = await owner(id)
        if standing.owner == body.who:
            return standing
        by = By(body.who, body.why, deps.clock())
        return await done(id, await deps.database.write(talk.take_over, id, body.seen or standing.owner, by))

    @router.delete("/conversations/{id}/takeover", tags=["staff"], summary="Hand a conversation back to the bot")
    async def delete_takeover(
        id: Id,  # noqa: A002  the path's word
        who: Annotated[Person, Query()],
        why: Annotated[Why, Query()] = "",
    ) -> Ownership:
        """The bot answers again, and what was held for the conversation goes. Saying so twice is fine."""
        standing = await owner(id)
        if standing.owner == "bot":
            return standing
        by = By(who, why, deps.clock())
        return await done(id, await deps.database.write(talk.hand_back, id, standing.owner, by))

    @router.post("/conversations/{id}/messages", tags=["staff"], summary="Answer in a conversation, as a person")
    async def post_message(id: Id, body: Message) -> Ownership:  # noqa: A002  the path's word
        """Goes the way the customer wrote last. Whoever answers owns the conversation: the bot is silent from then on.
        It waits ten seconds before it is sent.
        """
        standing = await owner(id)
        by, seen = By(body.who, "", deps.clock()), body.seen or standing.owner
        return await done(id, await deps.database.write(talk.reply, id, seen, body.text, deps.voice, by))
