"""Sheets and pictures of an imaginary title in two languages, and a folder of its pressed pages."""

import calendar
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from markupsafe import Markup
from PIL import Image, ImageDraw

from broadsheet.paper import pieces, rendering, sheets
from broadsheet.paper.words import story_count
from tests.browser import sample_copy as copy

ORIGIN = "https://courier.example"
LANGUAGES = ("en", "ar")
DIRECTION = {"en": "ltr", "ar": "rtl"}
NAME = {"en": "The Lantern Courier", "ar": "بريد المنارة"}
TAGLINE = {"en": "Printed by daylight, read by lamp", "ar": "تُطبع نهارًا وتُقرأ على ضوء المصباح"}
EDITION_COLOUR = {"en": "#7a1f1f", "ar": "#0f5c5c"}
ZONE = timezone(timedelta(hours=2))
NOON = datetime(2026, 11, 24, 7, 7, tzinfo=UTC)
FULL = (960, 640)

DAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "ar": ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
}
MONTHS = {"en": list(calendar.month_name)[1:], "ar": copy.ARABIC_MONTHS}


def day_text(language, day):
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def moment(language, at=NOON):
    local = at.astimezone(ZONE)
    comma = "، " if language == "ar" else ", "
    gmt = f"{at:%H:%M} " + ("غرينتش" if language == "ar" else "GMT")
    weekday = DAYS[language][local.weekday()]
    return pieces.Moment(
        iso=at.isoformat(),
        edition_text=f"{weekday}{comma}{day_text(language, local)}{comma}{local:%H:%M}",
        gmt_text=gmt,
        day_text=day_text(language, local),
        time_text=f"{local:%H:%M}",
    )


def sections(language):
    return tuple(
        pieces.Section(key=key, name=name, url=f"/{language}/{key}/")
        for key, name in copy.SECTIONS[language]
    )


def section(language, key):
    return next(entry for entry in sections(language) if entry.key == key)


def title(language, current):
    return pieces.Title(
        name=NAME[language],
        url=f"/{language}/",
        language=language,
        direction=DIRECTION[language],
        is_current=language == current,
    )


def photo(language, number, width=FULL[0], height=FULL[1]):
    words = copy.STORY_WORDS[language]
    folder = f"/pictures/sample{number}"
    return pieces.Photo(
        alt=words["alt"],
        caption=words["caption"],
        credit=words["credit"],
        width=width,
        height=height,
        sources=tuple(
            pieces.PictureSource(width=size, url=f"{folder}/{size}.webp") for size in (480, 960)
        ),
        jpeg_url=f"{folder}/960.jpg",
    )


def frame(language):
    english = pieces.Notice(
        lines=("© 2026 Lantern Press.", "All rights reserved."), language="en", direction="ltr"
    )
    arabic = pieces.Notice(
        lines=("© 2026 دار المنارة.", "جميع الحقوق محفوظة."), language="ar", direction="rtl"
    )
    return pieces.Frame(
        name=NAME[language],
        tagline=TAGLINE[language],
        publisher="Lantern Press",
        language=language,
        direction=DIRECTION[language],
        origin=ORIGIN,
        home_url=f"/{language}/",
        feed_url=f"/{language}/feed.xml",
        archive_url=f"/{language}/archive/",
        live_url=f"/{language}/live.json",
        css_url=f"/assets/site-{language}.css",
        js_url="/assets/site.js",
        favicon_url=f"/assets/favicon-{language}.svg",
        theme_light="#fffefb",
        theme_dark="#161513",
        sections=sections(language),
        titles=tuple(title(other, language) for other in LANGUAGES),
        follow=(
            pieces.FollowLink(kind="facebook", text="Facebook", url="https://facebook.example/x"),
            pieces.FollowLink(kind="x", text="X", url="https://x.example/courier"),
            pieces.FollowLink(kind="youtube", text="YouTube", url="https://youtube.example/c"),
        ),
        footer_links=tuple(
            pieces.Link(text=text, url=f"/{language}/{slug}/")
            for slug, text in (
                (("about", "About"), ("contact", "Contact"), ("terms", "Terms of use"))
                if language == "en"
                else (("about", "من نحن"), ("contact", "اتصل بنا"), ("terms", "شروط الاستخدام"))
            )
        ),
        addresses=(
            pieces.Notice(lines=("1 Lamp Street", "Port Salis"), language="en", direction="ltr"),
            pieces.Notice(
                lines=("بناية السراج، شارع المصباح", "بورت ساليس"), language="ar", direction="rtl"
            ),
        ),
        notices=(english, arabic),
    )


