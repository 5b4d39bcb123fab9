"""The command line: people at a shell. The only room that knows click and rich (extra ``cli``)."""
