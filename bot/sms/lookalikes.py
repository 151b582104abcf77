"""Characters GSM-7 lacks, and what a reader takes for the same."""

_QUOTES = {"'": "‘’‚‛′‵´`ʹʻʼʽˈˊˋ❛❜", '"': "“”„‟″‶«»〝〞ʺˮ❝❞", "<": "‹", ">": "›"}
_DASHES = {"-": "‐‑‒–—―⁃−•·∙●▪⎼", "_": "‗", "~": "∼˜", "^": "ˆ"}
_SPACES = {" ": "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"}
_LINES = {"\n": "\v\x85\u2028\u2029"}
_OTHERS = {
    "...": "…", "x": "×", "/": "⁄∕⧸", "\\": "⧵⧹", ":": "∶ː˸꞉", ";": "⁏", ",": "、", ".": "。", "!": "ǃ", "+": "˖",
    "=": "꞊", "*": "∗★☆⁎⊛✱✲✳✺✻✼✽❉❊❋", "->": "→", "<-": "←", "|": "¦∣⏐", "(": "❨❪⟮", ")": "❩❫⟯", "{": "❴", "}": "❵",
}  # fmt: skip

# Seen by nobody: soft hyphen, zero-width characters, direction marks, joiners, variation selectors, byte order mark.
_UNSEEN = [0xAD, *range(0x200B, 0x2010), *range(0x2060, 0x2065), *range(0xFE00, 0xFE10), 0xFEFF]

TYPOGRAPHIC: dict[int, str] = {
    ord(char): plain
    for table in (_QUOTES, _DASHES, _SPACES, _LINES, _OTHERS)
    for plain, chars in table.items()
    for char in chars
} | dict.fromkeys(_UNSEEN, "")
"""Translated without a second thought: the words stay what they are. Wide, small, raised forms need no row (NFKC)."""

FOLDED: dict[str, str] = {
    "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Ħ": "H", "ħ": "h", "ı": "i", "ĸ": "k",
    "Ŋ": "N", "ŋ": "n", "Œ": "OE", "œ": "oe", "Ŧ": "T", "ŧ": "t", "Þ": "Th", "þ": "th", "ẞ": "SS", "Ə": "E", "ə": "e",
    "©": "(c)", "®": "(R)", "¢": "c", "µ": "u", "±": "+/-", "°": "o", "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⁄": "/",
}  # fmt: skip
"""Letters and signs that do not fall apart into a letter and an accent; all others fold by decomposition (NFKD)."""

# Control characters but \n and \f (PostgreSQL refuses NUL), direction overrides and isolates (they make a text read
# backwards), and lone surrogates, which no wire can carry. The lines and tabs among the controls have a plain form.
_KEPT = {"\n", "\f", *"\t\v\x85"}
_CONTROLS = [code for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _KEPT]

NEVER_SENT: dict[int, str] = dict.fromkeys(
    [*_CONTROLS, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000)], ""
)
