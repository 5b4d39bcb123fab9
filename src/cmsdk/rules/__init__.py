"""How rows are looked up: which hold on a day, which covers a case. Shared by those who decide and those who check."""
