"""Which earlier cases a report may be about: likely duplicates by rows and by matchers, and repeats."""
