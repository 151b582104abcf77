"""Besides webhooks: a sender's own API, and a dispatcher's page. Only evidence, or the answer itself, is a yes."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.links import Links
from doorstep.fetching import fetching
from flows.changes import dispatching
from flows.changes.ask_carrier import PostFailed, Ways, send_requests
from flows.changes.dispatching import Question, Standing
from store.tables import Audit, Case, Source
from store.writing import table_of
from tests.reschedule.carrier import Carrier
from tests.reschedule.scene import Scene
from tests.sources.standin import KEY, PAIR, Api, serving

SECRET_KEY = b"k" * 32
REQUESTER = "Acme Shop, +12125550100"
LINKS = Links("https://door.example", SECRET_KEY)


def ask_by(scene: Scene, **columns: Any) -> None:
    with scene.tx() as tx:
        tx.execute(update(table_of(Source)).values(outbound_url=None, outbound_secret=None, **columns))


def asked(scene: Scene) -> str:
    scene.slot("wed")
    return scene.asked(0, "wed")


async def send(scene: Scene, mail: Any = None) -> None:
    async with fetching() as fetch:
        ways = Ways(fetch, mail, LINKS.dispatch)
        await send_requests(scene.database, scene.clock, Carrier(), ways=ways)


def task(state: int = 1) -> dict[str, Any]:
    return {"id": "AbC~1", "shortId": "ds1", "state": state, "completeAfter": None, "completeBefore": None}


async def test_onfleets_own_answer_with_the_new_window_is_a_yes(scene: Scene) -> None:
    async with serving(Api({"DS1": task()})) as api:
        ask_by(scene, ask_by="api", adapter="onfleet", api_key=KEY, api_url=f"{api.url}/onfleet")
        public_id = asked(scene)

        await send(scene)

    assert scene.state(public_id) == "confirmed"
    window = scene.request(public_id)
    assert api.heard == [
        {
            "completeAfter": int(window.from_at.timestamp() * 1000),
            "completeBefore": int(window.to_at.timestamp() * 1000),
        }
    ]


async def test_an_answer_without_the_window_is_no_yes(scene: Scene) -> None:
    async with serving(Api({"DS1": task()}, keeps_windows=False)) as api:
        ask_by(scene, ask_by="api", adapter="onfleet", api_key=KEY, api_url=f"{api.url}/onfleet")
        public_id = asked(scene)

        await send(scene)

    assert scene.state(public_id) == "sent"


@pytest.mark.parametrize(("parcels", "why"), [({"DS1": task(2)}, "has started"), ({}, "no such task")])
async def test_a_task_under_way_or_unknown_is_a_no(scene: Scene, parcels: dict[str, Any], why: str) -> None:
    async with serving(Api(parcels)) as api:
        ask_by(scene, ask_by="api", adapter="onfleet", api_key=KEY, api_url=f"{api.url}/onfleet")
        public_id = asked(scene)

        await send(scene)

    assert scene.state(public_id) == "declined"
    assert why in scene.request(public_id).why
    assert api.heard == []


async def test_an_api_that_is_down_is_asked_again(scene: Scene) -> None:
    async with serving(Api({"DS1": task()}, status=503)) as api:
        ask_by(scene, ask_by="api", adapter="onfleet", api_key=KEY, api_url=f"{api.url}/onfleet")
        public_id = asked(scene)

        await send(scene)
        assert (scene.state(public_id), scene.request(public_id).why) == ("requested", "its address answers HTTP 503")
        api.status = 200
        scene.clock.now = scene.request(public_id).next_at
        await send(scene)

    assert scene.state(public_id) == "confirmed"


async def test_an_interception_that_succeeds_is_asked_and_not_yet_agreed(scene: Scene) -> None:
    async with serving(Api()) as api:
        ask_by(scene, ask_by="api", adapter="ups", api_key=PAIR, api_url=f"{api.url}/ups", requester=REQUESTER)
        public_id = asked(scene)

        await send(scene)

    assert scene.state(public_id) == "sent"
    assert (api.heard[0]["requestType"], api.heard[0]["deliveryDate"]) == ("FD", "20261125")


@pytest.mark.parametrize(
    "answer",
    [
        {"statusCode": "000", "statusMsg": "Success", "success": False, "errors": [{"message": "Too late"}]},
        {"statusCode": "000", "statusMsg": "Success"},
    ],
)
async def test_an_http_200_without_success_is_a_no(scene: Scene, answer: dict[str, Any]) -> None:
    async with serving(Api(intercept=answer)) as api:
        ask_by(scene, ask_by="api", adapter="ups", api_key=PAIR, api_url=f"{api.url}/ups", requester=REQUESTER)
        public_id = asked(scene)

        await send(scene)

    assert scene.state(public_id) == "declined"


@pytest.mark.parametrize("columns", [{"adapter": "onfleet", "api_key": None}, {"adapter": "easypost", "api_key": KEY}])
async def test_without_a_key_or_a_way_a_person_asks(scene: Scene, columns: dict[str, Any]) -> None:
    ask_by(scene, ask_by="api", **columns)
    public_id = asked(scene)

    await send(scene)

    assert scene.state(public_id) == "requested"
    assert scene.cases() == ["ask_by_hand"]


# The dispatcher


def opened(scene: Scene, public_id: str) -> Callable[..., Question | None]:
    """The page's flow, with the token of its link."""
    token = LINKS.dispatch(public_id).rpartition("/")[2]

    def see(agreed: bool | None = None, why: str = "", token: str = token) -> Question | None:
        with scene.tx() as tx:
            if agreed is None:
                return dispatching.look(tx, SECRET_KEY, public_id, token)
            return dispatching.answer(tx, SECRET_KEY, public_id, token, agreed, why, scene.now)

    return see


