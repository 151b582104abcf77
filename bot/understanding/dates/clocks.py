"""Clocks: rules that make times of day out of numbers and the words around them."""

from collections.abc import Sequence

from bot.understanding.dates.notations import clock
from bot.understanding.dates.pieces import Clock, Piece
from bot.understanding.dates.rewriting import Built, Setting, rule

_FRACTIONS = {"q": 15, "6": 20, "h": 30, "3": 45}
"""Minutes that have a name."""
_SPOKEN = (15, 20, 25, 30, 40, 45, 50)
_ROUND = (5, 10, 15, 20, 25, 40, 50)
MIDDAY, HOURS = 720, 12


def _clock(hour: int, minute: int, *, is_padded: bool = False) -> Built:
    if hour * 60 + minute > 1440 or minute > 59:
        return None
    return "C", clock(hour, minute, is_padded=is_padded)


def _named(parts: Sequence[Piece], setting: Setting) -> Built:
    return "C", Clock(parts[0].index, is_sure=True)


def _named_minutes(parts: Sequence[Piece], setting: Setting) -> Built:
    """midi trente, mezzogiorno e dieci without the and"""
    is_usual = setting.lex.has_minutes_after_and and parts[1].num in (*_ROUND, 30, 35, 45, 55)
    return ("C", Clock(parts[0].index % 1440 + parts[1].num, is_sure=True)) if is_usual else None


