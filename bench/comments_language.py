"""Listed words are found behind their masks, and news copy is left in peace.

Recall: every word of the starting lists is masked by rule, alone and by two or three rules drawn
together, and looked for once as it stands (before folding) and once by the matcher. Rules marked
as held out were written after the code that unmasks, and the combinations are drawn.
False alarms: all matches in two news corpora whose copy hides nothing. Those of the plain reading
are the word itself in earnest use, inflected ones that word or another with the same letters, the
rest are mistakes of unmasking. Speed: whole weighings a second.

    python bench/comments_language.py [--variants N] [--stories N] [--json FILE]
"""

import argparse
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from related import CORPORA, Told, ant, reuters
from reporting import Figure, add_json_option, limited, measured, report

from broadsheet.comments.language.likeness import signature
from broadsheet.comments.language.starting_lists import starting_lists
from broadsheet.comments.language.weighing import weigh
from broadsheet.comments.language.words import ListedWord, WordLists, compile_words

BENCH = "comments-language"
RECALL_GOAL, ALARMS_GOAL = 0.9, 20.0
PER = "a million words"
KINDS = ("banned plain", "banned inflected", "suspect plain", "suspect inflected")
Rule = Callable[[str, random.Random], str]
ARABIC_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u200e\u200f"
LEET = {
    "a": "4@",
    "e": "3",
    "i": "1!",
    "o": "0",
    "s": "5$",
    "t": "7+",
    "b": "86",
    "l": "1|",
    "g": "9",
}
# Written by hand for this generator, from other sources than the table that is measured.
CYRILLIC = {
    "a": "а",
    "c": "с",
    "e": "е",
    "o": "о",
    "p": "р",
    "x": "х",
    "y": "у",
    "i": "і",
    "s": "ѕ",
    "d": "ԁ",
}
GREEK = {
    "a": "α",
    "o": "ο",
    "v": "ν",
    "i": "ι",
    "k": "κ",
    "t": "τ",
    "p": "ρ",
    "n": "η",
    "u": "υ",
    "x": "χ",
}
PERSIAN = {
    "ك": "ک",
    "ي": "ی",
    "ه": "ہ",
    "ب": "پ",
    "ف": "ڤ",
    "ج": "چ",
    "غ": "ڠ",
    "و": "ۆ",
    "ر": "ڕ",
    "ل": "ڵ",
}
DOTLESS = {"ب": "ٮ", "ت": "ٮ", "ن": "ں", "ف": "ڡ", "ق": "ٯ"}
ARABIC_DIGITS = {"ا": "1", "ع": "3", "ح": "7", "ط": "6", "ق": "8"}
TYPED = {
    "ا": "a",
    "أ": "a",
    "آ": "a",
    "إ": "i",
    "ب": "b",
    "ت": "t",
    "ة": "a",
    "ث": "th",
    "ج": "j",
    "ح": "7",
    "خ": "5",
    "د": "d",
    "ذ": "dh",
    "ر": "r",
    "ز": "z",
    "س": "s",
    "ش": "sh",
    "ص": "9",
    "ض": "d",
    "ط": "6",
    "ظ": "z",
    "ع": "3",
    "غ": "gh",
    "ف": "f",
    "ق": "8",
    "ك": "k",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "ه": "h",
    "و": "ou",
    "ي": "i",
    "ى": "a",
    "ء": "2",
    "ؤ": "2",
    "ئ": "2",
}


def _some(word: str, draw: random.Random, swaps: dict[str, str]) -> str:
    """Swap at least one letter of those that can be swapped, each of the others by chance."""
    places = [place for place, letter in enumerate(word) if letter in swaps]
    if not places:
        return word
    must = draw.choice(places)
    return "".join(
        draw.choice(swaps[letter])
        if place in places and (place == must or draw.random() < 0.5)
        else letter
        for place, letter in enumerate(word)
    )


def _between(word: str, draw: random.Random, signs: str, *, every: bool) -> str:
    if every:
        return draw.choice(signs).join(word)
    place = draw.randrange(1, max(len(word), 2))
    return f"{word[:place]}{draw.choice(signs)}{word[place:]}"


def _stretched(word: str, draw: random.Random) -> str:
    place = draw.randrange(len(word))
    return f"{word[:place]}{word[place] * draw.randrange(3, 8)}{word[place + 1 :]}"


def _mathematical(word: str, draw: random.Random) -> str:
    base = draw.choice([0x1D41A, 0x1D44E, 0x1D482, 0x1D5BA, 0x1D5EE, 0x1D622, 0x1D68A])
    return "".join(
        chr(base + ord(c) - 97) if "a" <= c <= "z" and base + ord(c) - 97 != 0x1D455 else c
        for c in word
    )


