"""The chat on the tracking page says plain words with buttons, and tells an open page to look again."""

from datetime import UTC, datetime

from bot.web.channel import WebChannel
from domain.talk.turn import ChannelName
from flows.messages.channels import Channel, Composed, Option, Sent, Utterance


class SpokenWords:
    def say(self, utterance: Utterance, channel: ChannelName) -> str:
        return str(utterance.facts["text"])

    def label(self, option: Option, utterance: Utterance, channel: ChannelName) -> str:
        return option.label


NOW = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
OPTIONS = (Option("t1", "Wed 25 Nov 09:00–12:00"), Option("t2", "Talk to a\nperson"))


def _utterance(text: str, options: tuple[Option, ...] = ()) -> Utterance:
    return Utterance("staff", {"text": text}, "en", UTC, NOW, "Acme", options)


def test_choices_are_buttons_and_stand_beside_the_words() -> None:
    composed = WebChannel(SpokenWords()).compose(_utterance("Which time – morning or evening?\n", OPTIONS))

    assert composed == Composed(
        "Which time – morning or evening?", (("Wed 25 Nov 09:00–12:00", "t1"), ("Talk to a person", "t2"))
    )


def test_words_are_text_and_not_html() -> None:
    composed = WebChannel(SpokenWords()).compose(_utterance('<b>"Bo\x00\ud800\u202e"</b> & co'))

    assert composed.text == '<b>"Bo"</b> & co'


async def test_what_is_said_is_there_at_once_and_an_open_page_is_told() -> None:
    told: list[str] = []
    web: Channel = WebChannel(SpokenWords(), told.append)

    assert await web.send("visitor-1", Composed("hello"), "att-1") == Sent("web:att-1")
    assert told == ["visitor-1"]
    await web.close()


async def test_nobody_need_be_told() -> None:
    web = WebChannel(SpokenWords())

    assert await web.send("visitor-1", Composed("hello"), "att-1") == Sent("web:att-1")


async def test_a_message_on_the_page_is_never_in_doubt() -> None:
    assert isinstance(await WebChannel(SpokenWords()).find("visitor-1", Composed("hello"), NOW), Sent)