def _hour(parts: Sequence[Piece], setting: Setting) -> Built:
    """A bare number, a pair or a run of digits that can only be a clock here."""
    found = next((part for part in parts if part.tag in "NOQYS"), None)
    if found is None:
        return None
    if found.tag == "O" and (found.raw is None or not setting.lex.has_dotted_ordinals):
        return None
    if found.tag in "QS":
        return _clock(found.pair.first, found.pair.second) if found.pair.is_padded else None
    if found.tag == "Y":
        return _clock(found.num // 100, found.num % 100, is_padded=len(found.raw or "") == 4)
    return _clock(found.num, 0, is_padded=found.raw is not None and len(found.raw) == 2)


def _hour_at(parts: Sequence[Piece], setting: Setting) -> Built:
    """at 15; not where hours are not counted on from twelve"""
    is_day = setting.lex.has_twelve_hours and parts[0].tag == "N" and parts[0].num > HOURS
    return None if is_day else _hour(parts, setting)


def _hour_about(parts: Sequence[Piece], setting: Setting) -> Built:
    """3 gibi, 17.30 civarı: where `about` stands after the hour"""
    return _hour(parts, setting) if setting.lex.from_suffixes else None


def _spoken_minutes(parts: Sequence[Piece], setting: Setting) -> Built:
    """eight fifteen, in words"""
    hour, minute = parts
    is_spoken = hour.raw is None and minute.raw is None and 0 < hour.num <= HOURS
    return _clock(hour.num, minute.num) if is_spoken and minute.num in _SPOKEN else None


def _hour_minutes(parts: Sequence[Piece], setting: Setting) -> Built:
    """9h30, neun Uhr dreißig, las tres y veinte."""
    hour, minute = (part for part in parts if part.tag == "N")
    return _clock(hour.num, minute.num) if hour.num <= 24 else None


def _half(parts: Sequence[Piece], setting: Setting) -> Built:
    """half past seven; halb acht."""
    hour = next(part.num for part in parts if part.tag == "N")
    if setting.lex.half == "to" and not any(part.tag in "+a" for part in parts):
        hour = (hour - 1) or 12
    return _clock(hour, 30) if 1 <= hour <= 24 else None


def _and_half(parts: Sequence[Piece], setting: Setting) -> Built:
    return _added(parts[0], 30)


def _added(hour: Piece, minutes: int) -> Built:
    """Minutes after, or before, an hour that is a number or a clock already."""
    if hour.tag == "C":
        total, is_sure = hour.clock.minutes + minutes, hour.clock.is_sure
    else:
        total, is_sure = (hour.num if hour.num or hour.raw else 12) * 60 + minutes, hour.num > 12
    if total < 60 and not is_sure:
        total += MIDDAY
    return ("C", Clock(total, is_sure)) if 0 <= total <= 1440 else None


def _quarter_past(parts: Sequence[Piece], setting: Setting) -> Built:
    return _added(next(part for part in reversed(parts) if part.tag in "NC"), 15)


def _quarter_to(parts: Sequence[Piece], setting: Setting) -> Built:
    return _added(next(part for part in reversed(parts) if part.tag in "NC"), -15)


def _quarter_of(parts: Sequence[Piece], setting: Setting) -> Built:
    """viertel acht, чверть на восьму: the first quarter of the eighth hour"""
    return _added(parts[-1], -45) if setting.lex.has_quarter_of_hour and parts[-1].raw is None else None


def _minutes_past(parts: Sequence[Piece], setting: Setting) -> Built:
    return _added(parts[-1], parts[0].num) if _are_minutes(parts) else None


def _minutes_to(parts: Sequence[Piece], setting: Setting) -> Built:
    is_range = any(part.tag == "T" for part in parts) and not setting.lex.has_minutes_before_to
    return _added(parts[-1], -parts[0].num) if _are_minutes(parts) and not is_range else None


def _are_minutes(parts: Sequence[Piece]) -> bool:
    """Five past three, but not 9 to 5 and not 5 to 8: digits around `to` are a window."""
    if parts[1].tag == "U" and parts[1].name != "minute":
        return False
    is_written = parts[0].raw is None or parts[1].tag in "U+za"
    return is_written and parts[0].num < 60 and (parts[1].tag == "U" or parts[0].num in _ROUND or parts[1].tag in "+z")


def _minutes_and_half(parts: Sequence[Piece], setting: Setting) -> Built:
    """fünf vor halb neun; vijf over half negen."""
    minutes = parts[0].num if parts[1].tag in "a+" else -parts[0].num
    half = _half(parts[2:], setting)
    if half is None or parts[0].num > 15:
        return None
    assert isinstance(half[1], Clock)
    return "C", Clock(half[1].minutes + minutes, half[1].is_sure)


def _minutes_less(parts: Sequence[Piece], setting: Setting) -> Built:
    """las cinco menos veinte, huit heures moins dix; menos cuarto."""
    last = next(part for part in reversed(parts) if part.tag in "q6hN")
    minutes = _FRACTIONS.get(last.tag) or last.num
    return _added(parts[0], -minutes) if minutes < 60 else None


def _minutes_more(parts: Sequence[Piece], setting: Setting) -> Built:
    minutes = _FRACTIONS.get(parts[-1].tag) or parts[-1].num
    return _added(parts[0], minutes) if minutes < 60 else None


def _oh_minutes(parts: Sequence[Piece], setting: Setting) -> Built:
    """six oh two"""
    hour, zero, minutes = parts
    is_said = zero.num == 0 and minutes.num < 10 and (hour.tag == "C" or hour.num <= 24)
    return _added(hour, minutes.num) if is_said else None


def _minutes_and(parts: Sequence[Piece], setting: Setting) -> Built:
    """las tres y veinte, in languages that speak so"""
    minutes = parts[-1].num
    is_usual = setting.lex.has_minutes_after_and or (
        len(parts) == 2 and (parts[-1].raw is None or len(parts[-1].raw) == 2)
    )
    if not is_usual or (minutes not in (*_ROUND, 30, 35, 45, 55) and not 12 < minutes < 60):
        return None
    return _added(parts[0], minutes) if parts[0].tag == "C" or parts[0].num <= 24 else None


def _minutes_of_hour(parts: Sequence[Piece], setting: Setting) -> Built:
    """quinze heures et quinze minutes, الساعة 3 و15 دقيقة"""
    return (
        _added(next(part for part in parts if part.tag in "NC"), parts[-2].num)
        if parts[-1].name == "minute" and parts[-2].num < 60
        else None
    )


def _half_of_day(parts: Sequence[Piece], setting: Setting) -> Built:
    """With am or pm."""
    found = next(part for part in parts if part.tag == "C").clock
    name = next(part for part in parts if part.tag == "A").name
    minutes = found.minutes
    if name == "pm" and minutes < MIDDAY:
        minutes += MIDDAY
    if name == "am" and MIDDAY <= minutes < MIDDAY + 60:
        minutes -= MIDDAY
    return "C", Clock(minutes, is_sure=True)


def _kept(parts: Sequence[Piece], setting: Setting) -> Built:
    return "C", next(part for part in parts if part.tag == "C").clock


def _minutes_before(parts: Sequence[Piece], setting: Setting) -> Built:
    """yediye on kala: ten to seven, the hour first"""
    minutes = 15 if parts[1].tag == "q" else parts[1].num
    return _added(parts[0], -minutes) if minutes < 60 else None


def _minutes_ahead(parts: Sequence[Piece], setting: Setting) -> Built:
    """za piętnaście szósta: a quarter to six"""
    minutes = 15 if parts[1].tag == "q" else parts[1].num
    return _added(parts[2], -minutes) if minutes in _ROUND and parts[2].raw is None else None


def _minutes_after(parts: Sequence[Piece], setting: Setting) -> Built:
    """beşi yirmi geçe: twenty past five"""
    minutes = 15 if parts[1].tag == "q" else parts[1].num
    return _added(parts[0], minutes) if minutes < 60 else None


_NOT_COUNTED = (
    r"(?<![ijxk+lo])(?<![NHCA]d)(?!(?<=d)NHF)(?<![ijBa+]NU&)(?!(?<=NU)NH[g>])"
    r"(?!(?<=B)NH(?:&?h)?(?:$|[.?!|]))"
)
"""Hours that are a clock: not in two hours, for two hours from nine, the last two hours, one day and two hours."""

CLOCKS = (
    rule("minutes past", "cN(?=$|[,.?P])", _named_minutes),
    rule("named clock", "c", _named),
    rule("minutes to", "[NC]H?2(?:[qh6]|NU?)", _minutes_less),
    rule("minutes to", r"[NO][Nq]z(?![NCqh])", _minutes_before),
    rule("minutes past", r"[NO][Nq]\+(?![NC])", _minutes_after),
    rule("minutes to", r"i[Nq][NO](?![UMVWHNO])", _minutes_ahead),
    rule("minutes past", r"[NC]NN(?![UMVHN])", _oh_minutes),
    rule("half past", "N[b+a%]hN", _minutes_and_half),
    rule("half past", r"h[+a]?N(?!U)", _half),
    rule("quarter past", r"q[+a][NC]", _quarter_past),
    rule("quarter to", r"q[zbT%][NC]", _quarter_to),
    rule("quarter to", r"3N", _quarter_to),
    rule("quarter past", r"q@?N(?![UMV])", _quarter_of),
    rule("minutes past", r"NU?[+a][NC](?![UMV])", _minutes_past),
    rule("minutes to", r"(?<![FB!])NU?[zbT%][NC](?![UMV])|NU@[NC]", _minutes_to),
    rule("hour and minutes", r"(?<![ijxk+])NHN(?=$|[^UMVH])", _hour_minutes),
    rule("hour and minutes", r"(?<![ijxk+])NH&?NU|(?<![ijxk+N])HN&NU", _minutes_of_hour),
    rule("hour", rf"{_NOT_COUNTED}\^?[NQY]H(?![gxko7l])", _hour),
    rule("half past", r"[NC](?:&h(?![NUH])|h(?![NU]|H[g>]))", _and_half),
    rule("minutes to", r"[NC]z(?:[qh]|NU?)", _minutes_less),
    rule("minutes past", r"[NC]&?[q36](?!U)", _minutes_more),
    rule(
        "minutes past",
        r"(?<!B)(?<!B\^)N&N(?![UMVHTW@-])|(?<=@)NN(?![UMVHN])|NN(?=A)|(?<!B)C&N(?![UMVHA])",
        _minutes_and,
    ),
    rule("hour and minutes", r"(?<!N)NN(?=$|[,.?|WRtxk])", _spoken_minutes),
    rule("hour", r"\^?[NQYS](?=A)|(?<=A)[NQ](?![UMV])", _hour),
    rule("am or pm", r"CH?A", _half_of_day),
    rule("am or pm", r"AC", _half_of_day),
    rule("minutes to", r"C[z2](?:[qh]|N)", _minutes_less),
    rule("minutes past", r"C&[qh6]", _minutes_more),
    rule("minutes past", r"C&NU", _minutes_of_hour),
    rule("clock", "CH|HC", _kept),
    rule("hour", r"(?<![ij])H[NQY](?![UMVH])", _hour),
)
"""Clocks that are plain to see."""

_END = r"(?![UMV&+N]|hU)"
BARE = (
    rule("hour", r"(?<=@)[NQYO](?![UMV&+DN])", _hour_at),
    rule("hour", "[NQ](?=@(?![NOQYCH]))", _hour_about),
    rule("hour", r"(?<=[Bab<>])[NQYO](?=[&T@-][NQYC])|(?<=B[NQYCn][&T@-])[NQYO]", _hour),
    rule("hour", rf"(?<!-)[NYQ](?=[T-][NYQ]{_END})|(?<!\^)[NQY](?=[T-]C)|(?<=[FB])[NYQ](?=@[NYQC])", _hour),
    rule("hour", rf"(?<=C[T@-])[NQY]{_END}|(?<=C[&/])[NQY]{_END}|[NQY](?=[&/]@?C)", _hour),
    rule("hour", r"[NQY](?=f)|(?<=f)[NQY](?![UMV])|[NQY](?=[&T-][NQYC]=)|(?<=[&T-])[NQY](?==)", _hour),
    rule("hour", rf"(?<=[abTF<>])[NQY]{_END}|[NQY](?=[<>])|(?<=^%)[NQY](?=$|[.,|])|[NQY](?=F(?:$|[.,|]))", _hour),
    rule("hour", r"N(?=[eL]?P)|(?<=P)[NYQ](?![UMV])|(?<=[DRWV])Y(?![UMV])|(?<=RP)N", _hour),
    rule("hour", rf"(?<=C!)[NQY]{_END}", _hour),
    rule("hour", r"(?<=P%)[NQY](?![UMV&+Nh?])|(?<=[DRWV]%)[NQY](?=$|[.,])", _hour),
    rule("hour", r"N(?=T\^?N,?[Rt]P)|\^?N(?=,?[Rt]P)", _hour),
)
"""Numbers that are clocks for what stands beside them."""
