"""Who can sign in to the demo, and as what. Pure."""

from dataclasses import dataclass

from wuxing.core.access import Role
from wuxing.web.demo.company import BODY_SLUG, CONSULTANCY_SLUG, SLUG, SMITH


@dataclass(frozen=True, slots=True)
class Login:
    """A person of the demo; `technician` is the number of the person in the field."""

    username: str
    name: str
    role: Role
    title: str
    tenant: str
    technician: str = ""


LOGINS = (
    Login("agent", "赵宁", Role.AGENT, "客服", SLUG),
    Login("dispatcher", "吴岚", Role.DISPATCHER, "调度员", SLUG),
    Login("technician", "陈伟", Role.TECHNICIAN, "维修人员", SLUG, "T01"),
    Login("technician2", "周涛", Role.TECHNICIAN, "维修人员", SLUG, "T02"),
    Login("workshop", SMITH.name, Role.WORKSHOP, "维修车间", SLUG, SMITH.number),
    Login("storekeeper", "江月", Role.STOREKEEPER, "仓库", SLUG),
    Login("manager", "林可", Role.SERVICE_MANAGER, "售后服务管理师", SLUG),
    Login("quality", "宋清", Role.QUALITY_MANAGER, "质量经理", SLUG),
    Login("director", "黄建国", Role.GENERAL_MANAGER, "总经理", SLUG),
    Login("admin", "郑敏", Role.ADMINISTRATOR, "管理员", SLUG),
    Login("head", "顾明远", Role.CERTIFICATION_MANAGER, "认证业务负责人", BODY_SLUG),
    Login("officer", "杜宁", Role.CERTIFICATION_OFFICER, "认证项目管理人员", BODY_SLUG),
    Login("evaluator", "许文斌", Role.EVALUATOR, "评价员", BODY_SLUG),
    Login("reviewer", "梁慧", Role.REVIEWER, "复核人员", BODY_SLUG),
    Login("decider", "苏雅琴", Role.DECISION_MAKER, "认证决定人员", BODY_SLUG),
    Login("consultant", "何嘉", Role.CONSULTANT, "咨询人员", CONSULTANCY_SLUG),
)