def head(language, path, text, **more):
    return pieces.Head(
        title=text,
        description=more.pop("description", TAGLINE[language]),
        canonical=f"{ORIGIN}/{language}/{path}",
        updated=moment(language),
        **more,
    )


def story_path(number):
    return f"world/2026/11/k3f9aa00{number:02d}-sample/"


def card(language, number, *, with_photo=True):
    key, kicker, headline, standfirst = copy.STORIES[language][number]
    return pieces.Card(
        headline=headline,
        url=f"/{language}/{story_path(number)}",
        published=moment(language, NOON - timedelta(minutes=47 * number)),
        standfirst=standfirst,
        kicker=kicker,
        section=section(language, key),
        photo=photo(language, number % 4) if with_photo else None,
    )


def home(language):
    cards = [card(language, number) for number in range(len(copy.STORIES[language]))]
    return sheets.HomeSheet(
        frame=frame(language),
        head=head(language, "", "", photo=photo(language, 0)),
        lead=cards[0],
        secondary=(cards[2], cards[1]),
        latest=tuple(cards[4:10]),
        blocks=tuple(
            sheets.SectionBlock(
                section=section(language, key),
                cards=tuple(
                    replace(cards[(start + step) % len(cards)], section=section(language, key))
                    for step in range(size)
                ),
            )
            for key, start, size in (("world", 4, 5), ("science", 2, 4), ("sport", 5, 3))
        ),
    )


def section_front(language):
    cards = [card(language, number) for number in range(len(copy.STORIES[language]))]
    science = section(language, "science")
    return sheets.SectionSheet(
        frame=frame(language),
        head=head(language, "science/", science.name, section_key="science"),
        section=science,
        introduction=copy.STORIES[language][7][3],
        lead=cards[2],
        secondary=(cards[7], cards[1], cards[3]),
        latest=(*cards[4:7], card(language, 8, with_photo=False), *cards[9:12]),
        older=pieces.Link(text=month_name(language), url=f"/{language}/archive/2026/11/"),
    )


def month_name(language):
    return f"{MONTHS[language][10]} 2026"


def body(language):
    words, texts = copy.STORY_WORDS[language], copy.PARAGRAPHS[language]
    return (
        pieces.TextBlock(html=Markup(texts[0] + texts[1])),  # noqa: S704
        pieces.QuoteBlock(text=words["quote"], attribution=words["attribution"]),
        pieces.TextBlock(html=Markup(texts[2])),  # noqa: S704
        pieces.StoryLinkBlock(
            headline=copy.STORIES[language][6][2], url=f"/{language}/{story_path(6)}"
        ),
        pieces.SubheadBlock(text=words["subhead"]),
        pieces.PictureBlock(photo=photo(language, 1)),
        pieces.TextBlock(html=Markup(texts[3])),  # noqa: S704
    )


def story(language):
    key, kicker, headline, standfirst = copy.STORIES[language][0]
    words = copy.STORY_WORDS[language]
    other = "ar" if language == "en" else "en"
    tellings = tuple(
        pieces.Alternate(language=one, url=f"{ORIGIN}/{one}/{story_path(0)}") for one in LANGUAGES
    )
    return sheets.StorySheet(
        frame=frame(language),
        head=head(
            language,
            story_path(0),
            headline,
            description=standfirst,
            section_key=key,
            alternates=tellings,
            photo=photo(language, 0),
        ),
        section=section(language, key),
        headline=headline,
        published=moment(language, NOON - timedelta(hours=3)),
        updated=moment(language),
        body=body(language),
        kicker=kicker,
        standfirst=standfirst,
        byline=words["byline"],
        dateline=words["dateline"],
        agency=words["agency"],
        photo=photo(language, 0),
        keywords=words["keywords"],
        corrections=(pieces.Correction(text=words["correction"], made=moment(language)),),
        tellings=(
            pieces.Telling(
                title=title(other, language),
                headline=copy.STORIES[other][0][2],
                url=f"/{other}/{story_path(0)}",
            ),
        ),
        related=tuple(card(language, number) for number in (6, 4, 2)),
        from_archive=tuple(
            replace(
                card(language, number), published=moment(language, datetime(year, 3, 9, tzinfo=UTC))
            )
            for number, year in ((7, 2025), (10, 2024), (9, 2022), (3, 2019))
        ),
    )


