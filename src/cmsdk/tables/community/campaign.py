"""Tables of campaigns, clearances and volunteers."""

from typing import Final

from cmsdk.contract.community.campaign import ActivityForm, ClearanceClass, InvitedGroup, PublicityTopic, VolunteerTeam
from cmsdk.tables.columns import Column, column

from .tables import community_table


def _name(chinese: str, example: str, english: str) -> tuple[Column, ...]:
    return (
        column("name", chinese, need=True, eg=example, en=english),
        column("name_en", "英文名称", eg=english),
    )


CAMPAIGNS: Final = (
    community_table(
        ActivityForm,
        "forms of activity, by which campaigns are counted",
        "活动形式，活动按此统计",
        *_name("形式|名称", "法律进社区", "Law into the community"),
    ),
    community_table(
        InvitedGroup,
        "groups of people that are invited",
        "邀请对象分类",
        *_name("对象|名称", "社区居民", "Residents"),
    ),
    community_table(
        PublicityTopic,
        "topics of publicity",
        "宣传主题",
        *_name("主题|名称", "垃圾分类", "Sorting of waste"),
    ),
    community_table(
        ClearanceClass,
        "classes of what is cleared away, and the measure that clears it",
        "清理类别，以及相应的清理措施",
        *_name("类别|名称", "乱堆乱放", "Piles of rubbish"),
        column("measure", "清理措施"),
        column("category", "案件类别", code=True),
    ),
    community_table(
        VolunteerTeam,
        "volunteer teams: who leads them, and where they are at home",
        "志愿队：管理单位和所在社区",
        *_name("志愿队|名称", "执法志愿队", "Enforcement volunteers"),
        column("unit", "管理单位"),
        column("community", "所在社区", code=True),
    ),
)
