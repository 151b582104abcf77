"""The door of the console: nobody gets in but by their password, and no form works that our pages did not give."""

import pytest

from api.console.cookies import SESSION
from flows.staff import tries
from flows.staff.tries import FAILURES, FAILURES_OF_ADDRESS, FAILURES_OF_CODE, WINDOW, Limit, of_code, of_password
from store.tables import FailedTry
from tests.console.desk import PASSWORD, Browser, console, hire, proof, signed_in
from tests.console.scene import step
from tests.flows.house import House

PAGES = ["/console", "/console/shipments", "/console/shipments/1", "/console/audit", "/console/live", "/console/x/y"]


async def test_a_session_cookie_is_for_this_console_alone(small_house: House) -> None:
    async with signed_in(small_house) as browser:
        answer = await browser.sign_in("Ines")

    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(SESSION))
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/console" in cookie
    assert "Max-Age=43200" in cookie
    assert "Secure" not in cookie


async def test_over_https_the_cookies_travel_nowhere_else(small_house: House) -> None:
    hire(small_house)
    browser = Browser(console(small_house, "https://desk.test"), "https://desk.test")

    answer = await browser.sign_in("Ines")

    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("path", PAGES)
async def test_whoever_is_not_signed_in_is_sent_to_do_so(small_house: House, path: str) -> None:
    browser = Browser(console(small_house))

    answer = await browser.client.get(path, follow_redirects=True)

    assert answer.url.path == "/console/sign-in"


async def test_a_page_that_script_asked_for_sends_the_whole_window_there(small_house: House) -> None:
    browser = Browser(console(small_house))
    headers = {"HX-Request": "true", "HX-Current-URL": "http://desk.test/console/shipments/7?done=held"}

    answer = await browser.client.get("/console/shipments/7", headers=headers)

    assert answer.headers["hx-redirect"] == "/console/sign-in?next=/console/shipments/7"


async def test_a_stream_is_told_not_to_come_back(small_house: House) -> None:
    answer = await Browser(console(small_house)).client.get("/console/live", headers={"accept": "text/event-stream"})

    assert answer.status_code == 204


async def test_the_way_back_leads_nowhere_but_into_the_console(small_house: House) -> None:
    hire(small_house)
    browser = Browser(console(small_house))

    good = await browser.sign_in("Ines", after="/console/conversations/3")
    assert good.headers["location"] == "/console/conversations/3"
    for bad in ("https://evil.example/", "//evil.example/console/", "/console//evil", "/console/\\evil", "/demo"):
        answer = await browser.sign_in("Ines", after=bad)
        assert answer.headers["location"] == "/console/shipments"


async def test_a_wrong_password_says_no_more_than_that(small_house: House) -> None:
    hire(small_house)
    browser = Browser(console(small_house))

    wrong, unknown = await browser.sign_in("Ines", "wrong wrong wrong"), await browser.sign_in("Eve", PASSWORD)

    assert wrong.status_code == unknown.status_code == 403
    assert "do not go together" in wrong.text
    assert wrong.text.replace("Ines", "Eve") == unknown.text


async def test_after_some_wrong_passwords_not_even_the_right_one_is_looked_at(small_house: House) -> None:
    hire(small_house)
    browser = Browser(console(small_house))
    for _ in range(FAILURES):
        await browser.sign_in("Ines", "wrong wrong wrong")

    answer = await browser.sign_in("ines")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0

    small_house.now += WINDOW
    assert (await browser.sign_in("Ines")).status_code == 303


def _tried(house: House, limits: tuple[Limit, ...]) -> int:
    """How long one has to wait, after one more that is wrong."""
    return step(house, tries.take, limits, house.now).wait_seconds


def test_one_address_may_not_try_every_name(small_house: House) -> None:
    for n in range(FAILURES_OF_ADDRESS):
        assert _tried(small_house, of_password(f"name-{n}", "10.0.0.1")) == 0

    assert _tried(small_house, of_password("another", "10.0.0.1")) > 0
    assert _tried(small_house, of_password("another", "10.0.0.2")) == 0
    small_house.now += WINDOW
    assert _tried(small_house, of_password("another", "10.0.0.1")) == 0


def test_a_code_is_not_guessed_from_many_addresses(small_house: House) -> None:
    for n in range(FAILURES_OF_CODE):
        assert _tried(small_house, of_code("7", f"10.0.0.{n}")) == 0
    assert _tried(small_house, of_code("7", "10.0.1.1")) > 0
    assert _tried(small_house, of_code("8", "10.0.1.1")) == 0


def test_a_try_that_was_right_does_not_count_and_no_name_is_kept(small_house: House) -> None:
    limits = of_password("Ines", "10.0.0.1")
    for _ in range(FAILURES_OF_ADDRESS * 2):
        step(small_house, tries.succeeded, step(small_house, tries.take, limits, small_house.now))
    assert small_house.rows(FailedTry) == []
    step(small_house, tries.take, limits, small_house.now)
    assert "Ines" not in str(small_house.rows(FailedTry))
    small_house.now += WINDOW
    step(small_house, tries.take, of_password("Bo", "10.0.0.2"), small_house.now)
    assert len(small_house.rows(FailedTry)) == 2  # the older ones are gone


async def test_several_doors_count_together(small_house: House) -> None:
    hire(small_house)
    doors = [Browser(console(small_house)) for _ in range(FAILURES)]
    for door in doors:
        await door.sign_in("Ines", "wrong wrong wrong")
    assert (await doors[0].sign_in("Ines")).status_code == 429


async def test_a_sign_in_form_of_another_browser_does_not_work(small_house: House) -> None:
    hire(small_house)
    app = console(small_house)
    stolen = proof((await Browser(app).client.get("/console/sign-in")).text)
    victim = Browser(app)
    await victim.client.get("/console/sign-in")

    for shown in (stolen, "", "x"):
        fields = {"name": "Ines", "password": PASSWORD, "proof": shown}
        answer = await victim.client.post("/console/sign-in", data=fields)
        assert answer.status_code == 403
        assert SESSION not in victim.client.cookies


async def test_a_form_without_the_session_s_proof_changes_nothing(small_house: House) -> None:
    small_house.order("DS100")
    async with signed_in(small_house) as browser:
        for shown in ("", "x", "0" * 64):
            answer = await browser.post("/console/shipments/1/hold", why="x", proof=shown)
            assert answer.status_code == 403
            assert "did not come from this console" in answer.text

    assert small_house.notices() == {"announced": "planned"}


async def test_signing_out_ends_the_session_on_the_server(small_house: House) -> None:
    async with signed_in(small_house) as browser:
        token = browser.client.cookies[SESSION]
        await browser.post("/console/sign-out")
        browser.client.cookies.set(SESSION, token, path="/console")

        answer = await browser.client.get("/console/shipments")

    assert answer.headers["location"].startswith("/console/sign-in")


async def test_what_is_too_large_or_no_form_is_refused(small_house: House) -> None:
    async with signed_in(small_house) as browser:
        large = await browser.post("/console/shipments/1/hold", why="x" * 70_000)
        many = await browser.post("/console/shipments/1/hold", **{f"f{n}": "x" for n in range(60)})
        json = await browser.client.post("/console/shipments/1/hold", json={"why": "x"})

    assert [large.status_code, many.status_code, json.status_code] == [400, 400, 400]