def standing(language):
    heading, introduction, html = copy.STANDING[language]
    return sheets.StandingSheet(
        frame=frame(language),
        head=head(language, "about/", heading, description=introduction),
        heading=heading,
        introduction=introduction,
        html=Markup(html),  # noqa: S704
    )


def archive_index(language):
    def month(number):
        if number > 10:
            return sheets.ArchiveMonthLink(name=MONTHS[language][number])
        count = 90 + number * 7
        return sheets.ArchiveMonthLink(
            name=MONTHS[language][number],
            url=f"/{language}/archive/2026/{number + 1:02d}/",
            count=str(count),
            count_text=story_count(language, count, str(count)),
        )

    years = tuple(
        sheets.ArchiveYear(
            name=str(year),
            months=tuple(month(number) for number in range(12)),
            count_text=story_count(language, 1403, "1,403"),
        )
        for year in (2026, 2025)
    )
    return sheets.ArchiveIndexSheet(
        frame=frame(language), head=head(language, "archive/", month_name(language)), years=years
    )


def calendar_day(language, number):
    day = date(2026, 11, number)
    entry = sheets.CalendarDay(
        iso=day.isoformat(), number=str(number), date_text=day_text(language, day)
    )
    if number in {7, 8} or number > 24:
        return entry
    return replace(
        entry,
        url=f"/{language}/archive/2026/11/{number:02d}/",
        count=str(number % 9 + 1),
        count_text=story_count(language, number % 9 + 1, str(number % 9 + 1)),
    )


def archive_month(language):
    days = [None] * 6 + [calendar_day(language, number) for number in range(1, 31)] + [None] * 6
    return sheets.ArchiveMonthSheet(
        frame=frame(language),
        head=head(language, "archive/2026/11/", month_name(language)),
        heading=month_name(language),
        weekdays=tuple(
            sheets.Weekday(name=name, short_name=name[:3] if language == "en" else name)
            for name in DAYS[language]
        ),
        weeks=tuple(tuple(days[start : start + 7]) for start in range(0, 42, 7)),
        count_text=story_count(language, 111, "111"),
        previous=pieces.Link(
            text=f"{MONTHS[language][9]} 2026", url=f"/{language}/archive/2026/10/"
        ),
        next=pieces.Link(text=f"{MONTHS[language][11]} 2026", url=f"/{language}/archive/2026/12/"),
    )


def archive_day(language):
    day = date(2026, 11, 24)
    return sheets.ArchiveDaySheet(
        frame=frame(language),
        head=head(language, "archive/2026/11/24/", day_text(language, day)),
        heading=f"{DAYS[language][1]} {day_text(language, day)}",
        iso=day.isoformat(),
        month=pieces.Link(text=month_name(language), url=f"/{language}/archive/2026/11/"),
        cards=tuple(card(language, number) for number in range(8)),
        count_text=story_count(language, 8, "8"),
        previous=pieces.Link(
            text=day_text(language, date(2026, 11, 23)), url=f"/{language}/archive/2026/11/23/"
        ),
    )


def not_found(language):
    return sheets.NotFoundSheet(
        frame=frame(language),
        head=replace(head(language, "404.html", "404"), is_indexed=False),
        latest=tuple(card(language, number) for number in range(5)),
    )


def gone(language):
    return sheets.GoneSheet(
        frame=frame(language),
        head=replace(head(language, story_path(9), "410"), is_indexed=False),
        killed=moment(language),
    )


def moved(language):
    return sheets.MovedSheet(
        edition_name=NAME[language],
        language=language,
        direction=DIRECTION[language],
        target=f"/{language}/{story_path(0)}",
        canonical=f"{ORIGIN}/{language}/{story_path(0)}",
    )


def group(language):
    return sheets.GroupSheet(
        frame=frame(language),
        head=replace(head(language, "", "Lantern Press"), canonical=f"{ORIGIN}/"),
        group_name="Lantern Press",
        titles=tuple(
            sheets.GroupTitle(
                key=("world", "economy")[number],
                title=title(one, ""),
                tagline=TAGLINE[one],
                latest=tuple(card(one, place) for place in range(4)),
                updated=moment(one),
            )
            for number, one in enumerate(LANGUAGES)
        ),
    )


