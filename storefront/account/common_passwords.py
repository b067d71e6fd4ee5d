"""Passwords that are guessed first: Django's list of the 20,000 most common ones and words of our own, compared as
guessers vary them.

Case, marks, spelling with digits (`P@ssw0rd`) and whatever digits and marks stand before or after are folded away, so
each word stands for every year and number that people put behind it.
"""

import re
import unicodedata
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

from backend.contracts.shop import NAME

MIN_DIGITS = 16
"""Characters from which a password without any letter is taken."""
_LEET = [str.maketrans({**dict(zip("03457@$!8+", "oeastasibt", strict=True)), "1": one}) for one in "il"]
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_END = re.compile(r"[\W\d_]+$")
_REPEATED = re.compile(r"(.{1,5}?)\1+", re.DOTALL)
_OWN = f"""
{NAME} shop shopping webshop store customer account poster print design paper frame gallery
passwort kennwort geheim willkommen hallo sommer winter herbst frühling schatz liebling ichliebedich schalke dortmund
bayern berlin hamburg münchen motdepasse bonjour bienvenue soleil chouchou jetaime marseille contraseña hola bienvenido
teamo barcelona madrid benvenuto ciao amore juventus senha bemvindo wachtwoord welkom lösenord losenord salasana haslo
hasło witaj parola qwertz qwertzuiop azerty azertyuiop asdfghjkl yxcvbnm zxcvbnm letmein letmeinnow changeme changeit
default admin administrator root test testing tester guest demo trustno spring summer autumn fall january february march
april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
januar februar märz juni juli oktober dezember montag freitag sonntag corona covid football baseball
""".split()


def is_common(password: str, *own: str) -> bool:
    """Return whether a password is among the first guesses, or is made from one of the person's `own` words, such as
    their name."""
    plain = _plain(password)
    if _REPEATED.fullmatch(plain) or (not any(letter.isalpha() for letter in plain) and len(plain) < MIN_DIGITS):
        return True
    common_passwords, own_words = (
        _load_common_passwords(),
        {base for word in own for base in _bases(word) if len(base) > 2},
    )
    return any(
        each in common_passwords or each in own_words for base in _bases(password) for each in (base, _half(base))
    )


def _bases(password: str) -> set[str]:
    """Return the words that a password may have been made from."""
    plain = _plain(password)
    cut = {plain, _END.sub("", plain), _EDGES.sub("", plain)}
    read = {each.translate(table) for each in cut for table in _LEET}
    return {"".join(filter(str.isalnum, each)) for each in cut | read} - {""}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _half(base: str) -> str:
    half = base[: len(base) // 2]
    return half if half + half == base else base


@cache
def _load_common_passwords() -> frozenset[str]:
    words = [*CommonPasswordValidator().passwords, *_OWN]
    return frozenset(base for word in words for base in _bases(word) if len(base) > 2)