async def test_a_dispatcher_is_asked_on_a_page_that_a_case_names(scene: Scene) -> None:
    ask_by(scene, ask_by="dispatcher")
    public_id = asked(scene)

    await send(scene)

    with scene.tx() as tx:
        (why,) = tx.scalars(select(table_of(Case).c.why))
    assert LINKS.dispatch(public_id) in why
    found = opened(scene, public_id)()
    assert found is not None
    assert (found.tracking_number, found.standing) == ("DS1", Standing.OPEN)
    assert found.window == "Wednesday 25 November 2026, 07:00 to 09:00"


async def test_looking_changes_nothing_and_a_yes_confirms(scene: Scene) -> None:
    ask_by(scene, ask_by="dispatcher")
    public_id = asked(scene)
    await send(scene)
    page = opened(scene, public_id)
    for _ in range(3):
        page()
    assert scene.state(public_id) == "requested"

    found = page(True, "with Ana")

    assert found is not None
    assert (found.standing, scene.state(public_id), scene.request(public_id).why) == ("agreed", "confirmed", "with Ana")
    assert scene.cases() == []
    with scene.tx() as tx:
        assert list(tx.scalars(select(table_of(Audit).c.who))) == ["dispatcher"]


async def test_a_no_declines_and_staff_find_another_way(scene: Scene) -> None:
    ask_by(scene, ask_by="dispatcher")
    public_id = asked(scene)
    await send(scene)

    opened(scene, public_id)(False)

    assert scene.state(public_id) == "declined"
    assert scene.cases() == ["change_declined"]


async def test_what_was_answered_is_not_turned_round_on_the_page(scene: Scene) -> None:
    ask_by(scene, ask_by="dispatcher")
    public_id = asked(scene)
    await send(scene)
    page = opened(scene, public_id)
    page(True)

    found = page(False)

    assert found is not None
    assert (found.standing, scene.state(public_id), scene.cases()) == ("agreed", "confirmed", [])


async def test_a_late_answer_still_counts_after_the_time_out(scene: Scene) -> None:
    from flows.changes import reschedule
    from tests.reschedule.scene import POLICY

    ask_by(scene, ask_by="dispatcher")
    public_id = asked(scene)
    await send(scene)
    scene.clock.advance(POLICY.reschedule_answer)
    with scene.tx() as tx:
        reschedule.time_out(tx, scene.now)
    assert scene.state(public_id) == "timed_out"

    opened(scene, public_id)(True)

    assert scene.state(public_id) == "confirmed"
    assert scene.cases() == []


async def test_without_the_right_token_there_is_no_page(scene: Scene) -> None:
    ask_by(scene, ask_by="dispatcher")
    public_id = asked(scene)
    page = opened(scene, public_id)

    for token in ("", "x" * 22, "ü" * 22, LINKS.dispatch("rs_other").rpartition("/")[2]):
        assert page(token=token) is None
        assert page(True, token=token) is None
    assert scene.state(public_id) == "requested"


async def test_what_was_taken_back_is_not_answered_any_more(scene: Scene) -> None:
    from flows.changes import reschedule

    ask_by(scene, ask_by="dispatcher")
    public_id = asked(scene)
    await send(scene)
    with scene.tx() as tx:
        reschedule.withdraw(tx, scene.shipments[0], scene.now)

    found = opened(scene, public_id)(True)

    assert found is not None
    assert (found.standing, scene.state(public_id)) == ("over", "withdrawn")


async def test_a_mail_carries_the_link_where_there_is_a_server(scene: Scene) -> None:
    ask_by(scene, ask_by="dispatcher", dispatcher_email="ana@courier.example")
    public_id = asked(scene)
    mails: list[tuple[str, str, str]] = []

    async def mail(address: str, subject: str, text: str) -> None:
        mails.append((address, subject, text))

    await send(scene, mail)

    ((address, subject, text),) = mails
    assert (address, subject) == ("ana@courier.example", "Parcel DS1: please answer")
    assert LINKS.dispatch(public_id) in text
    assert scene.state(public_id) == "sent"


async def test_a_mail_server_that_is_down_is_tried_again_and_the_page_is_there(scene: Scene) -> None:
    ask_by(scene, ask_by="dispatcher", dispatcher_email="ana@courier.example")
    public_id = asked(scene)
    tries = []

    async def mail(address: str, subject: str, text: str) -> None:
        tries.append(scene.now)
        raise PostFailed("the mail server did not take it (ConnectionRefusedError)")

    for _ in range(2):
        await send(scene, mail)
        scene.clock.now = scene.request(public_id).next_at

    assert len(tries) == 2
    assert scene.cases() == ["ask_by_hand"]
    opened(scene, public_id)(True)
    assert scene.state(public_id) == "confirmed"
