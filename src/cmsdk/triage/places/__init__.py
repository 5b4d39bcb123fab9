"""Where a report is: layers of what is drawn around its point, and names of places in its words."""
