"""Every word that a page says of itself stands here, in every language that pages speak.

A language is one ``Words``; a field without a value is a missing argument, so no language can be
half there. ``{name}`` in a text is a place that the template fills.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from broadsheet.paper.errors import NoWordsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The interface in one language; ``comma`` is its list comma with the space after it."""

    skip: str
    sections: str
    all_sections: str
    home: str
    group_titles: str
    top_stories: str
    latest: str
    more_from: str
    last_updated: str
    breaking: str
    close: str
    published: str
    updated: str
    picture: str
    topics: str
    read_also: str
    read_in: str
    correction: str
    corrections: str
    related: str
    from_archive: str
    archive: str
    archive_text: str
    older: str
    previous: str
    next: str
    nothing_yet: str
    share: str
    mail: str
    facebook: str
    x: str
    whatsapp: str
    telegram: str
    follow: str
    about_site: str
    address: str
    not_found: str
    not_found_text: str
    gone: str
    gone_text: str
    gone_on: str
    moved: str
    moved_text: str
    to_home: str
    to_archive: str
    comma: str


def _english_count(number: int, figure: str) -> str:
    return f"{figure} story" if number == 1 else f"{figure} stories"


def _arabic_count(number: int, figure: str) -> str:
    """Number and noun agree by the six classes of CLDR's plural rules for Arabic."""
    if number < 3:
        return ("لا أخبار", "خبر واحد", "خبران")[number]
    rest = number % 100
    if rest < 3:
        return f"{figure} خبر"
    return f"{figure} أخبار" if rest < 11 else f"{figure} خبرًا"


_ENGLISH: Final = Words(
    skip="Skip to the news",
    sections="Sections",
    all_sections="All sections",
    home="Front page",
    group_titles="Our titles",
    top_stories="Top stories",
    latest="Latest",
    more_from="More from {name}",
    last_updated="Last updated",
    breaking="Breaking",
    close="Close",
    published="Published",
    updated="Updated",
    picture="Picture",
    topics="Topics",
    read_also="Read also",
    read_in="Read in",
    correction="Correction",
    corrections="Corrections",
    related="Related stories",
    from_archive="From the archive",
    archive="Archive",
    archive_text="Every story published, by year, month and day.",
    older="Older stories",
    previous="Previous",
    next="Next",
    nothing_yet="Nothing has been published here yet.",
    share="Share",
    mail="E-mail",
    facebook="Facebook",
    x="X",
    whatsapp="WhatsApp",
    telegram="Telegram",
    follow="Follow us",
    about_site="About this site",
    address="Address",
    not_found="There is no page here",
    not_found_text="The address may be mistyped, or the page may never have existed.",
    gone="This story has been withdrawn",
    gone_text="The story that stood at this address is no longer published.",
    gone_on="Withdrawn",
    moved="This page has moved",
    moved_text="It now stands at this address:",
    to_home="Go to the front page",
    to_archive="Look in the archive",
    comma=", ",
)

_ARABIC: Final = Words(
    skip="انتقل إلى الأخبار",
    sections="الأقسام",
    all_sections="كل الأقسام",
    home="الصفحة الأولى",
    group_titles="عناوين المجموعة",
    top_stories="أبرز الأخبار",
    latest="آخر الأخبار",
    more_from="المزيد من {name}",
    last_updated="آخر تحديث",
    breaking="عاجل",
    close="إغلاق",
    published="نُشر",
    updated="حُدّث",
    picture="الصورة",
    topics="موضوعات",
    read_also="اقرأ أيضًا",
    read_in="اقرأ الخبر في",
    correction="تصويب",
    corrections="تصويبات",
    related="أخبار ذات صلة",
    from_archive="من الأرشيف",
    archive="الأرشيف",
    archive_text="كل ما نُشر من أخبار، بحسب السنة والشهر واليوم.",
    older="أخبار أقدم",
    previous="السابق",
    next="التالي",
    nothing_yet="لم يُنشر شيء هنا بعد.",
    share="شارك",
    mail="البريد الإلكتروني",
    facebook="فيسبوك",
    x="إكس",
    whatsapp="واتساب",
    telegram="تلغرام",
    follow="تابعنا",
    about_site="عن الموقع",
    address="العنوان",
    not_found="لا صفحة في هذا العنوان",
    not_found_text="ربما كُتب العنوان خطأً، أو أن الصفحة لم تكن موجودة أصلًا.",
    gone="سُحب هذا الخبر",
    gone_text="الخبر الذي كان في هذا العنوان لم يعد منشورًا.",
    gone_on="سُحب",
    moved="انتقلت هذه الصفحة",
    moved_text="تجدها الآن في هذا العنوان:",
    to_home="إلى الصفحة الأولى",
    to_archive="ابحث في الأرشيف",
    comma="، ",
)

WORDS: Final[dict[str, Words]] = {"en": _ENGLISH, "ar": _ARABIC}

_COUNTS: Final[dict[str, Callable[[int, str], str]]] = {"en": _english_count, "ar": _arabic_count}


def _primary(language: str) -> str:
    primary = language.lower().partition("-")[0]
    if primary not in WORDS:
        raise NoWordsError(language, tuple(WORDS))
    return primary


def words_in(language: str) -> Words:
    """The words for a BCP 47 tag, by its first part; raises ``NoWordsError`` for an unknown one."""
    return WORDS[_primary(language)]


def story_count(language: str, number: int, figure: str) -> str:
    """A count of stories as a phrase; ``figure`` is the number in the edition's digits."""
    return _COUNTS[_primary(language)](number, figure)
