"""Community work (社区工作): one file a kind, of one shape (``shape``): decide and evolve, both pure."""
