"""A door code that is announced and not told yet: `I want to give you the door code`, `tengo el código del portal`."""

import re

from domain.talk.folding import fold

_CODE = re.compile(
    r"\b(?:(?:door|gate|entry|entrance|access|building|buzzer|lobby) (?:code|pin)"
    r"|(?:codigo|clave) (?:de |del )(?:la )?(?:puerta|portal|porton|acceso|entrada|edificio)"
    r"|digicode|code (?:de |d |du )(?:la |l )?(?:porte|portail|entree|acces|immeuble)"
    r"|(?:tur|haustur|tor|zugangs|eingangs)code|code fur (?:die |das |den )?(?:tur|haustur|tor|eingang|hoftor)"
    r"|codigo (?:da |do |de )(?:porta|portao|entrada|predio|acesso)"
    r"|codice (?:della |del |di |d )(?:porta|portone|cancello|ingresso|accesso)"
    r"|(?:deur|poort|toegangs)code|code van (?:de )?(?:deur|poort|voordeur)"
    r"|kod (?:do|od) (?:drzwi|bramy|domofonu|furtki|klatki|wejscia)"
    r"|(?:kapi|bina|giris|site)(?:nin)? (?:kodu|sifresi)\w*)\b"
    r"|(?:رمز|كود) (?:ال)?(?:باب|بوابه|مدخل|دخول|عماره)"
)
_GIVES = re.compile(
    r"\b(?:(?:give|tell|send) (?:you|u|him|her|them|the driver|the courier)|pass on|(?:i|we) (?:ve |have |got )+"
    r"|(?:ive|weve) (?:got )?|dar(?:te|le|les|os)|te doy|les doy|le doy|os doy|decir(?:te|le|les|os)|tengo"
    r"|pasar(?:te|le|les|os)|te paso|les paso|vous donner?|te donner?|lui donner|vous dire|j ?ai"
    r"|vous envoyer?|vous communiquer"
    r"|(?:ihnen|euch|dir|ihm)(?: \w+){0,8} (?:geben?|sagen?|schicken?|mitteilen|durchgeben)"
    r"|gebe? (?:ihnen|euch|dir)|ich habe?"
    r"|(?:dar|passar|dizer)(?: |-)?(?:te|lhe|lhes|vos)|vou dar|vou passar|posso dar|quero dar|tenho"
    r"|dar(?:vi|ti|le|gli)|(?:vi|ti|le) (?:do|dico|mando)|dir(?:vi|ti|le|gli)|ho"
    r"|(?:u|je|jullie|hem)(?: \w+){0,8} (?:geven|zeggen|sturen|doorgeven)|ik heb|geef (?:u|je|jullie)"
    r"|podac|podam|podaje|przekazac|mam|wyslac (?:wam|panu|pani)"
    r"|ver(?:mek|eyim|ecegim|ebilirim|iyorum)|soyleyeyim|soylemek|iletmek)\b"
    r"|(?:اعطي|ارسل|اقول|اعطى)\w*|عندي|لدي"
)
_NOT = re.compile(
    r"\b(?:no|not|dont|don t|didnt|didn t|doesnt|doesn t|never|without|sin|nunca|pas|jamais|sans|nicht|kein\w*|ohne"
    r"|nao|sem|non|senza|niet|geen|zonder|nie|bez|degil|yok|vermedim|لا|ليس|ما|بدون)\b|\d"
)


def announces_code(text: str) -> bool:
    """Whether they have a door code for us and have not said it."""
    words = fold(text)
    return bool(_CODE.search(words) and _GIVES.search(words) and not _NOT.search(words))
