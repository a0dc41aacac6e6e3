"""Copy for sample pages, in both languages: plainly fictional, written for these tests."""

SECTIONS = {
    "en": (
        ("world", "World"),
        ("economy", "Economy"),
        ("science", "Science"),
        ("culture", "Culture"),
        ("sport", "Sport"),
        ("weather", "Weather"),
    ),
    "ar": (
        ("world", "العالم"),
        ("economy", "الاقتصاد"),
        ("science", "العلوم"),
        ("culture", "الثقافة"),
        ("sport", "الرياضة"),
        ("weather", "الطقس"),
    ),
}

COLOURS = {
    "world": "#b3261e",
    "economy": "#0b6e4f",
    "science": "#1f5fbf",
    "culture": "#8e3b8a",
    "sport": "#e3a008",
    "weather": "#4aa3c7",
}

# One row is (section, kicker, headline, standfirst).
STORIES = {
    "en": (
        (
            "world",
            "Harbours",
            "Port Salis opens its third quay after nine winters of waiting",
            (
                "Dredgers left at dawn and the first grain ship tied up before noon, ending a "
                "dispute that had outlived four harbour masters."
            ),
        ),
        (
            "economy",
            "Markets",
            "Lentil prices fall for a sixth week as the southern harvest comes in",
            "Traders at the Old Exchange expect the cheapest bread since the drought year.",
        ),
        (
            "science",
            "Marine life",
            "Seagrass returns to the bay where divers had counted none",
            "A survey of 140 plots finds meadows down to eleven metres.",
        ),
        (
            "culture",
            "Music",
            "The lighthouse orchestra tunes to a foghorn, and fills the hall",
            "An evening for strings, brass and one instrument of forty tonnes.",
        ),
        (
            "world",
            "Border",
            "Two valleys agree to share one railway timetable",
            "Trains will wait for each other at Halfway Halt, in writing.",
        ),
        (
            "sport",
            "Rowing",
            "Tide beats both crews in the shortest Isle Cup on record",
            "The umpire's launch came in first.",
        ),
        (
            "economy",
            "Fisheries",
            "Sardine boats get licences that last longer than a season",
            "Owners say they can borrow for nets at last.",
        ),
        (
            "science",
            "Astronomy",
            "A school telescope finds what a satellite overlooked",
            "The faint smudge turned out to be a comet with a ninety-year orbit.",
        ),
        (
            "weather",
            "Outlook",
            "Dry until Thursday, then rain from the west",
            "Night temperatures near four degrees inland.",
        ),
        (
            "culture",
            "Theatre",
            "A play in two languages asks the audience to translate",
            "Nobody in the stalls laughs at the same moment.",
        ),
        (
            "sport",
            "Football",
            "Quayside United draw again and call it a style",
            "Eleven matches, eleven points, one goal in open play.",
        ),
        (
            "world",
            "Elections",
            "Recount in Marl District changes nothing but the chairs",
            "Officials found the missing box where it had been labelled.",
        ),
    ),
    "ar": (
        (
            "world",
            "موانئ",
            "بورت ساليس تفتتح رصيفها الثالث بعد انتظار دام تسعة شتاءات",
            (
                "غادرت الكراكات مع الفجر ورست أول سفينة حبوب قبل الظهر، "
                "فانتهى خلاف عاصره أربعة من مديري الميناء."
            ),
        ),
        (
            "economy",
            "أسواق",
            "أسعار العدس تتراجع للأسبوع السادس مع وصول محصول الجنوب",
            "يتوقع تجار البورصة القديمة أرخص خبز منذ سنة الجفاف.",
        ),
        (
            "science",
            "أحياء بحرية",
            "الأعشاب البحرية تعود إلى خليج لم يجد فيه الغواصون شيئًا",
            "مسح لمئة وأربعين موقعًا يسجل مروجًا حتى عمق أحد عشر مترًا.",
        ),
        (
            "culture",
            "موسيقى",
            "أوركسترا المنارة تضبط أوتارها على بوق الضباب وتملأ القاعة",
            "أمسية للوتريات والنحاسيات وآلة واحدة تزن أربعين طنًا.",
        ),
        (
            "world",
            "حدود",
            "واديان يتفقان على جدول قطارات واحد",
            "ستنتظر القطارات بعضها بعضًا في محطة منتصف الطريق، وبعقد مكتوب.",
        ),
        (
            "sport",
            "تجديف",
            "المدّ يهزم الفريقين في أقصر سباق لكأس الجزيرة",
            "زورق الحكم وصل أولًا.",
        ),
        (
            "economy",
            "صيد",
            "قوارب السردين تنال تراخيص أطول من موسم واحد",
            "يقول المالكون إن في وسعهم أخيرًا الاقتراض لشراء الشباك.",
        ),
        (
            "science",
            "فلك",
            "تلسكوب مدرسي يرصد ما فات قمرًا صناعيًا",
            "تبيّن أن اللطخة الخافتة مذنّب يدور كل تسعين عامًا.",
        ),
        (
            "weather",
            "توقعات",
            "جفاف حتى الخميس ثم أمطار من الغرب",
            "حرارة الليل قرب أربع درجات في الداخل.",
        ),
        (
            "culture",
            "مسرح",
            "مسرحية بلغتين تطلب من الجمهور أن يترجم",
            "لا أحد في الصالة يضحك في اللحظة نفسها.",
        ),
        (
            "sport",
            "كرة قدم",
            "اتحاد الرصيف يتعادل من جديد ويسمّي ذلك أسلوبًا",
            "إحدى عشرة مباراة وإحدى عشرة نقطة وهدف واحد من لعب مفتوح.",
        ),
        (
            "world",
            "انتخابات",
            "إعادة الفرز في مقاطعة مارل لا تغيّر سوى المقاعد الخشبية",
            "عثر الموظفون على الصندوق الضائع حيث كُتب اسمه.",
        ),
    ),
}

