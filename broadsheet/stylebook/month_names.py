"""Months and weekdays have the names that a country's newspapers print.

The Arabic names of the months change with the country: those of Cairo and the Gulf come from
Latin, those of Damascus and Beirut from Syriac, those of Tunis and Algiers from French, and
Rabat spells its own. Lists run from January and from Monday.
"""

from typing import Final, NamedTuple


class Names(NamedTuple):
    """The calendar words of one language; ``short`` serves where room is scarce."""

    months: tuple[str, ...]
    short: tuple[str, ...]
    weekdays: tuple[str, ...]


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


def _dual(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Join two spellings; where both lists agree one is enough."""
    pairs = zip(first, second, strict=True)
    return tuple(one if one == other else f"{one} / {other}" for one, other in pairs)


_GREGORIAN: Final = _listed(
    "يناير, فبراير, مارس, أبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر"
)
_LEVANTINE: Final = _listed(
    "كانون الثاني, شباط, آذار, نيسان, أيار, حزيران, تموز, آب, أيلول, تشرين الأول, "
    "تشرين الثاني, كانون الأول"
)

ARABIC_MONTHS: Final = {
    "gregorian": _GREGORIAN,
    "levantine": _LEVANTINE,
    "maghrebi_tn": _listed(
        "جانفي, فيفري, مارس, أفريل, ماي, جوان, جويلية, أوت, سبتمبر, أكتوبر, نوفمبر, ديسمبر"
    ),
    "moroccan": _listed(
        "يناير, فبراير, مارس, أبريل, ماي, يونيو, يوليوز, غشت, شتنبر, أكتوبر, نونبر, دجنبر"
    ),
    "dual": _dual(_GREGORIAN, _LEVANTINE),
}
ARABIC_WEEKDAYS: Final = _listed("الاثنين, الثلاثاء, الأربعاء, الخميس, الجمعة, السبت, الأحد")

ENGLISH: Final = Names(
    _listed(
        "January, February, March, April, May, June, July, August, September, October, "
        "November, December"
    ),
    _listed("Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec"),
    _listed("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"),
)
FRENCH: Final = Names(
    _listed(
        "janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, "
        "novembre, décembre"
    ),
    _listed("janv., févr., mars, avr., mai, juin, juil., août, sept., oct., nov., déc."),
    _listed("lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche"),
)
GERMAN: Final = Names(
    _listed(
        "Januar, Februar, März, April, Mai, Juni, Juli, August, September, Oktober, "
        "November, Dezember"
    ),
    _listed("Jan., Feb., März, Apr., Mai, Juni, Juli, Aug., Sept., Okt., Nov., Dez."),
    _listed("Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag"),
)
