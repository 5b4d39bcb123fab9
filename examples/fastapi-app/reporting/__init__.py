"""A JSON API on one city of cmsdk: citizens report, officers list cases, give commands, and ask why."""