def _presented(word: str, draw: random.Random) -> str:
    """Write Arabic letters by their presentation forms, all of one form."""
    form = draw.choice(["ISOLATED", "FINAL"])
    return "".join(_form(letter, form) for letter in word)


def _form(letter: str, form: str) -> str:
    name = unicodedata.name(letter, "")
    try:
        return unicodedata.lookup(f"{name} {form} FORM")
    except KeyError:
        return letter


def _starred(word: str, draw: random.Random) -> str:
    place = draw.randrange(1, len(word) - 1) if len(word) > 3 else len(word)
    return f"{word[:place]}*{word[place + 1 :]}"


def _swapped(word: str, draw: random.Random) -> str:
    place = draw.randrange(len(word) - 1)
    return f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"


RULES_EN: dict[str, Rule] = {
    "capitals": lambda w, r: "".join(r.choice([c.upper(), c]) for c in w),
    "leet": lambda w, r: _some(w, r, LEET),
    "Cyrillic letters": lambda w, r: _some(w, r, CYRILLIC),
    "Greek letters": lambda w, r: _some(w, r, GREEK),
    "full width": lambda w, _r: "".join(
        chr(ord(c) + 0xFEE0) if c.isascii() and c > " " else c for c in w
    ),
    "mathematical letters": _mathematical,
    "accents": lambda w, r: _between(w, r, "\u0301\u0308\u0327\u0336", every=r.random() < 0.5),
    "unseen signs": lambda w, r: _between(w, r, UNSEEN, every=r.random() < 0.5),
    "stretched": _stretched,
    "spaced": lambda w, r: _between(w, r, " ", every=True),
    "dotted": lambda w, r: _between(w, r, ".-_*", every=True),
    "cut once": lambda w, r: _between(w, r, ".-_~", every=False),
    "starred": _starred,
    "two letters swapped": _swapped,
    "plural": lambda w, _r: f"{w}s",
    "circled": lambda w, _r: _moved(w, 0x24D0),
    "small capitals": lambda w, _r: w.translate(
        str.maketrans("abcdeglmnoprtuvwz", "ᴀʙᴄᴅᴇɢʟᴍɴᴏᴘʀᴛᴜᴠᴡᴢ")
    ),
    "Cherokee and Lisu": lambda w, r: _some(
        w, r, {"a": "Ꭺ", "d": "ꓓ", "o": "ꓳ", "i": "Ꭵ", "t": "Ꭲ", "s": "Ꮪ", "p": "ꓑ"}
    ),
}
RULES_AR: dict[str, Rule] = {
    "vowel signs": lambda w, r: "".join(c + r.choice([*ARABIC_MARKS, ""]) for c in w),
    "tatweel": lambda w, r: _between(w, r, "ـ", every=r.random() < 0.5),
    "hamza and ya": lambda w, r: w.translate(
        str.maketrans("أإآةىي", r.choice(["اااهيى", "إأاهىي"]))
    ),
    "Persian letters": lambda w, r: _some(w, r, PERSIAN),
    "presentation forms": _presented,
    "unseen signs": RULES_EN["unseen signs"],
    "stretched": _stretched,
    "spaced": RULES_EN["spaced"],
    "dotted": RULES_EN["dotted"],
    "cut once": RULES_EN["cut once"],
    "joined before": lambda w, r: r.choice(["و", "ف", "ال", "وال", "بال", "يا", "لل"]) + w,
    "joined after": lambda w, r: (
        w.removesuffix("ة") + r.choice(["ين", "ك", "كم", "ها", "ات", "ون"])
    ),
    "dots left out": lambda w, r: _some(w, r, DOTLESS),
    "digits": lambda w, r: _some(w, r, ARABIC_DIGITS),
}
# Not looked at while the unmasking was written.
HELD_OUT_EN: dict[str, Rule] = {
    "held out: emoji between": lambda w, r: _between(w, r, "🙂🔥💥", every=r.random() < 0.5),
    "held out: a vowel dropped": lambda w, r: _without_one(w, r, "aeiou"),
    "held out: parenthesised letters": lambda w, _r: _moved(w, 0x249C),
    "held out: superscript letters": lambda w, r: _some(
        w, r, dict(zip("abcdeghijklmoprstuvwz", "ᵃᵇᶜᵈᵉᵍʰⁱʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷᶻ", strict=True))
    ),
    "held out: variation selectors": lambda w, r: _between(
        w, r, "\ufe0f\U000e0101\u034f", every=True
    ),
    "held out: Armenian and Coptic": lambda w, r: _some(
        w, r, {"o": "օⲟ", "u": "ս", "n": "ո", "h": "հ", "c": "ⲥ", "p": "ⲣ", "g": "ց", "i": "ⲓ"}
    ),
}
HELD_OUT_AR: dict[str, Rule] = {
    "held out: emoji between": HELD_OUT_EN["held out: emoji between"],
    "held out: two letters swapped": _swapped,
    "held out: a vowel dropped": lambda w, r: _without_one(w, r, "اوي"),
    "held out: Kurdish and Sindhi letters": lambda w, r: _some(
        w,
        r,
        {
            "ب": "ٻ",
            "ت": "ٺ",
            "ح": "ځ",
            "د": "ڎ",
            "س": "ڛ",
            "ي": "ې",
            "ه": "ە",
            "ر": "ڒ",
            "ل": "ڷ",
            "ن": "ڹ",
        },
    ),
    "held out: mathematical letters": lambda w, _r: "".join(_mathematical_arabic(c) for c in w),
    "held out: alef as bar": lambda w, r: _some(
        w.translate(str.maketrans("أإآ", "ااا")), r, {"ا": "|l!"}
    ),
    "held out: variation selectors": HELD_OUT_EN["held out: variation selectors"],
}


