"""A door code is announced first, and then said alone. In ten languages."""

from dataclasses import replace

import pytest

from bot.understanding.door_codes import announces_code
from bot.understanding.words import understand
from domain.talk.answer import AskChange, Verb
from tests.talk.said import lines
from tests.talk.scenes import BO, COMING, NEW_YORK, NOW, after, names, says

ALLOWED = replace(BO, parcels=(replace(COMING, allow=COMING.allow | {"access_code"}),))


@pytest.mark.parametrize("line", lines("door_code_first"))
def test_it_is_asked_which_and_then_a_number_alone_will_do(line: str) -> None:
    language, text = line.split(" | ", 1)
    meaning = understand(text, language, NOW, NEW_YORK, ())
    assert meaning.verb is Verb.ACCESS_CODE, meaning.why
    assert not meaning.argument
    asked = says(text, ALLOWED, meaning)
    assert names(asked) == ["ask_detail"]
    said = says("#4421", after(asked, ALLOWED), understand("#4421", language, NOW, NEW_YORK, ()))
    assert said.acts[0] == AskChange(1, "access_code", "4421")


@pytest.mark.parametrize(
    "text",
    [
        *("I don't have the door code", "the driver did not have the gate code", "did he have the door code?"),
        *("no tengo el código de la puerta", "je n'ai pas le code de la porte", "ich habe keinen Türcode"),
        *("non ho il codice del portone", "nie mam kodu do domofonu", "the door code is 4421", "give me the door code"),
    ],
)
def test_no_code_and_a_code_that_is_said_are_no_announcement(text: str) -> None:
    assert not announces_code(text)
