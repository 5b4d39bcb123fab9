"""The tables of community work (社区工作表): one file a kind, each with its columns and how its rows are built."""