PARAGRAPHS = {
    "en": (
        (
            "<p>The third quay at Port Salis took its first ship on Tuesday, nine winters after "
            "the harbour board had promised it for the spring. The <em>Patient Heron</em>, with "
            "barley, was alongside at 11.40 and empty by dusk.</p>"
        ),
        (
            "<p>“We measured everything twice and argued about it three times,” the harbour office "
            'said in a statement, which also thanked <a href="/en/world/">the dredging crews</a> '
            "and “a very understanding sandbank”.</p>"
        ),
        (
            "<p>The quay is 310 metres long and can hold two vessels of the size that now have to "
            "wait in the roads off Cape Lull. Shippers told the Meridian Wire that a day at anchor "
            "costs them more than a week at the berth.</p>"
        ),
        (
            "<p>Fishing boats keep the inner basin. Their association had asked for a wall between "
            "wash and moorings, and got one: forty-two concrete blocks, each with a number and, "
            "since last week, each with a cormorant.</p>"
        ),
    ),
    "ar": (
        (
            "<p>استقبل الرصيف الثالث في بورت ساليس سفينته الأولى يوم الثلاثاء، بعد تسعة شتاءات من "
            "وعد مجلس الميناء بافتتاحه في الربيع. ورست السفينة «مالك الحزين الصبور» المحمّلة "
            "بالشعير عند الساعة 11:40 وأُفرغت قبل الغروب.</p>"
        ),
        (
            "<p>وقال مكتب الميناء في بيان: «قسنا كل شيء مرتين وتجادلنا فيه ثلاث مرات»، وشكر "
            '<a href="/ar/world/">طواقم التجريف</a> ومعها «كثيبًا رمليًا شديد التفهم».</p>'
        ),
        (
            "<p>ويبلغ طول الرصيف 310 أمتار ويتسع لسفينتين من الحجم الذي ينتظر اليوم قبالة رأس لول. "
            'وقال شاحنون لوكالة <bdi lang="en">Meridian Wire</bdi> إن يومًا واحدًا في المرسى '
            "يكلفهم أكثر من أسبوع على الرصيف.</p>"
        ),
        (
            "<p>وتحتفظ قوارب الصيد بالحوض الداخلي. وكانت جمعيتها قد طلبت جدارًا يفصل المراسي عن "
            "الأمواج فحصلت عليه: اثنتان وأربعون كتلة خرسانية، على كل منها رقم، ومنذ الأسبوع الماضي "
            "على كل منها غراب بحر.</p>"
        ),
    ),
}

STORY_WORDS = {
    "en": {
        "byline": "Harbour correspondent",
        "dateline": "Port Salis",
        "agency": "Meridian Wire",
        "caption": "The first grain ship comes alongside the third quay on Tuesday morning.",
        "credit": "Meridian Wire pictures",
        "alt": "A long ship beside a new stone quay under a low sun",
        "subhead": "A wall for the small boats",
        "quote": "A harbour is a promise made to people who are still at sea.",
        "attribution": "From the harbour board's first minute book",
        "correction": "An earlier version gave the length of the quay in feet.",
        "keywords": ("Port Salis", "Shipping", "Cape Lull"),
    },
    "ar": {
        "byline": "مراسل شؤون الموانئ",
        "dateline": "بورت ساليس",
        "agency": "Meridian Wire",
        "caption": "أول سفينة حبوب تقترب من الرصيف الثالث صباح الثلاثاء.",
        "credit": "صور Meridian Wire",
        "alt": "سفينة طويلة إلى جانب رصيف حجري جديد تحت شمس منخفضة",
        "subhead": "جدار للقوارب الصغيرة",
        "quote": "الميناء وعدٌ يُقطع لأناس ما زالوا في البحر.",
        "attribution": "من أول دفتر محاضر لمجلس الميناء",
        "correction": "ذكرت نسخة سابقة طول الرصيف بالأقدام.",
        "keywords": ("بورت ساليس", "الشحن البحري", "رأس لول"),
    },
}

STANDING = {
    "en": (
        "About the Courier",
        "Who writes this paper, how it is paid for, and how to complain about it.",
        (
            "<h2>What the Courier is</h2><p>The Lantern Courier is a paper that exists to be set "
            "in type and looked at. Its reporters are as fictional as its "
            "harbour.</p><ul><li>Stories say when they were published, and when they were "
            "changed.</li><li>Corrections stay with the story.</li></ul><h2>Write to "
            'us</h2><p>Letters are read by the <a href="/en/contact/">readers\' desk</a>, usually '
            "on the day that they arrive.</p>"
        ),
    ),
    "ar": (
        "عن بريد المنارة",
        "من يكتب هذه الصحيفة، ومن يموّلها، وكيف تُقدَّم الشكوى.",
        (
            "<h2>ما هو بريد المنارة</h2><p>بريد المنارة صحيفة وُجدت لكي تُصفّ حروفها ويُنظر إليها. "
            "مراسلوها خياليون مثل مينائها.</p><ul><li>تذكر الأخبار متى نُشرت ومتى "
            "عُدّلت.</li><li>تبقى التصويبات مع أخبارها.</li></ul><h2>راسلنا</h2><p>يقرأ "
            '<a href="/ar/contact/">قسم القراء</a> الرسائل يوم وصولها في الغالب.</p>'
        ),
    ),
}

ARABIC_MONTHS = [
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
    *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
]
