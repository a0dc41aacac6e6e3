"""A few words to start from: mild insults and the phrases of advertisers, in both languages.

They are an example and no dictionary; each newsroom keeps lists of its own. Words that news copy
uses in earnest (dog, liar, animal) are suspect and not banned.
"""

from collections.abc import Iterator
from typing import Final

from broadsheet.comments.language.words import Kind, ListedWord

# Language, clause, kind: the words.
_LISTS: Final[dict[tuple[str, str, Kind], str]] = {
    ("en", "insults", "banned"): "idiot*, moron*, imbecile*, dimwit, nitwit, scumbag, dumbass, "
    "blockhead, airhead, cretin, stupid*, crackpot, shut your mouth",
    ("en", "insults", "suspect"): "loser, liar, jerk, scum, clown, clueless, pathetic, brainless, "
    "disgusting, hypocrite, parasite, coward",
    ("en", "insults", "allowed"): "looser, clowns around, losers bracket, scumble, clownfish",
    ("en", "spam", "banned"): "buy followers, cheap followers, free bitcoin, double your bitcoin, "
    "casino bonus, earn money fast, viagra, cialis, payday loan online",
    ("en", "spam", "suspect"): "click here, work from home, whatsapp me, telegram channel, "
    "promo code, make money online, forex signals, crypto signals",
    ("en", "spam", "allowed"): "specialist, specialists, socialist, socialists",
    ("ar", "insults", "banned"): "غبي, أغبياء, أحمق, حمقى, حمار, حمير, تافه, حقير, وقح, نذل, سافل, "
    "خسيس, معتوه, أبله, قليل الأدب, عديم الشرف",
    ("ar", "insults", "suspect"): "كلب, كذاب, جاهل, منافق, جبان, فاشل, مهرج, حيوان, اخرس, سخيف",
    ("ar", "insults", "allowed"): "الحيوانات, حيوانات, الحيوانية, كلبة البحر",
    ("ar", "spam", "banned"): "جلب الحبيب, زيادة متابعين, شراء متابعين, قرض بدون كفيل, "
    "ربح المال بسرعة, فك السحر",
    ("ar", "spam", "suspect"): "اضغط هنا, اربح المال, تواصل واتساب, كود خصم, العمل من المنزل, "
    "توصيات تداول",
}


def starting_lists() -> Iterator[ListedWord]:
    """Give the example's words, for the first lists of a newsroom."""
    for (language, clause, kind), words in _LISTS.items():
        for word in words.split(","):
            yield ListedWord(word.strip(), language, clause, kind)
