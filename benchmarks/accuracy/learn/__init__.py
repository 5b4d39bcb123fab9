"""Rows of tables learnt from public data: by majority, with a least number of rows, and the simpler rule on a tie."""
