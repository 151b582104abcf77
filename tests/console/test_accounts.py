"""Who may sign in, and for how long."""

from datetime import timedelta

import pytest

from flows.staff import sign_in as staff
from flows.staff.sign_in import Role
from store.tables import Staff, StaffSession
from tests.console.scene import step
from tests.flows.house import House

PASSWORD = "correct horse battery"


def _add(house: House, name: str = "Ines", password: str = PASSWORD, role: str = "agent") -> int:
    return step(house, staff.add, name, password, role, house.now)


async def test_the_right_password_opens_a_session_and_no_other_does(house: House) -> None:
    _add(house)

    signed = await staff.sign_in(house.database, " Ines ", PASSWORD, house.now)
    assert isinstance(signed, staff.SignedIn)
    assert (signed.member.name, signed.member.role) == ("Ines", Role.AGENT)
    assert await staff.sign_in(house.database, "Ines", PASSWORD + "!", house.now) is None
    assert await staff.sign_in(house.database, "Nobody at all", PASSWORD, house.now) is None


async def test_a_session_ends_after_twelve_hours_or_when_its_owner_signs_out(house: House) -> None:
    member = _add(house)
    first, second = (step(house, staff.open_session, member, house.now) for _ in range(2))

    step(house, staff.sign_out, first)

    assert step(house, staff.session, first, house.now) is None
    assert step(house, staff.session, second, house.now + timedelta(hours=11, minutes=59)) is not None
    assert step(house, staff.session, second, house.now + timedelta(hours=12)) is None


def test_neither_password_nor_token_is_kept(house: House) -> None:
    token = step(house, staff.open_session, _add(house), house.now)

    kept = str(house.rows(Staff)) + str(house.rows(StaffSession))
    assert PASSWORD not in kept
    assert token not in kept
    assert "$argon2id$" in kept


def test_someone_who_has_left_is_signed_out_at_once(house: House) -> None:
    token = step(house, staff.open_session, _add(house), house.now)

    step(house, lambda tx: tx.execute(Staff.__table__.update().values(closed_at=house.now)))  # type: ignore[attr-defined]

    assert step(house, staff.session, token, house.now) is None


@pytest.mark.parametrize(
    ("name", "password", "role", "says"),
    [
        ("Ines", "short", "agent", "A password needs 10 to 200 characters."),
        ("Ines", "x" * 201, "agent", "A password needs 10 to 200 characters."),
        ("Ines", PASSWORD, "owner", "There is no role 'owner': it is viewer, agent, supervisor or admin."),
        ("  ", PASSWORD, "agent", "A name needs 1 to 40 characters that can be read."),
        ("a\u202eb", PASSWORD, "agent", "A name needs 1 to 40 characters that can be read."),
        ("Bot", PASSWORD, "agent", "The name Bot means something else here: choose another."),
        ("queue", PASSWORD, "agent", "The name queue means something else here: choose another."),
        ("nobody", PASSWORD, "agent", "The name nobody means something else here: choose another."),
        ("bo", PASSWORD, "agent", "There is a member of staff named bo already: choose another name."),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence(
    small_house: House, name: str, password: str, role: str, says: str
) -> None:
    _add(small_house, "Bo")

    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the sentence is compared below
        _add(small_house, name, password, role)

    assert str(refusal.value) == says


def test_the_list_shows_no_passwords(small_house: House) -> None:
    _add(small_house, "Zoe", role="viewer")
    _add(small_house, "Al")

    rows = step(small_house, staff.listed)

    assert [(row["name"], row["role"]) for row in rows] == [("Al", "agent"), ("Zoe", "viewer")]
    assert set(rows[0]) == {"name", "role", "created_at", "closed_at"}
