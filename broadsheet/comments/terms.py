"""The publishing terms that a newsroom starts with; a chief rewrites them as they like.

The first seven come from the terms that readers of the region know; the other four are what
moderators cannot do without. Written into the database once, after the tables are made.
"""

from dataclasses import dataclass

from broadsheet.comments.models import Clause, ClauseVersion


@dataclass(frozen=True)
class First:
    """A clause to start with: text and example in English, then in Arabic."""

    code: str
    en: tuple[str, str]
    ar: tuple[str, str]


FIRST = (
    First("author", (
        "Do not insult or slander the author of the story.",
        "“Whoever wrote this cannot even count”, of the writer and not of the figures.",
    ), (
        "لا تُسئ إلى كاتب الخبر ولا تشهّر به.",
        "«من كتب هذا لا يحسن العدّ»، عن الكاتب لا عن الأرقام.",
    )),
    First("persons", (
        "Do not insult, slander or threaten any person.",
        "Calling somebody in the news a thief when no court has said so.",
    ), (
        "لا تُسئ إلى أي شخص ولا تشهّر به ولا تهدّده.",
        "وصف شخص في الخبر بأنه لص ولم تقل محكمة ذلك.",
    )),
    First("sanctities", (
        "Do not mock what others hold sacred.",
        "A joke about the holy places or the burial of another community.",
    ), (
        "لا تسخر من مقدسات الآخرين.",
        "نكتة عن أماكن مقدسة لجماعة أخرى أو عن دفن موتاها.",
    )),
    First("religions", (
        "Do not attack any religion or the divine.",
        "“People of that faith should be ashamed of it.”",
    ), (
        "لا تهاجم أي دين ولا الذات الإلهية.",
        "«على أتباع ذلك الدين أن يخجلوا منه».",
    )),
    First("sectarian", (
        "Do not incite against any sect or denomination.",
        "“None of them should be let into our town.”",
    ), (
        "لا تحرّض على أي طائفة أو مذهب.",
        "«لا ينبغي أن يدخل أحد منهم مدينتنا».",
    )),
    First("racial", (
        "Do not incite against anyone for race, colour, origin or language.",
        "“People from there are all alike.”",
    ), (
        "لا تحرّض على أحد بسبب عرقه أو لونه أو أصله أو لغته.",
        "«أهل ذلك البلد كلهم سواء».",
    )),
    First("insults", (
        "Do not use insults or foul language.",
        "A swear word, however it is spelled.",
    ), (
        "لا تستعمل الشتائم ولا الكلام البذيء.",
        "شتيمة، كيفما كُتبت.",
    )),
    First("spam", (
        "Do not advertise, and do not post the same text again and again.",
        "A link to a shop; the same comment under five stories.",
    ), (
        "لا تُعلن عن شيء ولا تكرّر النص نفسه.",
        "رابط متجر، أو التعليق نفسه تحت خمسة أخبار.",
    )),
    First("personal", (
        "Do not publish anybody’s personal data, nor your own.",
        "A telephone number, a home address, a number plate.",
    ), (
        "لا تنشر بيانات شخصية لأحد ولا بياناتك.",
        "رقم هاتف أو عنوان منزل أو رقم لوحة سيارة.",
    )),
    First("off-topic", (
        "Keep to what the story is about.",
        "The price of petrol, under a story about a library.",
    ), (
        "التزم بموضوع الخبر.",
        "سعر الوقود تحت خبر عن مكتبة.",
    )),
    First("unlawful", (
        "Do not write what the law forbids.",
        "A call to violence; somebody else’s work copied whole.",
    ), (
        "لا تكتب ما يحظره القانون.",
        "دعوة إلى العنف، أو نسخ عمل غيرك كاملًا.",
    )),
)  # fmt: skip


def write_first_terms() -> None:
    """Write the clauses into a database that has none."""
    if Clause.objects.exists():
        return
    for number, first in enumerate(FIRST, 1):
        clause = Clause.objects.create(code=first.code, number=number)
        texts = {
            language: {"text": text, "example": example}
            for language, (text, example) in (("en", first.en), ("ar", first.ar))
        }
        ClauseVersion.objects.create(clause=clause, version=1, texts=texts)
