"""Units that say nearly the same: each maker takes a random.Random and returns a text."""

from tests.support.adversaries import PROVINCES
from tests.support.edits import prose_sentence

FIRST_NAMES = "Anna Boris Clara David Elena Farid Grace Hamid Irina Jonas".split()
LAST_NAMES = "Adler Brown Costa Dorn Evans Fischer Garcia Hansen Ivanov Jansen".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday".split()
CLUBS = "Rovers United Wanderers City Albion Athletic Rangers County".split()
CHINESE_TOWNS = "喀布尔 赫拉特 坎大哈 昆都士 加兹尼".split()
ARABIC_TOWNS = "كابول هرات قندهار غزني بلخ".split()
ARABIC_MARKED = {"قال": "قَالَ", "سقطت": "سَقَطَتْ"}


def full_name(random):
    return f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"


def update(random):
    return (
        f"Police said {full_name(random)}, {random.randint(20, 80)}, of "
        f"{random.choice(PROVINCES)} was arrested on {random.choice(DAYS)} after a search of the "
        "house. "
    )


def update_alike(random):
    return f"The death of {full_name(random)} was confirmed by the ministry of health.\n\n"


def player(random):
    return f"{random.randint(1, 30)} {full_name(random)} ({random.choice(CLUBS)})\n"


def obituary(random):
    return (
        f"{full_name(random)}, {random.randint(50, 99)}, of {random.choice(PROVINCES)}, died on "
        f"{random.choice(DAYS)}. The service is at {random.randint(9, 16)}:30 in the church.\n\n"
    )


def train(random):
    hour, minute = random.randint(5, 23), random.choice([0, 15, 30, 45])
    towns = f"{random.choice(PROVINCES)} – {random.choice(PROVINCES)}"
    return f"{hour:02}:{minute:02} {towns}, platform {random.randint(1, 9)}\n"


def standing(random):
    figures = " ".join(str(random.randint(0, 30)) for _ in range(random.choice([2, 5])))
    return f"{random.choice(CLUBS)} {figures}\n"


def stanza(random):
    lines = [f"{prose_sentence(random)[:40].strip()},\n" for _ in range(random.randint(1, 3))]
    return "".join([*lines, "And the river runs down to the sea,\n", "Down to the sea.\n\n"])


def answer(random):
    question = random.choice(["What did you see there?", "Who told you that?"])
    answer = random.choice(
        [
            "I do not remember.",
            "Nobody did.",
            prose_sentence(random).strip(),
            full_name(random) + ".",
        ]
    )
    return f"Q: {question}\nA: {answer}\n"


def clause(random):
    return (
        f"The {random.choice(['buyer', 'seller', 'tenant', 'owner'])} shall notify the other party "
        f"in writing within {random.choice([7, 14, 30])} days of the "
        f"{random.choice(['delivery', 'payment', 'defect', 'notice'])}.\n"
    )


def quote(random):
    words = random.choice([prose_sentence(random).strip(), "We do not comment.", "It is a lie."])
    verb = random.choice(["said", "added", "said on " + random.choice(DAYS)])
    return f"Hansen {verb}. “{words}” "


def caption(random):
    return (
        f"A man walks past a house in {random.choice(PROVINCES)} on {random.choice(DAYS)}. "
        f"(Photo: {full_name(random)})\n\n"
    )


def chinese(random):
    town, number = random.choice(CHINESE_TOWNS), random.randint(2, 40)
    return random.choice(
        [
            f"{town}官员周{random.choice('一二三四五')}表示，{number}个区已经失守。",
            f"据{town}当局称，{number}人在袭击中死亡，另有{random.randint(2, 40)}人受伤。",
            f"{town}没有消息。",
        ]
    )


def arabic(random):
    town, number = random.choice(ARABIC_TOWNS), random.randint(2, 40)
    sentence = random.choice(
        [
            f"قال مسؤول في {town} إن {number} مديرية سقطت. ",
            f"سقطت {number} مديرية في {town} يوم الأحد. ",
        ]
    )
    for plain, marked in ARABIC_MARKED.items():
        if random.random() < 0.2:
            sentence = sentence.replace(plain, marked)
    return sentence


def bulletin(random):
    """Two sentences; their like, with other words, stands in other units."""
    return (
        f"{random.choice(PROVINCES)}: {random.choice(['calm', 'rain', 'fighting', 'curfew'])}. "
        f"Nothing else was reported {random.choice(['today', 'by noon', 'overnight'])}. "
    )


MAKES = [
    update,
    update_alike,
    player,
    obituary,
    train,
    stanza,
    answer,
    clause,
    quote,
    caption,
    chinese,
    arabic,
    bulletin,
]
