"""The wordsmith: how a template would read on every channel, and what is to be said about it before it goes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.sms import composing as sms
from bot.sms.gsm7 import BASIC, EXTENDED, Encoding, segments
from bot.telegram import composing as telegram
from bot.web.channel import WebChannel
from bot.words import Words, best_language, languages
from bot.words.blame import blaming
from bot.words.facts import AROUND, FACTS
from bot.words.samples import EXAMPLES, Example, utterance
from domain.notices import MANNERS
from domain.talk.answer import ReplyName
from domain.talk.turn import ChannelName
from flows.messages.channels import Composed, Utterance
from flows.messages.wording import ANY, Checked, Problem, Sample, place

WITHOUT_GSM7 = frozenset({"ar"})
"""Languages whose letters GSM-7 has not: every text of theirs is UCS-2."""
SEGMENTS_WANTED = 3
ANNOUNCEMENT = "announcement"
SHARED = frozenset({*(kind.value for kind, manner in MANNERS.items() if manner.shared), ReplyName.STATUS.value})
"""What may speak of several parcels at once."""


class Wordsmith:
    """`flows.messages.wording.Wordsmith` over the templates of the house."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._web = WebChannel(words)

    def languages(self) -> tuple[str, ...]:
        return languages()

    def fields(self) -> Mapping[str, str]:
        return {**FACTS, **AROUND}

    def shipped(self, name: str, language: str, channel: str) -> str:
        for tag in (place(language, channel), language, "en"):
            source = self._words.shipped(name, tag)
            if source is not None:
                return source.strip()
        return ""

    def speaks(self, utterance: Utterance, channel: ChannelName) -> bool:
        language = best_language(utterance.language)
        places = (f"{language}.{channel}", language)
        sources = [source for where in places for source in utterance.wording.get(where, ())]
        return any(self._words.speaks(source, utterance, channel) for source in sources)

    def compose(self, utterance: Utterance, channel: ChannelName) -> Composed:
        match channel:
            case ChannelName.SMS:
                return sms.compose(utterance, self._words)
            case ChannelName.TELEGRAM:
                return telegram.compose(utterance, self._words)
            case ChannelName.WEB:
                return self._web.compose(utterance)

    def check(self, name: str, language: str, channel: str, source: str) -> Checked:
        if not source.strip():
            return Checked((Problem(True, "write the words first"),))
        if faults := self._words.faults(source):
            return Checked(tuple(Problem(True, fault.why, fault.line) for fault in faults))
        channels = tuple(ChannelName) if channel == ANY else (ChannelName(channel),)
        problems: dict[Problem, None] = {}
        samples = []
        for example in EXAMPLES:
            for on in channels:
                sample = self._sample(name, language, channel, source, example, on)
                if sample is None:
                    continue
                samples.append(sample)
                problems.update(dict.fromkeys(_of_sample(sample, example, language)))
        problems.update(dict.fromkeys(self._of_whole(name, language, source, samples)))
        return Checked(tuple(sorted(problems, key=lambda problem: not problem.grave)), tuple(samples))

    def _sample(
        self, name: str, language: str, channel: str, source: str, example: Example, on: ChannelName
    ) -> Sample | None:
        """None where this never happens: a kind that speaks of one parcel, or what no shipped words can say."""
        if example.is_shared and name not in SHARED:
            return None
        said = utterance(name, language, example)
        spoken = self._words.speaks(source, said, on)
        if not spoken and not self._words.shipped_speaks(said, on):
            return None
        if spoken:
            said = replace(said, wording={place(language, channel): (source,)})
        composed = self.compose(said, on)
        encoding = segments(composed.text).encoding if on is ChannelName.SMS else ""
        is_cut = on is ChannelName.SMS and len(self._words.say(said, on)) > sms.LONGEST
        return Sample(example.about, on.value, composed.text, composed.units, encoding, spoken, is_cut)

    def _of_whole(self, name: str, language: str, source: str, samples: list[Sample]) -> Iterator[Problem]:
        if not any(sample.spoken for sample in samples):
            why = (
                "it cannot speak of any parcel: a field it prints is never known here; ask before you print, {% if … %}"
            )
            yield Problem(True, why)
        for fragment in blaming(" ".join([source, *(sample.text for sample in samples)]), language):
            yield Problem(False, f"“{fragment}” lays the blame on the customer: say what happened, and what now")
        if name != ANNOUNCEMENT and "link" not in source and "link" in self.shipped(name, language, ANY):
            yield Problem(False, "there is no link to the tracking page: {{ links | lines }}")


def _of_sample(sample: Sample, example: Example, language: str) -> Iterator[Problem]:
    about = sample.about
    if not sample.spoken:
        why = f"it cannot speak of “{about}”, so the words before it would: ask before you print, {{% if … %}}"
        if example.is_shared:
            why = (
                "who waits for two parcels reads of both in one message, in which it cannot speak: "
                "ask before you print, {% if count == 1 %}"
            )
        yield Problem(example.is_usual, why)
        return
    if sample.channel != ChannelName.SMS:
        return
    if sample.is_cut:
        yield Problem(True, f"too long for an SMS with “{about}”: over {sms.LONGEST} characters it is cut")
    elif sample.units > SEGMENTS_WANTED or len(sample.text) > sms.TARGET_CHARACTERS:
        size = f"{sample.units} SMS segments, {len(sample.text)} characters"
        yield Problem(False, f"long with “{about}”: {size}")
    if sample.encoding == Encoding.UCS2 and language not in WITHOUT_GSM7:
        strange = "".join(dict.fromkeys(c for c in sample.text if c not in BASIC and c not in EXTENDED))[:12]
        yield Problem(False, f"an SMS with {strange} holds 70 characters instead of 160: GSM-7 does not have it")
