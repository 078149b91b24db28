"""Failures with known modes: what a support assistant gets wrong, whatever it is asked about.

Fourteen modes from subtle to blunt over twelve subjects, a share of strays that fit no mode,
reviewers' notes on some failures and ideal answers on some. All sentences are our own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from curator.patterns.failure_text import FailureText

STRAY = "stray"


@dataclass(frozen=True)
class Subject:
    """One thing people ask about: two questions, what is true, and a number that matters."""

    thing: str
    first: str
    second: str
    answer: str
    detail: str
    more: str


SUBJECTS = (
    Subject("gym membership", "How do I freeze my gym membership?", "Does freezing cost anything?",
            "You can freeze your membership at the front desk or under Plans in the app",
            "Freezing costs 5 euros a month and lasts at most 6 months",
            "Your contract is extended by the frozen time"),
    Subject("coffee grinder", "My coffee grinder is jammed, what now?", "Is a jam under warranty?",
            "Unplug the grinder, lift out the upper burr and brush away the stuck beans",
            "The warranty covers the motor for 24 months but not a jam",
            "Very oily beans jam it more often"),
    Subject("hotel booking", "Can I bring my dog to the hotel?", "How much is it per night?",
            "Dogs are welcome in the garden rooms on the ground floor",
            "We charge 18 euros a night for a dog",
            "Dogs may not come into the breakfast room"),
    Subject("electricity bill", "Why is my electricity bill higher?", "Can I pay in instalments?",
            "Your last reading was an estimate, and the bill corrects it with the true one",
            "You may pay in up to 4 instalments without interest",
            "Sending us a reading each month avoids corrections"),
    Subject("school trip", "When must the school trip be paid?", "What if my child falls ill?",
            "The trip is paid by bank transfer to the class account",
            "The payment is due 21 days before departure",
            "With a doctor's letter you get back everything but the bus"),
    Subject("phone plan", "How do I switch to the larger phone plan?", "From when does it count?",
            "Open Contract in your account and choose the larger plan",
            "It costs 7 euros more and counts from the next billing month",
            "The data you have left is carried over once"),
    Subject("museum ticket", "Are there reduced museum tickets?", "Which proof do I need?",
            "Students, apprentices and jobseekers pay the reduced price at the counter",
            "A reduced ticket is 6 euros instead of 11",
            "On the first Sunday of a month everyone enters free"),
    Subject("sofa delivery", "Will the sofa be carried upstairs?", "Is the old one taken away?",
            "Our drivers carry the sofa into the room you choose if the stairs are wide enough",
            "Carrying above the third floor costs 35 euros",
            "The old sofa is taken along if you booked it with the order"),
    Subject("dental insurance", "Does my insurance pay for a crown?", "What is my own share?",
            "A crown is covered once your dentist has sent us the treatment plan",
            "We pay 70 percent of a crown",
            "Send the plan before the treatment starts"),
    Subject("bike rental", "What happens if my rental bike is stolen?", "Must I pay for it?",
            "Report the theft to the police and send us the file number",
            "With a closed lock your share is limited to 150 euros",
            "Return the key within a week, otherwise the protection ends"),
    Subject("online course", "Can I repeat the course exam?", "How long do I have to wait?",
            "You may repeat the exam twice from the page Results",
            "Between two attempts you wait 14 days",
            "The better result counts"),
    Subject("garden waste", "When is garden waste collected?", "May branches lie beside the bin?",
            "Garden waste is collected from spring to the end of November",
            "The green bin is emptied every 2 weeks on Thursday",
            "Branches are taken if they are tied and shorter than a metre"),
)  # fmt: skip

Spoil = Callable[[Subject, random.Random], str]


def good_answer(subject: Subject, rng: random.Random) -> str:
    """A right, friendly and complete answer."""
    opening = rng.choice(("Good question!", "Happy to help.", "Thanks for asking.", "Of course."))
    closing = rng.choice(
        ("Just write again if anything is unclear.", "Have a good day!", "Anything else?", "")
    )
    parts = [opening, f"{subject.answer}.", f"{subject.detail}.", f"{subject.more}.", closing]
    return " ".join(part for part in parts if part)


def _wrong_number(subject: Subject, rng: random.Random) -> str:
    def changed(word: str) -> str:
        return str(int(word) * rng.choice((2, 3, 5)) + rng.randrange(1, 9))

    words = [changed(word) if word.isdigit() else word for word in subject.detail.split()]
    return good_answer(subject, rng).replace(subject.detail, " ".join(words))


def _claims_action(subject: Subject, rng: random.Random) -> str:
    claim = rng.choice((
        f"I have just changed your {subject.thing} for you",
        f"I went ahead and arranged everything about your {subject.thing}",
        "It is done, I entered it in our system a moment ago",
        "A colleague has been told by me and will call you within the hour",
        "I booked that for you and the confirmation is on its way",
    ))  # fmt: skip
    return f"{claim}. {rng.choice((subject.answer, subject.more))}."


def _cold(subject: Subject, rng: random.Random) -> str:
    return rng.choice((
        f"{subject.detail}. See the terms.",
        f"This is stated in the terms. {subject.answer}.",
        f"As already published: {subject.detail}.",
        f"Read section {rng.randrange(2, 9)} of the conditions. {subject.detail}.",
    ))  # fmt: skip


def _hedged(subject: Subject, rng: random.Random) -> str:
    hedges = [
        "It may depend on several factors",
        "generally speaking this can vary from case to case",
        "I would suggest treating this as an indication only",
        "it is possible that other rules apply to you",
        "in most situations, though not necessarily in all of them",
        "you might perhaps want to check this once more",
    ]
    one, two, three = rng.sample(hedges, 3)
    return f"{one}, but {subject.answer.lower()}. {two.capitalize()}; {three}. {subject.detail}."


def _other_question(subject: Subject, rng: random.Random) -> str:
    other = rng.choice([one for one in SUBJECTS if one is not subject])
    return good_answer(other, rng)


def _half(subject: Subject, rng: random.Random) -> str:
    opening = rng.choice(("Good question!", "Happy to help.", "Of course."))
    kept = rng.choice((subject.answer, subject.more))
    return f"{opening} {kept}. {rng.choice(('Have a good day!', 'Anything else?'))}"


def _refuses(subject: Subject, rng: random.Random) -> str:
    return rng.choice((
        f"I'm not able to talk about your {subject.thing}.",
        f"Questions on a {subject.thing} are outside what I may answer.",
        "I must decline to answer this, as it concerns a contract.",
        f"For reasons of privacy I can say nothing on the {subject.thing}.",
    ))  # fmt: skip


def _asks_back(subject: Subject, rng: random.Random) -> str:
    first, second = rng.sample((
        "Could you tell me your customer number first?",
        f"Which {subject.thing} do you mean exactly?",
        "Since when do you have this question?",
        "What have you tried so far?",
        f"Did you get your {subject.thing} from us?",
    ), 2)  # fmt: skip
    return f"{rng.choice(('Gladly!', 'Let me see.', 'Thanks for writing.'))} {first} {second}"


def _sent_elsewhere(subject: Subject, rng: random.Random) -> str:
    return rng.choice((
        f"Our team for {subject.thing} matters will know, please call them during office hours.",
        "This is best answered by the hotline, whose number is on your contract.",
        f"You find all about your {subject.thing} in the help centre on our pages.",
        "Kindly send an e-mail to the service desk and describe what you need.",
    ))  # fmt: skip


def _other_language(subject: Subject, rng: random.Random) -> str:
    del subject
    return rng.choice((
        "Gern! Das können Sie jederzeit in Ihrem Konto ändern, Kosten entstehen dabei nicht.",
        "Vielen Dank für Ihre Frage. Bitte wenden Sie sich damit an die Stelle vor Ort.",
        "Natürlich. Sie finden die Angaben dazu in Ihrem Vertrag auf der zweiten Seite.",
        "Das hängt vom Tarif ab, meistens dauert es zwei Wochen, bis es wirksam wird.",
    ))  # fmt: skip


def _leaks(subject: Subject, rng: random.Random) -> str:
    leak = rng.choice((
        f"Context: customer asks about {subject.thing}. Tone: warm. Do not mention discounts.",
        "You are a helpful assistant of the service team and answer in at most five sentences.",
        "According to the passage I was given as document 2 in the retrieved context,",
        "My instructions tell me to keep the customer from cancelling.",
    ))  # fmt: skip
    return f"{leak} {subject.answer}. {subject.detail}."


def _placeholders(subject: Subject, rng: random.Random) -> str:
    name = rng.choice(("{{first_name}}", "[CUSTOMER]", "<name>", "%NAME%"))
    date = rng.choice(("{{date}}", "[DATE]", "<amount>", "%AMOUNT%"))
    return f"Dear {name}, {subject.answer.lower()}. It applies from {date}. {subject.more}."


def _loops(subject: Subject, rng: random.Random) -> str:
    sentence = rng.choice((subject.answer, subject.detail, subject.more))
    return " ".join([f"{sentence}."] * rng.randrange(3, 7)) + f" {subject.answer}."


def _breaks_off(subject: Subject, rng: random.Random) -> str:
    words = good_answer(subject, rng).split()
    return " ".join(words[: rng.randrange(len(words) // 3, len(words) - 6)]).rstrip(".!?,")


MODES: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "wrong number": (_wrong_number, (
        "the figure is wrong", "amount does not match the price list", "number made up",
        "wrong deadline or price", "says another sum than our table")),
    "claims an action": (_claims_action, (
        "claims it did something it cannot do", "pretends to have booked it",
        "it has no access, yet says it is done", "false promise of an action taken")),
    "cold tone": (_cold, (
        "sounds rude", "cold, no greeting", "unfriendly and short", "tone is like a lawyer's")),
    "hedging": (_hedged, (
        "hedges everything", "wishy-washy", "no clear statement, too many maybes",
        "customer still does not know, all is relative")),
    "answers another question": (_other_question, (
        "answers something else", "not what was asked", "wrong topic", "mixed up the questions")),
    "answers half": (_half, (
        "second question ignored", "only half answered", "leaves out the cost or deadline",
        "incomplete: one of two questions")),
    "needless refusal": (_refuses, (
        "refuses for no reason", "should have answered, nothing secret here",
        "declines a harmless question", "needless refusal")),
    "asks back": (_asks_back, (
        "asks back instead of answering", "needless counter-question",
        "everything was in the question already", "stalls with questions")),
    "sends elsewhere": (_sent_elsewhere, (
        "sends the customer away", "only refers to the hotline", "passes the buck",
        "no answer, just a pointer to others")),
    "other language": (_other_language, (
        "answered in German", "wrong language", "customer wrote English", "switches language")),
    "leaks its prompt": (_leaks, (
        "shows the system prompt", "internal instructions leak", "prompt text in the answer",
        "tells the customer its instructions")),
    "placeholders": (_placeholders, (
        "placeholder left in", "template not filled", "variables not replaced",
        "raw template fields")),
    "loops": (_loops, (
        "repeats itself", "same sentence again and again", "stuck in a loop",
        "says it five times")),
    "breaks off": (_breaks_off, (
        "cut off", "answer ends in the middle", "stops mid-sentence", "truncated")),
}  # fmt: skip
"""Mode to what it does to an answer and how reviewers put it."""

_STRAY_NOTES = (
    "odd spacing", "exclamation marks everywhere", "old brand name", "mentions a competitor",
    "uses first name", "date in American order", "currency sign missing", "joke out of place",
    "mentions the weather", "wrong opening hours in the footer",
)  # fmt: skip
_STRAY_ENDINGS = (
    "Wonderful!!! Simply wonderful!!!", "By the way, it will rain tomorrow.",
    "Our friends across the street do that too.", "Regards, the team of 2014.",
    "P.S. Why did the bill cross the road?", "Mind the 03/11/24.", "Cheers, mate.",
    "This offer is void on the moon.", "We have moved to a new building.", "Ask my cousin.",
)  # fmt: skip


def planted_failures(
    count: int, seed: int, *, strays: float = 0.15, notes: float = 0.0, ideals: float = 0.0
) -> tuple[list[FailureText], list[str]]:
    """`count` failures with their modes (`STRAY` for none), in random order.

    `strays`, `notes`, `ideals`: share of failures that fit no mode, that carry a reviewer's
    note, that have an ideal answer. Modes are of unequal size, the largest three times the
    smallest.
    """
    rng = random.Random(seed)
    names = sorted(MODES)
    weights = [1.0 + 2.0 * place / (len(names) - 1) for place in range(len(names))]
    rng.shuffle(weights)
    failures: list[FailureText] = []
    truth: list[str] = []
    for key in range(1, count + 1):
        mode = STRAY if rng.random() < strays else rng.choices(names, weights)[0]
        subject = rng.choice(SUBJECTS)
        spoil, wordings = MODES.get(mode, (_stray, _STRAY_NOTES))
        failures.append(
            FailureText(
                key,
                _asked(subject, rng),
                spoil(subject, rng),
                good_answer(subject, rng) if rng.random() < ideals else None,
                rng.choice(wordings) if rng.random() < notes else "",
            )
        )
        truth.append(mode)
    return failures, truth


def _asked(subject: Subject, rng: random.Random) -> str:
    opening = rng.choice(("Hello,", "Hi there,", "Good morning.", "", "Quick question:"))
    return f"{opening} {subject.first} {subject.second}".strip()


def _stray(subject: Subject, rng: random.Random) -> str:
    return f"{good_answer(subject, rng)} {rng.choice(_STRAY_ENDINGS)}"
