"""A second factor: set up by its owner, asked for at the door, used once, and taken away when the phone is lost."""

import html
import re
from datetime import timedelta

import pyotp
import pytest

from flows.audit import Refused
from flows.staff import second_factor
from flows.staff import sign_in as staff
from tests.console.desk import KEY, Browser, console, hire, signed_in
from tests.console.scene import actions, by, step
from tests.flows.house import House


def enrolled(house: House, staff_id: int) -> pyotp.TOTP:
    enrolment = second_factor.begin(KEY, "Ines")
    totp = pyotp.TOTP(enrolment.secret)
    given = (enrolment.sealed, totp.at(house.now))
    assert step(house, second_factor.enrol, KEY, staff_id, *given, by(house)) is None
    house.now += timedelta(minutes=1)
    return totp


def test_a_code_counts_once_and_near_its_time(house: House) -> None:
    totp = enrolled(house, staff_id := hire(house))

    def check(code: str) -> bool:
        return step(house, second_factor.check, KEY, staff_id, code, house.now)

    assert not check(totp.at(house.now - timedelta(minutes=2)))
    assert [check(wrong) for wrong in ("000000", "", "12 34 five")] == [False] * 3
    code = totp.at(house.now - timedelta(seconds=30))
    assert check(f" {code[:3]} {code[3:]} ")
    assert not check(code)
    assert check(totp.at(house.now))


def test_what_another_key_sealed_opens_nothing(house: House) -> None:
    totp = enrolled(house, staff_id := hire(house))

    assert not step(house, second_factor.check, b"another key", staff_id, totp.at(house.now), house.now)


def test_a_secret_is_kept_only_when_its_code_came_back(house: House) -> None:
    staff_id = hire(house)
    enrolment = second_factor.begin(KEY, "Ines")

    refused = step(house, second_factor.enrol, KEY, staff_id, enrolment.sealed, "000000", by(house))

    assert isinstance(refused, Refused)
    assert not step(house, second_factor.check, KEY, staff_id, pyotp.TOTP(enrolment.secret).at(house.now), house.now)


async def test_from_setting_it_up_to_signing_in_with_it(house: House) -> None:
    async with signed_in(house) as browser:
        await browser.get("/console/me")
        page = (await browser.post("/console/me/second-factor/begin")).text
        assert "<svg" in page
        secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
        sealed = html.unescape(re.findall(r'name="sealed" value="([^"]+)"', page)[0])
        totp = pyotp.TOTP(secret)
        done = await browser.post("/console/me/second-factor", sealed=sealed, code=totp.at(house.now))
        assert done.status_code == 303
    house.now += timedelta(minutes=1)

    newcomer = Browser(console(house))
    async with newcomer.client as client:
        asked = await newcomer.sign_in("Ines", after="/console/cases")
        assert asked.status_code == 200
        assert "authenticator" in asked.text
        assert (await client.get("/console/cases")).status_code == 303, "the password alone opens nothing"
        ticket = html.unescape(re.findall(r'name="ticket" value="([^"]+)"', asked.text)[0])
        fields = {"ticket": ticket, "next": "/console/cases"}
        wrong = await client.post("/console/sign-in/code", data={**fields, "code": "000000"})
        assert wrong.status_code == 403
        right = await client.post("/console/sign-in/code", data={**fields, "code": totp.at(house.now)})
        assert (right.status_code, right.headers["location"]) == (303, "/console/cases")
        assert (await client.get("/console/cases")).status_code == 200
    assert actions(house) == ["second_factor.on"]


@pytest.mark.parametrize("shown", ["", "1.9999999999.00", "x.y.z", "1", "1.99.é"])
async def test_a_ticket_that_is_not_ours_opens_nothing(small_house: House, shown: str) -> None:
    totp = enrolled(small_house, hire(small_house))
    browser = Browser(console(small_house))
    async with browser.client as client:
        await client.get("/console/sign-in")
        data = {"ticket": shown, "code": totp.at(small_house.now)}
        answer = await client.post("/console/sign-in/code", data=data)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_a_ticket_is_for_its_browser_and_for_five_minutes(small_house: House) -> None:
    totp = enrolled(small_house, hire(small_house))
    browser, other = Browser(console(small_house)), Browser(console(small_house))
    async with browser.client, other.client:
        asked = await browser.sign_in("Ines")
        ticket = html.unescape(re.findall(r'name="ticket" value="([^"]+)"', asked.text)[0])
        await other.client.get("/console/sign-in")
        data = {"ticket": ticket, "code": totp.at(small_house.now)}
        assert (await other.client.post("/console/sign-in/code", data=data)).status_code == 403
        small_house.now += timedelta(minutes=6)
        data["code"] = totp.at(small_house.now)
        assert (await browser.client.post("/console/sign-in/code", data=data)).status_code == 403


async def test_codes_are_not_guessed(small_house: House) -> None:
    totp = enrolled(small_house, hire(small_house))
    browser = Browser(console(small_house))
    async with browser.client as client:
        asked = await browser.sign_in("Ines")
        ticket = html.unescape(re.findall(r'name="ticket" value="([^"]+)"', asked.text)[0])
        for _ in range(5):
            await client.post("/console/sign-in/code", data={"ticket": ticket, "code": "000000"})
        answer = await client.post("/console/sign-in/code", data={"ticket": ticket, "code": totp.at(small_house.now)})
    assert "Too many wrong codes" in answer.text


async def test_whoever_lost_the_phone_comes_in_again(small_house: House) -> None:
    enrolled(small_house, staff_id := hire(small_house))

    step(small_house, second_factor.forget, staff_id, by(small_house, "Root"))

    browser = Browser(console(small_house))
    async with browser.client:
        assert (await browser.sign_in("Ines")).status_code == 303
    assert step(small_house, staff.listed)[0]["name"] == "Ines"