def feed(language):
    return sheets.FeedSheet(
        title=NAME[language],
        description=TAGLINE[language],
        language=language,
        origin=ORIGIN,
        url=f"{ORIGIN}/{language}/",
        self_url=f"{ORIGIN}/{language}/feed.xml",
        copyright="© 2026 Lantern Press",
        updated=moment(language),
        items=tuple(
            sheets.FeedItem(
                headline=entry.headline,
                url=f"{ORIGIN}{entry.url}",
                guid=f"tag:courier.example,2026:{number}",
                published=entry.published,
                summary=entry.standfirst,
                creator=copy.STORY_WORDS[language]["byline"],
                categories=(entry.section.name,),
                photo=entry.photo,
            )
            for number, entry in enumerate(card(language, place) for place in range(4))
        ),
    )


def colours(language):
    return sheets.ColourSheet(
        edition=EDITION_COLOUR[language],
        sections=tuple(sheets.Colour(key=key, value=value) for key, value in copy.COLOURS.items()),
    )


# One row is (name, address below the edition, template, how to fill it).
PAGES = (
    ("home", "index.html", "home.html", home),
    ("section", "science/index.html", "section.html", section_front),
    ("story", story_path(0) + "index.html", "story.html", story),
    ("standing", "about/index.html", "standing.html", standing),
    ("archive-index", "archive/index.html", "archive-index.html", archive_index),
    ("archive-month", "archive/2026/11/index.html", "archive-month.html", archive_month),
    ("archive-day", "archive/2026/11/24/index.html", "archive-day.html", archive_day),
    ("404", "404.html", "404.html", not_found),
    ("410", "410.html", "410.html", gone),
    ("tombstone", story_path(9) + "index.html", "tombstone.html", gone),
    ("moved", "moved/index.html", "moved.html", moved),
    ("group", "group/index.html", "group.html", group),
)


def draw(number, size):
    """A harbour at an hour of its own: sky, sun, water, quay, ship."""
    sky, water, sun = (
        ("#f3c98b", "#39606e", "#fff4d6"),
        ("#9cc3d5", "#2d5a66", "#fdfbe8"),
        ("#d9b3a0", "#44485f", "#ffe3c2"),
        ("#bcd0c7", "#3c6650", "#fffbe6"),
    )[number]
    width, height = size
    image = Image.new("RGB", size, sky)
    pen = ImageDraw.Draw(image)
    horizon = height * 58 // 100
    x = width * (20 + number * 18) // 100
    pen.ellipse((x, height // 4, x + width // 9, height // 4 + width // 9), fill=sun)
    pen.rectangle((0, horizon, width, height), fill=water)
    pen.rectangle((0, height * 80 // 100, width * 62 // 100, height), fill="#b9ae99")
    hull = [(30, 52), (88, 52), (82, 66), (36, 66)]
    pen.polygon([(width * a // 100, height * b // 100) for a, b in hull], fill="#27303a")
    for mast in (44, 58, 72):
        pen.rectangle(
            (width * mast // 100, height * 26 // 100, width * mast // 100 + 4, height * 52 // 100),
            fill="#27303a",
        )
    return image


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def write_pictures(root):
    for number in range(4):
        folder = root / "pictures" / f"sample{number}"
        folder.mkdir(parents=True, exist_ok=True)
        draw(number, FULL).save(folder / "960.jpg", quality=80)
        draw(number, FULL).save(folder / "960.webp")
        draw(number, (480, 320)).save(folder / "480.webp")


def write_site(root: Path):
    """Press every sample page below ``root``, with what it needs to be looked at."""
    write_pictures(root)
    write(root / "assets" / "site.js", rendering.asset("site.js"))
    for language in LANGUAGES:
        write(root / f"assets/site-{language}.css", rendering.stylesheet(colours(language)))
        write(root / f"assets/favicon-{language}.svg", rendering.favicon(colours(language)))
        live = sheets.LiveSheet(updated=moment(language))
        write(root / language / "live.json", rendering.render("live.json", live))
        write(root / language / "feed.xml", rendering.render("feed.xml", feed(language)))
        for _, path, template, fill in PAGES:
            write(root / language / path, rendering.render(template, fill(language)))
