"""The picture of one case's way: its states over time, and its clocks below them (案件历程图)."""
