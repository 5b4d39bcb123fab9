"""What a city may say of how it works: one kind of rules a subject."""

from .attachments import AttachmentRules
from .case_rules import CaseRules
from .enforcement import EnforcementRules
from .retention import RetentionRules

WorkRules = CaseRules | EnforcementRules | RetentionRules | AttachmentRules
"""What the hook ``cmsdk_work_rules`` yields."""
