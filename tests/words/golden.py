"""Every scene of a language as one page to read aloud; `python -m tests.words.golden` writes the pages anew."""

from pathlib import Path

from bot.sms.composing import compose as sms
from bot.sms.gsm7 import segments
from bot.words import Words, languages
from domain.talk.turn import ChannelName
from flows.messages.channels import Utterance
from tests.words.scenes import SCENES, Scene

PAGES = Path(__file__).parent / "golden"


def page(words: Words, language: str) -> str:
    return "\n".join(_shown(words, scene, scene.utterance(language)) for scene in SCENES)


def _shown(words: Words, scene: Scene, utterance: Utterance) -> str:
    telegram, web = (_with_buttons(words, utterance, c) for c in (ChannelName.TELEGRAM, ChannelName.WEB))
    short = sms(utterance, words)
    cost = segments(short.text)
    lines = [f"=== {scene.name}: {scene.title}"]
    lines += [f"[telegram{' and web' if web == telegram else ''}]", telegram]
    lines += ["[web]", web] if web != telegram else []
    lines += [f"[sms: {cost.encoding}, {cost.units} units, segments: {cost.count}]", short.text]
    return "\n".join(lines) + "\n"


def _with_buttons(words: Words, utterance: Utterance, channel: ChannelName) -> str:
    buttons = "  ".join(f"[ {words.label(option, utterance, channel)} ]" for option in utterance.options)
    return "\n".join(filter(None, (words.say(utterance, channel), buttons)))


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for spoken in languages():
        (PAGES / f"{spoken}.txt").write_text(page(Words(), spoken), "utf-8")
