"""Holidays of 2013 to 2024: the table of cmsdk-cn against the calendar file of the real data, day by day.

    python benchmarks/accuracy/holidays.py [DATA]

DATA is the folder with ``calendar/`` (default: ``../shared/data`` beside the project). Prints one line: how many days
were compared, how many differ, and how many of these its notice explains.
"""

import csv
from datetime import date, timedelta
from pathlib import Path

from learn.folder import data_folder

ROOT = Path(__file__).resolve().parents[2]
FILE = "calendar/cn_holidays_2013_2024_dev.csv"
OURS = ROOT / "plugins" / "cmsdk-cn" / "src" / "cmsdk_cn" / "tables" / "calendar-days.csv"
SPAN = (date(2013, 1, 1), date(2024, 12, 31))
WEEKEND = (6, 7)
EXPLAINED: dict[date, str] = {}
"""Day → the notice that says what our table has, where the file has it otherwise."""


def _worked(path: Path, column: str, on: set[str]) -> dict[date, bool]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {date.fromisoformat(row["date"]): row[column] in on for row in csv.DictReader(file)}


def main() -> None:
    """See the module's text."""
    data = data_folder()
    ours, theirs = _worked(OURS, "kind", {"workday"}), _worked(data / FILE, "is_off_day", {"0"})
    days = [SPAN[0] + timedelta(days=n) for n in range((SPAN[1] - SPAN[0]).days + 1)]
    differ = [
        day for day in days
        if ours.get(day, day.isoweekday() not in WEEKEND) != theirs.get(day, day.isoweekday() not in WEEKEND)
    ]  # fmt: skip
    listed = sum(day in theirs or day in ours for day in days)
    explained = sum(day in EXPLAINED for day in differ)
    named = ", ".join(map(str, differ)) or "none"
    print(
        f"holidays {SPAN[0].year}-{SPAN[1].year}: {len(days)} days compared ({listed} listed), "
        f"{len(differ)} differences ({named}), {explained} explained"
    )


if __name__ == "__main__":
    main()
