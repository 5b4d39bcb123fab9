"""Figures of community work (社区工作统计): one file a kind, each a few views."""
