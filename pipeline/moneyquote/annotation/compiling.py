"""A short form and its article into a gold record: every offset found, every reference checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from moneyquote.annotation.forms import (
    MEND,
    AmountForm,
    ArticleForm,
    GrantForm,
    ItemForm,
    PartyForm,
    Quoted,
    QuoteForm,
)
from moneyquote.annotation.locating import Interval, NotLocated, locate, occurrences
from moneyquote.errors import BrokenRecord
from moneyquote.evaluation.gold import check_record
from moneyquote.records import (
    Amount,
    Article,
    ArticleHead,
    ArticleRecord,
    Entity,
    EntityType,
    Extent,
    Grant,
    Mention,
    Party,
    Quote,
    Span,
)


def compile_form(form: ArticleForm, article: Article, where: str) -> ArticleRecord:
    """Return the gold record of an article, with its text.

    Raises:
        BrokenRecord: naming the article and every field that does not fit it.
    """
    made = _Compiler(form, article.text).record(
        ArticleHead(
            id=article.id,
            source=article.source,
            sha256=article.sha256,
            title=form.title or article.title,
            published=form.published or article.published,
        )
    )
    if isinstance(made, list):
        raise BrokenRecord(f"{where} (article {article.id})", "; ".join(made), MEND)
    check_record(made, f"{where} (article {article.id})")
    return made


class _Compiler:
    """One pass over one form; what does not fit is collected, so that an annotator sees all of it at once."""

    def __init__(self, form: ArticleForm, text: str) -> None:
        self.form = form
        self.text = text
        self.faults: list[str] = []
        self.names = {entity.id: entity.name for entity in form.entities}

    def record(self, head: ArticleHead) -> ArticleRecord | list[str]:
        """Return the record, or all faults of the form."""
        self._unique("entities", self.form.entities)
        self._unique("amounts", self.form.amounts)
        self._unique("quotes", self.form.quotes)
        self._unique("grants", self.form.grants)
        amounts = [self._amount(f"amounts.{n}", amount) for n, amount in enumerate(self.form.amounts)]
        self._apart(sorted((a.start, a.end) for a in amounts if a))
        quotes = [self._quote(f"quotes.{n}", quote) for n, quote in enumerate(self.form.quotes)]
        grants = [self._grant(f"grants.{n}", grant) for n, grant in enumerate(self.form.grants)]
        mentions = self._mentions()
        if self.faults:
            return self.faults
        return ArticleRecord(
            article=head,
            text=self.text,
            entities=tuple(Entity(id=e.id, type=e.type, name=e.name) for e in self.form.entities),
            mentions=tuple(sorted(mentions, key=lambda mention: mention.start)),
            amounts=tuple(sorted((a for a in amounts if a), key=lambda amount: amount.start)),
            quotes=tuple(quote for quote in quotes if quote),
            grants=tuple(grant for grant in grants if grant),
        )

    def _unique(self, field: str, items: Iterable[ItemForm]) -> None:
        seen: set[str] = set()
        for n, item in enumerate(items):
            if item.id in seen:
                self.faults.append(f"{field}.{n}.id: {item.id!r} stands twice")
            seen.add(item.id)

    def _mentions(self) -> list[Mention]:
        """Return a mention for every occurrence of every surface form, the longest forms first."""
        forms = [(surface, entity) for entity in self.form.entities for surface in entity.surface]
        taken: list[Interval] = []
        found = []
        for surface, entity in sorted(forms, key=lambda pair: -len(pair[0])):
            places = occurrences(self.text, surface, whole_words=True)
            if not places:
                self.faults.append(f"entities ({entity.id}).surface: {surface!r} is not in the article")
            for n, (start, end) in enumerate(places, 1):
                inside_another = any(start < other[1] and end > other[0] for other in taken)
                if not inside_another and (surface, n) not in entity.skip:
                    taken.append((start, end))
                    found.append(Mention(start=start, end=end, text=self.text[start:end], entity=entity.id))
        self._check_entities({mention.entity for mention in found})
        return found

    def _check_entities(self, mentioned: set[str]) -> None:
        for n, entity in enumerate(self.form.entities):
            if entity.type is not EntityType.OTHER and entity.id not in mentioned:
                self.faults.append(f"entities.{n}.surface: no mention of {entity.name!r}; only OTHER may have none")
            for surface, nth in entity.skip:
                there = len(occurrences(self.text, surface, whole_words=True)) if surface in entity.surface else 0
                if nth > there:
                    self.faults.append(f"entities.{n}.skip: {surface!r} stands {there} times, not {nth}")

    def _amount(self, field: str, form: AmountForm) -> Amount | None:
        places = len(occurrences(self.text, form.text))
        if form.nth is None and places > 1:
            self.faults.append(f"{field}.nth: {form.text!r} stands {places} times; say which")
        span = self._span(field, Quoted(text=form.text, nth=form.nth))
        if span is None:
            return None
        return Amount(
            id=form.id,
            start=span.start,
            end=span.end,
            text=span.text,
            value=form.value,
            value_max=form.value_max,
            currency=form.currency,
            qualifier=form.qualifier,
            flags=form.flags,
        )

    def _apart(self, places: Sequence[Interval]) -> None:
        for (start, end), (other_start, other_end) in pairwise(places):
            if end > other_start:
                told = f"{self.text[start:end]!r} and {self.text[other_start:other_end]!r}"
                self.faults.append(f"amounts: {told} overlap")

    def _quote(self, field: str, form: QuoteForm) -> Quote | None:
        content: list[Span] = []
        for n, quoted in enumerate(form.content):
            after = [(content[-1].start, content[-1].end)] if content else []
            span = self._span(f"{field}.content.{n}", quoted, after)
            if span is not None:
                content.append(span)
        self._known(f"{field}.speaker", form.speaker)
        near = [(span.start, span.end) for span in content]
        cue, source = self._span(f"{field}.cue", form.cue, near), self._span(f"{field}.source", form.source, near)
        if not content:
            return None
        return Quote(
            id=form.id,
            type=form.type,
            content=tuple(content),
            cue=cue,
            source=source,
            speaker_entity=form.speaker,
            speaker_name=self.names.get(form.speaker) if form.speaker else None,
        )

    def _grant(self, field: str, form: GrantForm) -> Grant | None:
        evidence = self._span(f"{field}.evidence", form.evidence)
        near = [(evidence.start, evidence.end)] if evidence else []
        if form.amount is not None and form.amount not in {amount.id for amount in self.form.amounts}:
            self.faults.append(f"{field}.amount: no amount has the id {form.amount!r}")
        made = Grant(
            id=form.id,
            funder=self._party(f"{field}.funder", form.funder, near),
            grantee=self._party(f"{field}.grantee", form.grantee, near),
            via=self._party(f"{field}.via", form.via, near),
            amount=form.amount,
            purpose=self._span(f"{field}.purpose", form.purpose, near),
            period=form.period,
            kind=form.kind,
            status=form.status,
            is_total=form.is_total,
            evidence=Extent(start=evidence.start, end=evidence.end) if evidence else None,
        )
        return made if evidence else None

    def _party(self, field: str, form: PartyForm | None, near: Sequence[Interval]) -> Party | None:
        if form is None:
            return None
        self._known(f"{field}.entity", form.entity)
        span = self._span(field, form, near)
        if span is None:
            return None
        name = self.names.get(form.entity) if form.entity else None
        return Party(start=span.start, end=span.end, text=span.text, entity=form.entity, name=name or span.text)

    def _known(self, field: str, entity: str | None) -> None:
        if entity is not None and entity not in self.names:
            self.faults.append(f"{field}: no entity has the id {entity!r}")

    def _span(self, field: str, quoted: Quoted | None, near: Sequence[Interval] = ()) -> Span | None:
        """Return the span of a quoted string; None where the form leaves it out, or where it is not found."""
        if quoted is None:
            return None
        try:
            start, end = locate(self.text, quoted, near)
        except NotLocated as error:
            self.faults.append(f"{field}: {error}")
            return None
        return Span(start=start, end=end, text=self.text[start:end])