def _arabizi(word: str, draw: random.Random) -> str:
    return "".join(_typed(letter, draw) for letter in word)


def _without_one(word: str, draw: random.Random, letters: str) -> str:
    places = [place for place, letter in enumerate(word) if place and letter in letters]
    if not places:
        return word
    place = draw.choice(places)
    return word[:place] + word[place + 1 :]


def _moved(word: str, base: int) -> str:
    """Write small Latin letters by an alphabet of Unicode that begins there."""
    return "".join(chr(base + ord(c) - 97) if "a" <= c <= "z" else c for c in word)


def _mathematical_arabic(letter: str) -> str:
    name = unicodedata.name(letter, "").removeprefix("ARABIC LETTER ")
    try:
        return unicodedata.lookup(f"ARABIC MATHEMATICAL {name}")
    except KeyError:
        return letter


def _typed(letter: str, draw: random.Random) -> str:
    typed = TYPED.get(letter, letter)
    return typed + (draw.choice(["", "", "a", "o", "e"]) if typed not in {"a", "i", "ou"} else "")


def single_words(lists: Sequence[ListedWord], language: str) -> list[str]:
    return sorted(
        {
            entry.word.rstrip("*")
            for entry in lists
            if entry.language == language and entry.kind != "allowed" and " " not in entry.word
        }
    )


