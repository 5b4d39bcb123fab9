"""The drawing of a workflow (流程图): what is drawn, where it stands, and how it is written."""
