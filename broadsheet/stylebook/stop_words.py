"""Words that say nothing about a story's subject: grammar, and the small change of news copy.

Both lists hold folded words (see ``folding``), since that is what they are compared with.
"""

from typing import Final

from broadsheet.stylebook.folding import tokens
from broadsheet.stylebook.languages import is_arabic

_ENGLISH_GRAMMAR: Final = """
a about above across after again against all almost along already also although always am among
an and another any anyone anything are around as at away back be became because become been
before began begin behind being below between both but by came can cannot come could did do does
doing done down during each either else enough even ever every everyone everything few following
for from further gave get give given go goes going gone got had has have having he her here hers
herself him himself his how however i if in inside instead into is it its itself just keep kept
least less let like likely made make many may me might mine more most much must my myself near
neither never next no nobody none nor not nothing now of off often on once one only onto or
other others our ours ourselves out over own per perhaps put quite rather same see seen several
shall she should since so some someone something soon still such take taken than that the their
theirs them themselves then there therefore these they thing things this those though through
throughout thus to together too took toward towards under unless until up upon us used using
very via was way we well went were what whatever when where whether which while who whole whom
whose why will with within without would yet you your yours yourself
"""
_ENGLISH_NEWS: Final = """
according added adding agency announced asked called comment correspondent current currently day
days described earlier eight expect expected expects five four friday gmt hour hours including
known last late later latest monday month months morning nine news old people percent quoted
report reported reportedly reporter reporters reports saturday said say saying says second seven
six spokesman spokesperson spokeswoman state stated statement sunday ten third three thursday
time times today told tomorrow tuesday two wednesday week weeks year years yesterday january
february march april june july august september october november december jan feb mar apr jun
jul aug sep sept oct nov dec new first
"""
_ARABIC_GRAMMAR: Final = """
في من إلى الى على عن مع هذا هذه ذلك تلك هؤلاء أولئك هنا هناك الذي التي الذين اللذين اللتين
اللاتي ما ماذا لماذا متى أين كيف كم هل لا لم لن ليس ليست ليسوا إن أن إنه أنه إنها أنها أنهم إنهم
إنما كأن لكن لكنه لكنها لعل ليت قد لقد سوف كان كانت كانوا يكون تكون يكونوا كون أصبح أصبحت بات ظل
مازال مازالت زال يزال تزال هو هي هم هن نحن أنا أنت أنتم هما كل كلا كلتا بعض جميع غير سوى أي أية
أو أم ثم بل حتى إذ إذا إذن لو لولا كما مثل عند عندما عندئذ حين حينما بين بينما بعد بعدما قبل
قبيل خلال أثناء فوق تحت أمام خلف وراء حول دون ضد ضمن عبر نحو حوالي لدى لدي لديه لديها لديهم منذ
مذ حيث لأن لأنه لأنها كي لكي له لها لهم لنا لي به بها بهم بنا فيه فيها فيهم منه منها منهم عليه
عليها عليهم إليه إليها إليهم عنه عنها عنهم معه معها معهم بذلك لذلك كذلك هكذا أيضا فقط جدا أكثر
أقل أول أولى آخر أخرى آخرون نفس نفسه نفسها ذات ذاته ذاتها بأن بأنه بأنها فإن فإنه فإنها وإن وأن
وأنه وأنها ولم ولن ولا وما وهو وهي وهم ومن وفي وعلى وإلى وعن ومع وقد ولقد وكان وكانت وكما ولكن
وذلك وهذا وهذه وكل وبعد وقبل وبين وحتى وخلال وحيث ومنذ والتي والذي والذين كانا مما ممن عما فيما
بما لما كلما طالما ربما رغم بسبب يتم تم وتم ستتم سيتم يمكن يجب ينبغي حسب وفق وفقا بشأن بشكل عدم
إحدى أحد واحد واحدة اثنين ثلاثة ثلاث أربعة أربع خمسة خمس ستة ست سبعة سبع ثمانية تسعة عشرة عشر
عشرين مئة مائة ألف مليون مليار
"""
_ARABIC_NEWS: Final = """
قال قالت قالوا يقول تقول وقال وقالت وأضاف وأضافت أضاف أضافت أكد أكدت وأكد وأكدت أوضح أوضحت وأوضح
وأوضحت أعلن أعلنت وأعلن وأعلنت أفاد أفادت وأفاد وأفادت أشار أشارت وأشار وأشارت مشيرا مشيرة مضيفا
مضيفة مؤكدا مؤكدة موضحا موضحة ذكر ذكرت وذكر وذكرت صرح صرحت لفت ولفت تابع وتابع بيان تصريح
تصريحات مصدر مصادر وكالة مراسل اليوم أمس غدا الآن يوم أيام أسبوع شهر أشهر عام سنة سنوات ساعة
ساعات صباح مساء ليلة الجاري الماضي الماضية المقبل المقبلة الحالي الحالية الأحد الاثنين الإثنين
الثلاثاء الأربعاء الخميس الجمعة السبت جديد جديدة يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس
سبتمبر أكتوبر نوفمبر ديسمبر جانفي فيفري أفريل ماي جوان جويلية أوت شباط آذار نيسان أيار حزيران
تموز أيلول
"""

_ENGLISH: Final = frozenset(tokens(_ENGLISH_GRAMMAR + _ENGLISH_NEWS))
_ARABIC: Final = frozenset(tokens(_ARABIC_GRAMMAR + _ARABIC_NEWS))


def stop_words(language: str) -> frozenset[str]:
    """Give the folded stop words of a language; a language without a list has none."""
    if is_arabic(language):
        return _ARABIC
    return _ENGLISH if language.lower().startswith("en") else frozenset()