def _is_there(word: str, text: str) -> bool:
    """Tell whether the word stands in the text as any word list finds it, case aside."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


FRAMES = {"en": "I say that {} is wrong here", "ar": "قلت له {} هذا رأي الناس"}
ARABIZI_FRAME = "wallah {} keda da kalam"


def recall(
    name: str, words: Sequence[str], language: str, mask: Rule, *, compiled: WordLists, wanted: int
) -> tuple[Figure, Counter[str]]:
    draw, tally = random.Random(f"{name}{language}"), Counter[str]()
    while tally["tried"] < wanted:
        word = draw.choice(words)
        masked = mask(word, draw)
        if masked == word:
            tally["unchanged"] += 1
            if tally["unchanged"] > wanted * 50:
                break
            continue
        text = (ARABIZI_FRAME if name == "Arabizi" else FRAMES[language]).format(masked)
        tally["tried"] += 1
        tally["before"] += _is_there(word, text)
        found = compiled.find(text, language=language)
        tally["after"] += any(text[m.start : m.end] in f" {masked} " for m in found)
    tried = max(tally["tried"], 1)
    figure = Figure(
        BENCH,
        f"{language} recall, {name}",
        tally["after"] / tried,
        "share",
        reference=tally["before"] / tried,
    )
    return figure, tally


def _together(rules: Sequence[Rule]) -> Rule:
    def mask(word: str, draw: random.Random) -> str:
        for rule in draw.sample(list(rules), draw.choice([2, 2, 3])):
            word = rule(word, draw)
        return word

    return mask


# Rules that still leave a word to the next rule.
_LAST = {"spaced", "dotted", "starred", "cut once"}


def recalls(language: str, compiled: WordLists, words: Sequence[str], wanted: int) -> list[Figure]:
    known = RULES_EN if language == "en" else RULES_AR
    held = HELD_OUT_EN if language == "en" else HELD_OUT_AR
    longer = [word for word in words if len(word) > 3]
    figures, total = [], Counter[str]()
    for name, rule in known.items():
        figure, tally = recall(name, longer, language, rule, compiled=compiled, wanted=wanted)
        figures.append(figure)
        total += tally
    if language == "ar":
        figure, tally = recall(
            "Arabizi", longer, language, _arabizi, compiled=compiled, wanted=wanted
        )
        figures.append(figure)
        total += tally
    figures.append(_summed(f"{language} recall, all rules alone", total, RECALL_GOAL))
    total = Counter[str]()
    for name, rule in held.items():
        figure, tally = recall(name, longer, language, rule, compiled=compiled, wanted=wanted)
        figures.append(figure)
        total += tally
    figures.append(_summed(f"{language} recall, held-out rules", total, None))
    mixable = [rule for name, rule in known.items() if name not in _LAST]
    _figure, tally = recall(
        "two or three", longer, language, _together(mixable), compiled=compiled, wanted=wanted * 5
    )
    figures.append(_summed(f"{language} recall, two or three rules together", tally, None))
    return figures


def _summed(name: str, tally: Counter[str], goal: float | None) -> Figure:
    tried = max(tally["tried"], 1)
    after, before = tally["after"] / tried, tally["before"] / tried
    figure = limited(BENCH, name, after, "share", at_least=goal)
    return Figure(BENCH, name, after, "share", before, None, figure.goal, figure.holds)


def alarms(
    label: str, language: str, told: Sequence[Told], compiled: WordLists, console: list[str]
) -> list[Figure]:
    """Count matches a million words: the word in earnest, and what unmasking took for a word."""
    words, kinds = 0, Counter[str]()
    shown: Counter[tuple[str, str, str]] = Counter()
    started = time.perf_counter()
    for story in told:
        text = f"{story.headline}\n{story.text}"
        words += len(text.split())
        for match in compiled.find(text, language=language):
            earnest = match.how in {"plain", "inflected"}
            kinds[f"{match.kind} {match.how}" if earnest else "unmasked"] += 1
            shown[match.how, match.word, text[match.start : match.end]] += 1
    seconds = time.perf_counter() - started
    million = words / 1e6
    console += [
        f"{label}: {how} “{seen}” for “{word}” {count} times"
        for (how, word, seen), count in shown.most_common(60)
    ]
    unmasked = kinds.pop("unmasked", 0) / million
    return [
        limited(BENCH, f"{label}: false alarms of unmasking", unmasked, PER, at_most=ALARMS_GOAL),
        *(measured(BENCH, f"{label}: {kind} word", kinds[kind] / million, PER) for kind in KINDS),
        measured(BENCH, f"{label}: words read", words, "words"),
        measured(BENCH, f"{label}: read a second", words / seconds, "words/s"),
    ]


def speed(compiled: WordLists, told: dict[str, Sequence[Told]]) -> Iterator[Figure]:
    texts = [
        (language, story.text[:600])
        for language, stories in told.items()
        for story in stories[:150]
        if story.text
    ] or [
        ("en", "You are an 1d10t and a l.o.s.e.r. " * 15),
        ("ar", "يا غبي والحمار هذا رأيي " * 20),
    ] * 100
    for name, work in (
        (
            "weighings of 600 letters",
            lambda lang, text: weigh(text, language=lang, lists=compiled, reputation={}),
        ),
        ("signatures of 600 letters", lambda _lang, text: signature(text)),
    ):
        started = time.perf_counter()
        for language, text in texts:
            work(language, text)
        took = time.perf_counter() - started
        goal = 100.0 if name.startswith("weigh") else None
        yield limited(BENCH, name, len(texts) / took, "a second", at_least=goal)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--variants", type=int, default=300, help="for each rule")
    parser.add_argument("--stories", type=int, default=1500, help="of each corpus; 0 means all")
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--show", action="store_true", help="list what was taken for a word")
    add_json_option(parser)
    return parser.parse_args()


def main() -> int:
    given, figures, notes = arguments(), [], []
    listed = list(starting_lists())
    compiled = compile_words(listed)
    for language in ("en", "ar"):
        words = single_words(listed, language)
        figures += recalls(language, compiled, words, given.variants)
    told: dict[str, Sequence[Told]] = {}
    for label, language, read, path in (
        ("English news", "en", reuters, given.corpora / "reuters21578" / "reuters21578.tar.gz"),
        ("Arabic news", "ar", ant, given.corpora / "ant-v1.1" / "antcorpus-v1.1.tar.gz"),
    ):
        if not path.exists():
            print(f"Skipped: no corpus at {path.name}.")
            continue
        told[language] = read(path)[: given.stories or None]
        figures += alarms(label, language, told[language], compiled, notes)
    figures += speed(compiled, told)
    if given.show:
        print(*notes, sep="\n")
    return report(
        "Language of comments (reference: the same list without folding)",
        figures,
        json_file=given.json,
    )


if __name__ == "__main__":
    sys.exit(main())
