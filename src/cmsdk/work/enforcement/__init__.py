"""Enforcement files (执法案卷): which step is allowed under the city's rules, and what an entry makes of the file."""
