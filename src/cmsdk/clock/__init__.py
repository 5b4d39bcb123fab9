"""Working time counted: calendars compiled, limits run on them. For those who set deadlines and who move them."""
