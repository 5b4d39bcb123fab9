"""Notifiers that come with the library: a file, a signed webhook."""
