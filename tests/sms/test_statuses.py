"""What becomes of a text: callbacks in any order, and what each error code means for the message and the person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sms.errorcodes import MEANINGS, failure
from bot.sms.forms import Form, NotForUs
from bot.sms.statuses import RANKS, Delivery, StatusReport, is_final, read_status, verdict
from flows.messages.channels import SendFailed

SID = "SM" + "0a" * 16


def _callback(status: str, **more: str) -> Form:
    return {"MessageSid": SID, "MessageStatus": status, "AccountSid": "AC1", "To": "+12125550123", **more}


def test_a_callback_says_which_attempt_it_is_about() -> None:
    report = read_status(_callback("undelivered", ErrorCode="30003", RawDlrDoneDate="2611231300"), {"a": "att-7_x"})

    assert report == StatusReport(SID, "att-7_x", "undelivered", 5, 30003)


def test_ranks_rise_on_the_way_and_the_end_is_final() -> None:
    way = ["accepted", "queued", "sending", "sent", "delivered", "read"]

    assert [RANKS[status] for status in way] == [1, 2, 3, 4, 5, 6]
    assert RANKS["delivered"] == RANKS["undelivered"] == RANKS["failed"]
    assert [status for status in RANKS if is_final(status)] == [
        "delivered", "partially_delivered", "undelivered", "failed", "canceled", "read",
    ]  # fmt: skip


def test_a_status_nobody_knows_is_kept_and_changes_nothing() -> None:
    report = read_status(_callback("levitating"), {})

    assert report == StatusReport(SID, None, "levitating", -1)
    assert verdict("levitating", None) is Delivery.UNDERWAY
    assert not is_final("levitating")


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({}, "no MessageSid"),
        ({"MessageSid": SID}, "no MessageStatus"),
        ({"MessageSid": "SM1; drop table", "MessageStatus": "sent"}, "no MessageSid"),
        ({"MessageSid": ["", SID], "MessageStatus": "sent"}, "no MessageSid"),
        ({"MessageSid": "S" * 5000, "MessageStatus": "sent"}, "no MessageSid"),
        ({"MessageSid": SID, "MessageStatus": "sent\n"}, "no MessageStatus"),
        ({"MessageSid": SID, "MessageStatus": []}, "no MessageStatus"),
    ],
)
def test_a_form_that_is_no_callback_gets_a_reason(form: Form, why: str) -> None:
    assert read_status(form, {}) == NotForUs(why)


@pytest.mark.parametrize("token", ["", "a b", "x" * 65, "\x00", "../..", "é"])
def test_a_token_that_is_not_ours_is_none(token: str) -> None:
    report = read_status(_callback("sent"), {"a": token})

    assert isinstance(report, StatusReport)
    assert report.token is None


@pytest.mark.parametrize("code", ["", "none", "-1", "1e9", "9" * 40, "٣٠٠٠٣"])
def test_an_error_code_that_is_no_number_is_none(code: str) -> None:
    report = read_status(_callback("failed", ErrorCode=code), {})

    assert isinstance(report, StatusReport)
    assert report.error_code is None


anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)


@given(st.dictionaries(st.sampled_from(["MessageSid", "MessageStatus", "ErrorCode"]), anything | st.lists(anything)))
def test_any_form_is_read_or_refused(form: Form) -> None:
    assert isinstance(read_status(form, form), StatusReport | NotForUs)


def test_good_ends_are_good() -> None:
    assert verdict("delivered", None) is verdict("read", None) is Delivery.REACHED
    assert verdict("sent", None) is Delivery.SENT
    assert verdict("queued", None) is verdict("scheduled", None) is Delivery.UNDERWAY


CONFIG, BUSY, DEAD, NEVER, ONCE, TWICE, OUT = "config", "busy", "dead", "never", "once", "twice", "opted out"


@pytest.mark.parametrize(
    ("codes", "what"),
    [
        ((20003, 21606, 21703, 21701, 30034), CONFIG),
        ((20429, 20500, 20503, 21611, 30001), BUSY),
        ((21211, 21614, 21635, 30005, 30006), DEAD),
        ((21408, 21612, 21608), NEVER),
        ((21610,), OUT),
        ((21602, 21604, 21617, 21620, 35111, 35114, 35118, 63016), NEVER),
        ((30004, 30007, 30036, 30450, 30610, 30640, 30047), NEVER),
        ((30003,), TWICE),
        ((30008, 31999, None), ONCE),
    ],
)
def test_a_code_means_for_the_message_and_the_person(codes: tuple[int | None, ...], what: str) -> None:
    assert [_in_a_word(code) for code in codes] == [what] * len(codes)


def _in_a_word(code: int | None) -> str:
    first, second, third = (failure(code, attempt) for attempt in (1, 2, 3))
    if first.config:
        return CONFIG if not first.permanent else "stopped for good"
    if first.opted_out:
        return OUT if first.permanent else "opted out but tried again"
    if first.unbind:
        return DEAD if first.permanent else "dead but tried again"
    if first.permanent:
        return NEVER
    if first.whole_lane:
        return BUSY if not third.permanent else "busy for good"
    if first.retry_after_seconds is None:
        return "at once"
    return ONCE if second.permanent else TWICE if third.permanent else "for ever"


def test_every_code_has_a_sentence_for_whoever_must_act() -> None:
    assert [code for code, meaning in MEANINGS.items() if len(meaning.why) < 15] == []
    assert failure(20003).why == (
        "Twilio 20003: credentials refused; check DOORSTEP_TWILIO_ACCOUNT_SID and DOORSTEP_TWILIO_AUTH_TOKEN"
    )
    assert failure(31999).why.endswith("see https://www.twilio.com/docs/api/errors/31999")


def test_a_callback_and_a_refusal_agree_on_what_a_code_means() -> None:
    for code in MEANINGS:
        assert verdict("undelivered", code, attempt=2) == failure(code, attempt=2)


def test_a_failure_without_a_code_is_tried_once_more() -> None:
    assert isinstance(verdict("failed", None), SendFailed)
    assert [_permanent("failed", attempt) for attempt in (1, 2)] == [False, True]


def _permanent(status: str, attempt: int) -> bool:
    outcome = verdict(status, None, attempt)
    return isinstance(outcome, SendFailed) and outcome.permanent
