"""Getting a ledger in and out (导出、导入、迁移、备份): whole tables, row by row, whatever tables there are."""
