"""The names of a whole database, and what all of them together tell about each."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from moneyquote.organizations import ArticleNames, NamedEntity, RegisterEntry
from moneyquote.resolve.forms import NameForm, country_words, name_form

_CONTEXT = 64  # the rarest companions of a name that are kept; more tell little and cost memory
_PLACED = 200  # articles of one name that its companions are taken from


@dataclass(slots=True, kw_only=True, eq=False)
class Name:
    """A name over the database, or in one article where it is generic; ``context`` weighs who is named beside it.

    ``aliases`` counts, for the keys of other forms, the articles that use them for the same organization. ``country``
    is that of its own words, else that of most names beside it. ``rank`` is a register's name's place
    in its entry.
    """

    id: str
    form: NameForm
    surfaces: Counter[str] = field(default_factory=Counter)
    entities: list[tuple[str, str]] = field(default_factory=list)
    context: dict[str, float] = field(default_factory=dict)
    aliases: Counter[str] = field(default_factory=Counter)
    country: str | None = None
    register: str | None = None
    register_source: str | None = None
    rank: int = 0

    @property
    def surface(self) -> str:
        """The most frequent spelling."""
        return min(self.surfaces, key=lambda text: (-self.surfaces[text], text))

    @property
    def articles(self) -> set[str]:
        """SHA-256 of the articles that use the name."""
        return {article for article, _ in self.entities}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All names, in order of id; how many contain a word, and the long forms that share initials."""

    all: tuple[Name, ...]
    word_counts: Counter[str]
    long_forms: dict[str, frozenset[tuple[str, ...]]]

    def rivals(self, acronym: str, chosen: NameForm) -> int:
        """Return how many names other than the chosen one have an acronym for initials."""
        return len(self.long_forms.get(acronym, frozenset()) - {tuple(sorted(chosen.words))})


def name_id(key: str, article: str | None = None) -> str:
    """Return the id of a name: from its words alone, and the article where it is generic."""
    return "n" + hashlib.sha256(f"{key}\0{article or ''}".encode()).hexdigest()[:12]


def gather_names(articles: Sequence[ArticleNames], register: Sequence[RegisterEntry] = ()) -> Names:
    """Return the names of the articles and of the register."""
    names: dict[str, Name] = {}
    for article in articles:
        for entity in article.organizations:
            _add_entity(names, article.article, entity)
    _add_contexts(names, articles)
    _add_countries(names, articles)
    for entry in register:
        _add_entry(names, entry)
    ordered = tuple(names[identity] for identity in sorted(names))
    long_forms: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in ordered:
        for letters in name.form.initials:
            long_forms[letters].add(tuple(sorted(name.form.words)))
    return Names(
        all=ordered,
        word_counts=Counter(word for name in ordered for word in set(name.form.words)),
        long_forms={letters: frozenset(found) for letters, found in long_forms.items()},
    )


def entity_name_id(article: str, name: str) -> str:
    """Return the id of the name that an entity of an article bears."""
    form = name_form(name)
    return name_id(form.key or name, article if form.is_generic else None)


def _add_entity(names: dict[str, Name], article: str, entity: NamedEntity) -> None:
    identity = entity_name_id(article, entity.name)
    name = names.setdefault(identity, Name(id=identity, form=name_form(entity.name)))
    name.surfaces[entity.name] += 1
    name.entities.append((article, entity.id))
    name.aliases.update({name_form(text).key for text in entity.forms} - {name.form.key})


def _add_entry(names: dict[str, Name], entry: RegisterEntry) -> None:
    """Add each name of a register's entry as a name of its own: an article's equal name is compared with it."""
    for rank, text in enumerate(entry.names):
        identity = name_id(name_form(text).key or text, f"{entry.source}\0{entry.id}")
        name = Name(
            id=identity,
            form=name_form(text),
            country=_told_country([name_form(text)]),
            register=entry.id,
            register_source=entry.source,
            rank=rank,
        )
        name.surfaces[text] = 1
        names[identity] = name


def _add_contexts(names: dict[str, Name], articles: Sequence[ArticleNames]) -> None:
    beside = {article.article: _companions(article) for article in articles}
    counts = Counter(key for keys in beside.values() for key in keys)
    scale = math.log(max(len(beside), 2))
    for name in names.values():
        own = {name.form.key, *name.aliases}
        keys = {key for article in sorted(name.articles)[:_PLACED] for key in beside[article]} - own
        shared = sorted((counts[key], key) for key in keys if counts[key] > 1)[:_CONTEXT]
        name.context = {key: math.log(max(len(beside), 2) / count) / scale for count, key in shared}


def _add_countries(names: dict[str, Name], articles: Sequence[ArticleNames]) -> None:
    told = {
        article.article: _told_country([name_form(entity.name) for entity in article.organizations])
        for article in articles
    }
    for name in names.values():
        around = Counter(country for article in name.articles if (country := told[article]))
        most = min(around, key=lambda country: (-around[country], country), default=None)
        name.country = _told_country([name.form]) or most


def _told_country(forms: Sequence[NameForm]) -> str | None:
    """Return the country that most names with a country in them tell of."""
    known = country_words()
    told = Counter(country for form in forms for country in {known[w] for w in form.words if w in known})
    return min(told, key=lambda country: (-told[country], country), default=None)


def _companions(article: ArticleNames) -> set[str]:
    """Return who is named in an article: organizations by key, people by their whole name; no generic names."""
    people = {person.casefold() for person in article.people if " " in person}
    forms = [name_form(entity.name) for entity in article.organizations]
    return {form.key for form in forms if not form.is_generic} | people
