"""Figures (统计): counts and shares over cases; every number can be traced to its cases."""
