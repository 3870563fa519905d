"""What contract figures of the imported reviews have to be, in a few lines that share nothing with the product.

A review is a clock: it starts when the review came, and ends with the company's answer. It is missed at the first instant
at which more open time than its target has passed, else met when it is answered. It belongs to the month of that instant.
"""
import collections
from datetime import datetime, timedelta, timezone

SINGAPORE = timezone(timedelta(hours=8))
DAYS_MAX = 4_000
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]


def around_the_clock(start):
    yield start, start + timedelta(days=DAYS_MAX)


def working_hours(start):
    """Monday to Friday, 09:00 to 18:00 in Singapore, from `start` on."""
    day = start.astimezone(SINGAPORE).replace(hour=0, minute=0, second=0)
    for _ in range(DAYS_MAX):
        if day.weekday() < 5:
            opens, closes = day + timedelta(hours=9), day + timedelta(hours=18)
            if closes > start:
                yield max(opens, start), closes
        day += timedelta(days=1)


# The product's document, and the open hours it means.
CALENDARS = {
    "24x7": ({"tz": "UTC", "always_open": True}, around_the_clock),
    "singapore": (
        {"tz": "Asia/Singapore", "weekly": {day: [["09:00", "18:00"]] for day in WEEKDAYS}}, working_hours),
}


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def breach(start, seconds, open_hours):
    """The first instant at which more than so many open seconds have passed."""
    left = timedelta(seconds=seconds)
    for opens, closes in open_hours(start):
        if closes - opens > left:
            return opens + left
        left -= closes - opens
    raise ValueError(f"{seconds} s are not reached within {DAYS_MAX} days")


def verdict(row, seconds, open_hours):
    """Of one review: `met`, `missed`, or `unmeasured` where the answer is older than the review; and when."""
    start, missed_at = instant(row["received_on"]), breach(instant(row["received_on"]), seconds, open_hours)
    answered_at = instant(row["replied_on"]) if row["replied_on"] else None
    if answered_at and answered_at < start:
        return "unmeasured", missed_at
    if answered_at and answered_at <= missed_at:
        return "met", answered_at
    return "missed", missed_at


def belongs(row, population):
    channels = population.get("channels", [])
    languages = population.get("languages", [])
    return (not channels or row["channel"] in channels) and (not languages or row["lang"] in languages)


def monthly(reviews, target, policy_seconds, open_hours):
    """Counts of one target by (company, YYYY-MM)."""
    seconds = target.get("within_seconds") or policy_seconds
    counts = collections.defaultdict(collections.Counter)
    for row in reviews:
        if belongs(row, target.get("population", {})):
            outcome, at = verdict(row, seconds, open_hours)
            counts[row["company"], at.strftime("%Y-%m")][outcome] += 1
    return counts


def percent(met, n):
    """Two places, rounded down; None of nothing."""
    return f"{met * 10_000 // n // 100}.{met * 10_000 // n % 100:02}" if n else None
