"""Tables and TOML: what a city's staff write, read into contributions (contracts §6).

A room of its own between contract and plugin (ADR 0005): reading a spreadsheet well, with every mistake
named by file and row, is a job that neither the contract nor a plugin author should carry.
"""
