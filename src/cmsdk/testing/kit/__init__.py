"""The conformance kit (符合性检查): what a plugin has to keep to, checked before it goes live (ADR 0057)."""
