"""Letters an SMS can carry at 160 a segment: others are replaced by the nearest one, once, when words are loaded.

GSM-7 (3GPP TS 23.038) has é è ù ì ò à ñ ü ö ä å ø æ ß, but not á í ó ú ç ê ã ł ş ı: one of those turns the whole
message into UCS-2 with 70 characters a segment. Only our own words are folded: a name stays as its owner writes it.
Words of another script (Arabic) have no nearest letter and stay as they are.
"""

from unicodedata import normalize

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "^{}\\[~]|€"
GSM7 = frozenset(_BASIC + _EXTENDED)

_NEAREST = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "…": "...",
        "·": "-",
        "★": "*",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "ł": "l",
        "Ł": "L",
        "ı": "i",
        "đ": "d",
        "œ": "oe",
    }
)


def fold(words: str) -> str:
    """The same words in GSM-7 wherever a nearest letter exists."""
    return "".join(letter if letter in GSM7 else _nearest(letter) for letter in words.translate(_NEAREST))


def _nearest(letter: str) -> str:
    base = normalize("NFKD", letter)[:1]
    return base if base in GSM7 else letter
