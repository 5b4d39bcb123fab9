"""A new plugin's distribution (插件脚手架): small, complete, and good as it is written."""
