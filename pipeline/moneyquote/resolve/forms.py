"""A name of an organization taken apart: its words in one spelling, its legal form, its initials, its sound."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from moneyquote.lexicons import lexicon

_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "a", "an", "at", "by", "de", "la", "del", "du", "des", "et", "y"}
)
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b(?:[A-Z] ){1,}[A-Z]\b(?=\s|$)")
_APOSTROPHES = re.compile(r"['’‘ʼʻ`´]")
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&]*[A-Z0-9]")
_MIXED_ACRONYM = re.compile(r"(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Z][A-Za-z]{0,3}[A-Z]")  # "DoD", but not "PCs"
_SOUNDS = (("ph", "f"), ("kh", "h"), ("dj", "j"), ("ck", "k"), ("q", "k"), ("c", "k"), ("z", "s"), ("x", "ks"))
_LONGEST_ACRONYM = 7  # a longer word in capitals is a word in a headline
_AMBIGUOUS_LETTERS = 3  # acronyms up to this long have namesakes everywhere


@dataclass(frozen=True, slots=True, kw_only=True)
class NameForm:
    """A name taken apart.

    ``key`` is equal for names that differ in case, accents, "the" or abbreviated words only. ``words`` are in order,
    without small words and legal form and in American spelling. ``initials`` are the acronyms that the name may have.
    ``sound`` keeps the consonants, so that transliterations of one name share it. ``head`` is the word that says what
    the body is: the last before an "of" or "for".
    """

    surface: str
    key: str
    words: tuple[str, ...]
    legal: str | None
    acronym: str | None
    initials: frozenset[str]
    sound: str
    british: bool
    head: str

    @property
    def is_generic(self) -> bool:
        """Tell whether bodies in several places may bear the name: no word, or too few letters, to tell them apart."""
        if self.acronym:
            return len(self.acronym) <= _AMBIGUOUS_LETTERS
        return all(word in generic_words() for word in self.words)


@cache
def unit_words() -> frozenset[str]:
    """Return the words that make a part or companion of the body that the rest of a name names."""
    return frozenset(lexicon("organizations")["units"]["words"])


@cache
def nation_words() -> frozenset[str]:
    """Return the words that say whose a body is, where the reader may know it anyway."""
    return frozenset(lexicon("organizations")["nations"]["words"])


@cache
def qualifier_words() -> frozenset[str]:
    """Return the words that tell a body from a namesake that lacks them: "Northern Arizona University"."""
    return frozenset(lexicon("organizations")["qualifiers"]["words"])


@cache
def generic_words() -> frozenset[str]:
    """Return the words that tell no body from its namesakes."""
    return unit_words() | nation_words() | frozenset(lexicon("organizations")["generic"]["words"])


@cache
def country_words() -> dict[str, str]:
    """Return the country that a word in a name tells of."""
    countries: dict[str, list[str]] = lexicon("organizations")["countries"]
    return {word: country for country, words in countries.items() if country != "source" for word in words}


@lru_cache(maxsize=100_000)
def name_form(surface: str) -> NameForm:
    """Take a name apart."""
    plain = " ".join(_plain(surface).split())
    letters = re.sub(r"[.\-/ ]", "", re.sub(r"^[Tt]he ", "", plain))
    acronym = letters.upper() if _is_acronym(plain, letters) else None
    tokens = (letters.casefold(),) if acronym else _tokens(plain)
    bare, legal = _without_legal(tokens)
    words = _in_one_spelling(bare)
    great = tuple(word for word in words if word not in _SMALL) or words
    return NameForm(
        surface=surface,
        key=" ".join(tokens),
        words=great,
        legal=legal,
        acronym=acronym,
        initials=frozenset() if acronym else _initials(plain, bare),
        sound=_sound("".join(great)),
        british=words != bare,
        head=_head(words),
    )


def _plain(surface: str) -> str:
    decomposed = unicodedata.normalize("NFKD", surface)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    plain = _APOSTROPHES.sub("", plain).replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("ı", "i")
    return _DOTTED.sub(lambda found: re.sub(r"[. ]", "", found.group()) + " ", plain)


def _tokens(plain: str) -> tuple[str, ...]:
    """Return the words in lower case, abbreviations written out, without a leading "the" or a trailing small word."""
    abbreviated: dict[str, str] = lexicon("organizations")["abbreviations"]["words"]
    written = plain.casefold().replace("&", " and ")
    words: list[str] = _WORD.findall(written)
    joined = " ".join(abbreviated.get(word, word) for word in words)
    for phrase, short in lexicon("organizations")["phrases"]["words"].items():
        joined = re.sub(rf"\b{phrase}\b", short, joined)
    words = joined.split()
    while len(words) > 1 and words[-1] in _SMALL:  # where a name was read a word too far
        words.pop()
    return tuple(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _without_legal(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    forms: dict[str, str] = lexicon("organizations")["legal"]["forms"]
    legal = None
    while len(tokens) > 1 and tokens[-1] in forms:
        legal = legal or forms[tokens[-1]]
        tokens = tokens[:-1]
    return tokens, legal


def _in_one_spelling(tokens: tuple[str, ...]) -> tuple[str, ...]:
    spelt: dict[str, str] = lexicon("organizations")["spellings"]["british"]
    return tuple(spelt.get(token, token) for token in tokens)


def _is_acronym(plain: str, letters: str) -> bool:
    if " " in re.sub(r"^[Tt]he ", "", plain).strip():
        return False
    if len(letters) > _LONGEST_ACRONYM:
        return False
    return bool(_ACRONYM.fullmatch(letters) or _MIXED_ACRONYM.fullmatch(letters))


def _initials(plain: str, tokens: tuple[str, ...]) -> frozenset[str]:
    """Return the acronyms that a name may have: with and without small words, with short acronyms in it whole."""
    if len(tokens) < 2:
        return frozenset()
    capitals = {found.casefold() for found in re.findall(r"\b[A-Z]{2,4}\b", plain)} | {"us", "uk", "un", "eu", "nsw"}
    forms = set()
    starts = [tokens, tokens[1:]] if tokens[0] in nation_words() and len(tokens) > 2 else [tokens]
    for part in starts:
        great = [word for word in part if word not in _SMALL]
        forms |= {"".join(word[0] for word in part), "".join(word[0] for word in great)}
        forms.add("".join(word if word in capitals else word[0] for word in great))
    return frozenset(form.upper() for form in forms if len(form) > 1)


def _head(words: tuple[str, ...]) -> str:
    end = next((i for i, word in enumerate(words) if i and word in _SMALL - {"and", "the"}), len(words))
    return words[end - 1] if words else ""


def _sound(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    word = word[:1] + re.sub(r"[aeiouhwy]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word)
