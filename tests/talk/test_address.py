"""A corrected address: of the country's form, as near as the merchant wants it, asked for again once, then a person."""

from dataclasses import replace

import pytest

from domain.policy import policy_from
from domain.postcodes import Misfit, PostcodeRule, Within, misfit
from domain.talk.answer import AskChange, HandOver, Verb
from domain.talk.meaning import Meaning
from flows.talk.addresses import form_of
from tests.talk.scenes import BO, COMING, after, names, says


def rule(country: str, own: str | None = None, within: Within = Within.COUNTRY) -> PostcodeRule:
    form = form_of(country)
    assert form is not None
    return PostcodeRule(*form, own, within)


@pytest.mark.parametrize(
    ("country", "address", "wrong"),
    [
        ("US", "14 Oak Street, New York 10002", None),
        ("US", "14 Oak Street, New York 1002", Misfit.MALFORMED),
        ("US", "14 Oak Street, New York", None),
        ("US", "14500 Oak Street, New York, NY 10002-1234", None),
        ("GB", "Flat 3, 14 Oak Road, SW1A 1AA London", None),
        ("GB", "14 oak road, sw1a1aa", None),
        ("DE", "Hauptstr. 5, 80331 München", None),
        ("DE", "Hauptstr. 5, 8033 München", Misfit.MALFORMED),
        ("NL", "Prinsengracht 263, 1016 GV Amsterdam", None),
        ("NL", "Prinsengracht 263, 1016 Amsterdam", Misfit.MALFORMED),
        ("PL", "ul. Długa 5, 00-238 Warszawa", None),
        ("PL", "ul. Długa 5, 00238 Warszawa", Misfit.MALFORMED),
        ("PT", "Rua Augusta 12, 1100-148 Lisboa", None),
        ("ES", "Calle Mayor 5, 28013 Madrid", None),
        ("FR", "12 rue Oberkampf, 75011 Paris", None),
        ("IT", "Via Appia 3, 00144 Roma", None),
        ("TR", "İstiklal Cd. 5, 34430 Beyoğlu", None),
    ],
)
def test_a_postcode_must_be_one_of_the_country(country: str, address: str, wrong: Misfit | None) -> None:
    assert misfit(address, rule(country)) is wrong


@pytest.mark.parametrize(
    ("within", "address", "wrong"),
    [
        (Within.COUNTRY, "Kaiserstr. 1, 60311 Frankfurt", None),
        (Within.AREA, "Hauptstr. 5, 80469 München", None),
        (Within.AREA, "Kaiserstr. 1, 60311 Frankfurt", Misfit.ELSEWHERE),
        (Within.AREA, "Kaiserstr. 1, Frankfurt", Misfit.MISSING),
        (Within.POSTCODE, "Hauptstr. 5, 80331 München", None),
        (Within.POSTCODE, "Hauptstr. 5, 80469 München", Misfit.ELSEWHERE),
    ],
)
def test_it_must_be_as_near_as_the_merchant_wants_it(within: Within, address: str, wrong: Misfit | None) -> None:
    assert misfit(address, rule("DE", "80331", within)) is wrong


def test_a_country_without_postcodes_has_no_rule() -> None:
    assert form_of("AE") is None
    assert form_of("") is None
    assert form_of("../x") is None


def test_the_merchant_says_how_far() -> None:
    assert policy_from({"address_within": "area"}).address_within is Within.AREA
    with pytest.raises(ValueError, match="address_within"):
        policy_from({"address_within": "galaxy"})


HERE = replace(COMING, allow=frozenset({"address"}), postcodes=rule("US", "10001", Within.AREA))
MOVED = replace(BO, parcels=(HERE,))


def corrected(text: str) -> Meaning:
    return Meaning(Verb.ADDRESS, argument=text)


def test_a_right_one_is_asked_of_the_carrier() -> None:
    text = "14 Oak Street, New York 10002"
    assert says("…", MOVED, corrected(text)).acts[0] == AskChange(1, "address", text)


def test_a_wrong_one_is_asked_for_again_with_an_example_and_then_a_person_looks() -> None:
    first = says("…", MOVED, corrected("14 Oak Street, New York 1002"))
    assert (names(first), first.replies[0].facts["example"]) == (["ask_detail"], "95014")
    right = says("14 Oak Street 10002", after(first, MOVED))
    assert right.acts[0] == AskChange(1, "address", "14 Oak Street 10002")
    wrong = says("14 Oak Street 100022", after(first, MOVED))
    assert isinstance(wrong.acts[0], HandOver)


def test_one_too_far_away_goes_to_a_person_and_not_to_the_carrier() -> None:
    answer = says("…", MOVED, corrected("1 Main St, Boston 02110"))
    assert [type(act) for act in answer.acts] == [HandOver]
