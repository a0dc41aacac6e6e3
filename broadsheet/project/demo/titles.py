"""The demo's two titles: what each is called, where it stands, and where it can be followed."""

from dataclasses import dataclass, field

GROUP = "Salis Bay Media"
GROUP_LEGAL = "Salis Bay Media Cooperative"


@dataclass(frozen=True)
class Title:
    """One edition of the demo; sections are (slug, name, colour, introduction)."""

    code: str
    values: dict[str, object]
    sections: list[tuple[str, str, str, str]]
    addresses: list[tuple[str, str]] = field(default_factory=list)
    follow: list[tuple[str, str]] = field(default_factory=list)
    sisters: list[tuple[str, str, str]] = field(default_factory=list)


_ADDRESSES = [
    ("en", "Salis Bay Media\n14 Lantern Quay, Old Harbour\nPort Salis"),
    ("ar", "مؤسسة خليج ساليس للإعلام\n١٤ رصيف الفانوس، المرفأ القديم\nبورت ساليس"),
]
_SISTERS = [
    ("La Gazette du Golfe", "fr", "https://gazette.example.org/"),
    ("إذاعة نورس", "ar", "https://nawras.example.org/"),
]

ENGLISH = Title(
    code="en",
    values={
        "name": "The Port Salis Courier",
        "tagline": "News from both shores of the bay",
        "description": "The morning paper of Port Salis: the world, business, science, sport and "
        "culture, in English.",
        "language": "en",
        "time_zone": "Europe/Athens",
        "month_style": "gregorian",
        "digit_style": "latn",
        "colour": "#7a1f1f",
        "is_default": True,
        "position": 1,
    },
    sections=[
        ("world", "World", "#8c2f1b", "What happens beyond the bay, and why it matters here."),
        ("business", "Business", "#1f5a7a", "Ports, prices and the people who move them."),
        ("science", "Science", "#2d6a4f", "The sea, the sky and what is known about both."),
        ("sport", "Sport", "#8a5a00", "From the rowing club to the stadium on the hill."),
        ("culture", "Culture", "#6b2d73", "Books, stages, screens and the odd festival."),
    ],
    addresses=_ADDRESSES,
    follow=[
        ("facebook", "https://social.example.org/courier"),
        ("x", "https://short.example.org/courier"),
        ("youtube", "https://video.example.org/courier"),
    ],
    sisters=_SISTERS,
)

ARABIC = Title(
    code="ar",
    values={
        "name": "مرآة الخليج",
        "tagline": "صحيفة الضفتين كل صباح",
        "description": "صحيفة يومية عربية من بورت ساليس: العالم والاقتصاد والعلوم والرياضة "
        "والثقافة.",
        "language": "ar",
        "time_zone": "Africa/Cairo",
        "month_style": "gregorian",
        "digit_style": "arab",
        "colour": "#0f4c5c",
        "position": 2,
    },
    sections=[
        ("world", "العالم", "#8c2f1b", "ما يجري خلف الأفق، ولماذا يعنينا هنا."),
        ("business", "اقتصاد", "#1f5a7a", "الموانئ والأسعار ومن يحركونها."),
        ("science", "علوم", "#2d6a4f", "البحر والسماء وما نعرفه عنهما."),
        ("sport", "رياضة", "#8a5a00", "من نادي التجديف إلى ملعب التل."),
        ("culture", "ثقافة", "#6b2d73", "كتب ومسارح وشاشات ومهرجان أو اثنان."),
    ],
    addresses=_ADDRESSES[::-1],
    follow=[
        ("facebook", "https://social.example.org/miraat"),
        ("x", "https://short.example.org/miraat"),
        ("youtube", "https://video.example.org/miraat"),
    ],
    sisters=_SISTERS,
)

TITLES = (ENGLISH, ARABIC)
