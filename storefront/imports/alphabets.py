"""Which letters the languages of an encoding use: how likely it is that bytes were written in it."""

import unicodedata

_WESTERN = (
    "äöüßÄÖÜ",
    "éèêëàâçîïôûùœæÉÈÊÀÇÔ",
    "áéíóúñüÁÉÍÓÚÑ¿¡",
    "áâãàçéêíóôõúÁÂÃÇÉÊÍÓÔÕÚ",
    "àèéìòùÀÈÉÌÒÙ",
    "åäöæøéÅÄÖÆØÉ",
    "ëïéèöüË",
)
_CENTRAL = (
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "áčďéěíňóřšťúůýžľĺŕôäÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽ", "áéíóöőúüűÁÉÍÓÖŐÚÜŰ", "ăâîşţĂÂÎŞŢ", "čćđšžČĆĐŠŽ",
    "äöüßÄÖÜ",
)  # fmt: skip
_CYRILLIC = ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў" + "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў".upper(),)
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ" + "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώ".upper(),)
ALPHABETS = {
    "windows-1252": _WESTERN, "iso-8859-15": _WESTERN, "mac-roman": _WESTERN, "cp850": _WESTERN,
    "windows-1250": _CENTRAL, "iso-8859-2": _CENTRAL,
    "windows-1254": ("çğıöşüâîûÇĞİÖŞÜ",),
    "windows-1257": ("ąčęėįšųūžĄČĘĖĮŠŲŪŽ", "āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ", "äöüõšžÄÖÜÕŠŽ"),
    "windows-1251": _CYRILLIC, "koi8-r": _CYRILLIC, "iso-8859-5": _CYRILLIC, "cp866": _CYRILLIC,
    "windows-1253": _GREEK, "iso-8859-7": _GREEK,
    "windows-1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "windows-1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ",),
}  # fmt: skip
"""Encodings of one byte a letter, the most usual first, with the letters beyond ASCII of each of their languages."""

_SIGNS = frozenset("’‘“”„–—…€®™°·•½¼¾×²³£«»§©\u00a0\u202f")


def likelihood(text: str, alphabets: tuple[str, ...]) -> float:
    """Return how well the letters beyond ASCII fit one of the alphabets, from -1 to 1; 0 for a text that has none."""
    seen = [(text[at - 1 : at], sign, text[at + 1 : at + 2]) for at, sign in enumerate(text) if not sign.isascii()]
    if not seen:
        return 0.0
    return max(sum(_weight(*each, alphabet) for each in seen) for alphabet in map(frozenset, alphabets)) / len(seen)


def _weight(before: str, sign: str, after: str, alphabet: frozenset[str]) -> float:
    if sign in _SIGNS:
        return 0.5 if sign == "’" or not (before.isalpha() and after.isalpha()) else -1.0
    if sign not in alphabet:
        return -1.0
    within = sign.isupper() and before.isalpha() and before.islower()
    return -1.0 if within or _mixes_alphabets(sign, before) or _mixes_alphabets(sign, after) else 1.0


def _mixes_alphabets(sign: str, beside: str) -> bool:
    """Return whether a Latin letter stands beside one of another script."""
    return beside.isalpha() and _latin(sign) != _latin(beside)


def _latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("LATIN")
