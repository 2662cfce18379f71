"""Small things the pages of the directory write."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tomoni.ground.districts.rules import distance_words
from tomoni.town.places.models import Place
from tomoni.town.places.queries import live
from tomoni.town.places.queries.page import fact_icon
from tomoni.town.places.queries.reading import Said, in_field, place_name
from tomoni.town.places.rules import freshness, languages, price_words, words
from tomoni.web import pictures

register = template.Library()
register.simple_tag(fact_icon, name="fact_icon")
register.simple_tag(live.known, name="live")
register.filter("field_label", words.field_label)
register.filter("spoken", languages.name_of)


@register.simple_tag
def said(text: Said | str, tag: str = "span") -> SafeString:
    """A text with its own lang attribute where it is not in the page's language."""
    lang = getattr(text, "lang", "")
    if lang and (letters := getattr(text, "letters", "")):
        return format_html("<{0}><span lang='{1}'>{2}</span> ({3})</{0}>", tag, lang, text, letters)
    if lang:
        return format_html("<{0} lang='{1}'>{2}</{0}>", tag, lang, str(text))
    return format_html("{}", str(text)) if tag == "span" else _wrap(tag, str(text))


@register.simple_tag
def tick(name: str, choice: Any) -> SafeString:
    """A box to tick with how many entries it would leave; a hundred of them stand on a page."""
    return format_html(
        '<label class="tick"><input type="checkbox" name="{}" value="{}"{}>'
        "<span>{} <small>{}</small></span></label>",
        name,
        choice.value,
        SafeString(" checked") if choice.on else "",
        choice.label,
        choice.count,
    )


@register.simple_tag(takes_context=True)
def beside(context: Any, thing: Any, field: str) -> SafeString:
    """{% beside contact "label" %}: a field in the reader's language, marked where it is not."""
    language = getattr(context.get("display"), "language", "ja")
    return said(in_field(thing, field, language))


@register.simple_tag(takes_context=True)
def price_for(context: Any, label: str) -> SafeString:
    """大人, 昼食: the words before a price in the reader's language."""
    language = getattr(context.get("display"), "language", "ja")
    return said(Said(*price_words.in_language(label, language)))


@register.simple_tag(takes_context=True)
def reason_short(context: Any, listing: Any) -> str:
    """Why it rests, for a badge; nothing where the reader's language has no words for it."""
    found = in_field(listing, "suspended_reason", getattr(context.get("display"), "language", "ja"))
    return "" if found.lang else found.text


def _wrap(tag: str, text: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", tag, text)


@register.simple_tag(takes_context=True)
def ja(context: Any) -> SafeString:
    """` lang="ja"` for a text that is Japanese whatever the page's language is."""
    language = getattr(context.get("display"), "language", "ja")
    return SafeString("" if language.startswith("ja") else ' lang="ja"')


@register.simple_tag
def paragraphs(text: Said) -> SafeString:
    """The lines of a text as paragraphs."""
    lang = text.lang
    attribute = format_html(" lang='{}'", lang) if lang else ""
    return format_html_join("", "<p{}>{}</p>", ((attribute, line) for line in text.lines))


@register.filter
def place_said(place: Place) -> SafeString:
    """The name of a place in the reader's language, marked where it is Japanese."""
    return said(place_name(place, get_language() or "ja"))


@register.filter
def known_icon(name: str) -> str:
    """The name, or '' where a code table names an icon that we do not have."""
    return name if name in pictures.icon_names() else ""


@register.filter
def distance(metres: int | None) -> str:
    """約300メートル, 約1.2キロメートル; empty where the points do not bear a figure."""
    if metres is None:
        return ""
    return _("すぐ近く") if metres < 100 else distance_words(metres)


@register.filter
def accuracy(place: Place) -> str:
    """How exact the point on the map is, in words; empty for the building itself."""
    if place.lat is None:
        return _("地図の位置は分かっていません。住所か電話でお確かめください。")
    if place.level == Place.Level.BUILDING:
        return ""
    if place.level == Place.Level.ADDRESS:
        return _("地図の位置は番地のあたりです。")
    if place.level == Place.Level.CITY:
        return _("地図の位置は市内のおよその場所です。住所か電話でお確かめください。")
    if place.accuracy_m:
        return _("地図の位置はおよそです。%(metres)sほどずれていることがあります。") % {
            "metres": distance_words(place.accuracy_m)
        }
    return _("地図の位置は町のおよその中心です。建物の場所ではありません。")


@register.filter
def ages(listing: Any) -> str:
    """6歳から18歳まで, 65歳から, 3歳まで."""
    values = {"first": listing.age_min, "last": listing.age_max}
    if listing.age_min is not None and listing.age_max is not None:
        return _("%(first)s歳から%(last)s歳まで") % values
    if listing.age_min is not None:
        return _("%(first)s歳から") % values
    if listing.age_max is not None:
        return _("%(last)s歳まで") % values
    return ""


@register.filter
def yen(amount: int) -> str:
    """1,200円; 無料 for nothing."""
    return _("%(amount)s円") % {"amount": f"{amount:,}"} if amount else _("無料")


@register.filter
def days_long(days: int) -> str:
    """25日, 約8か月, 5年: the unit in which people say how long ago something was."""
    if days < 60:
        return ngettext("%(days)s日", "%(days)s日", days) % {"days": days}
    if days < 730:
        months = round(days / 30.4)
        return ngettext("約%(months)sか月", "約%(months)sか月", months) % {"months": months}
    years = days // 365
    return ngettext("%(years)s年以上", "%(years)s年以上", years) % {"years": years}


@register.filter
def is_unchecked(listing: Any) -> bool:
    """Whether the day by which somebody should have checked an entry has passed, or none ever did."""
    today = timezone.localdate()
    return freshness.freshness(listing.review_due_on, today) == freshness.Freshness.STALE
