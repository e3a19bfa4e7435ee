"""What documents say: the promises in force, only what is configured, and exactly what changed when something does."""

from datetime import timedelta

import pytest

from tests.promises import promised
from tests.shop import Shop
from tests.web.walking import load_edition
from wuxing.core import clock
from wuxing.governance.commitments.actions import save_calendar
from wuxing.governance.models import Promise
from wuxing.governance.records.actions.retention import change_retention
from wuxing.resources.models import Outlet
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions import queries as edition_queries
from wuxing.web.handbook import comparing, writing
from wuxing.web.handbook.gathering.everything import gather

OFFICE = [["08:30", "12:00"], ["13:30", "18:00"]]


def lines(shop: Shop, subject: str, language: str = "zh-hans") -> list[str]:
    return comparing.lines(writing.paper(subject, gather(shop.manager, language)))


def promise(shop: Shop, kind: str, minutes: int, area: str = "any", calendar_id: int | None = None) -> None:
    Promise.objects.filter(kind=kind).update(starts_at=clock.now() - timedelta(days=900))
    promised(kind=kind, area=area, text="承诺", minutes=minutes, calendar_id=calendar_id, reason="试", by=shop.manager)


def test_promised_times_stand_in_the_flow(shop: Shop) -> None:
    calendar = save_calendar(
        name="福州日历", zone="Asia/Shanghai", weekly=[OFFICE] * 5 + [[], []], exceptions={}, by=shop.manager
    )
    Promise.objects.filter(kind="arrive").update(ends_at=clock.now())
    promise(shop, "arrive", 24 * 60, "urban", calendar.calendar_id)
    promise(shop, "arrive", 48 * 60, "rural", calendar.calendar_id)
    said = lines(shop, "4")

    assert "调度员应在2小时内（按自然时间计）派单。" in said
    assert "上门时限：城区24小时内、乡镇48小时内（按工作日历“福州日历”计）。" in said
    assert "上門時限：城區24小時內、鄉鎮48小時內（按工作日曆「福州日历」計）。" in lines(shop, "4", "zh-hant")
    assert "福州日历 | 周一至周五 08:30–12:00、13:30–18:00\n周六至周日 休息" in lines(shop, "2")


def test_a_changed_promise_changes_what_it_says_and_nothing_else(shop: Shop) -> None:
    before = writing.paper("4", gather(shop.manager, "zh-hans"))
    promise(shop, "dispatch", 30)
    after = writing.paper("4", gather(shop.manager, "zh-hans"))

    assert [(one.was, one.becomes) for one in comparing.in_text(before, after)] == [
        (
            "2 派单 | 售后服务管理师、调度员 | 派单：2小时内（按自然时间计） | 工单",
            "2 派单 | 售后服务管理师、调度员 | 派单：30分钟内（按自然时间计） | 工单",
        ),
        ("调度员应在2小时内（按自然时间计）派单。", "调度员应在30分钟内（按自然时间计）派单。"),
    ]
    assert [(one.label, one.was, one.becomes) for one in comparing.in_facts(before, after)] == [
        ("承诺时限（派单）", "2小时内（按自然时间计）", "30分钟内（按自然时间计）")
    ]


def test_without_a_promise_the_document_says_that_there_is_none(shop: Shop) -> None:
    Promise.objects.update(ends_at=clock.now())
    said = lines(shop, "4")

    assert [line for line in said if "没有对" in line] == [
        "本公司没有对派单时限作出承诺。",
        "维修人员上门前先联系客户，联系结果记录在案；本公司没有对首次联系时限作出承诺。",
        "本公司没有对上门时限作出承诺。",
        "本公司没有对解决时限作出承诺。",
        "关单后回访客户；客户不满意的，记下原因，可以据此提出不符合。本公司没有对回访时限作出承诺。",
    ]
    assert "公司目前没有对外公开的时限承诺。" in lines(shop, "manual")


def test_a_planned_procedure_is_short_and_says_that_it_is_not_run_here(shop: Shop) -> None:
    paper = writing.paper("10", gather(shop.manager, "zh-hans"))

    assert [section["title"] for section in paper["sections"]] == ["目的", "范围", "职责", "记录", "相关文件"]
    said = comparing.lines(paper)
    assert "本程序尚未在本系统内运行。以下只规定职责和系统外保存的记录，具体做法按公司现行办法执行。" in said
    assert "召回档案：缺陷、计划、通知与总结 | 5年 | 召回总结完成 | 在存放处人工销毁 | 系统默认值" in said


def test_duties_name_the_posts_that_hold_the_permission_and_who_works_there(shop: Shop) -> None:
    said = lines(shop, "4")
    assert "接单、与客户约定时间、上门、诊断、维修，请客户签字。 | 调度员：吴岚\n维修人员：陈伟" in said


def test_a_decided_period_stands_with_its_basis(shop: Shop) -> None:
    change_retention(
        record_class="signature", months=60, basis="contract", basis_text="服务合同第 8 条", disposal="erase",
        reason="厂家要求", by=shop.manager,
    )  # fmt: skip
    said = lines(shop, "4")
    assert (
        "客户签字 | 5年 | 工单结束，或设备保修到期，以晚者为准 | 经两人同意在系统内销毁 | 合同约定：服务合同第 8 条"
        in said
    )


def test_metrics_are_those_of_the_adopted_scheme(shop: Shop) -> None:
    assert "公司尚未采用评价方案，没有自动计算的指标。" in lines(shop, "4")
    load_edition()
    editions.adopt(edition_id=edition_queries.editions()[0].pk, since=clock.today(), by=shop.manager)
    said = lines(shop, "4")
    assert [line for line in said if line.startswith("按时派单 | ")] != []
    assert "公司尚未采用评价方案，没有自动计算的指标。" not in said


def test_the_manual_lists_outlets_products_and_the_22(shop: Shop) -> None:
    Outlet.objects.create(tenant=shop.tenant, code="QZ", name="泉州网点", kind="entrusted", city="泉州市")
    said = lines(shop, "manual")

    assert "海岚电器现有服务网点2个，其中自建1个、外委1个；登记在岗服务人员2人。" in said
    assert "泉州网点 | 外委 | 泉州市 |  | 0人" in said
    assert "冰箱 | 1 | 3年" in said
    assert sum(line.endswith(("系统内运行", "系统外运行")) for line in said) == 22


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_every_document_can_be_written(shop: Shop, language: str) -> None:
    facts = gather(shop.manager, language)
    papers = {subject: writing.paper(subject, facts) for subject in ("manual", *map(str, range(1, 23)))}

    assert [subject for subject, paper in papers.items() if len(paper["sections"]) < 5] == []
    assert [line for paper in papers.values() for line in comparing.lines(paper) if "{" in line] == []


def test_a_hole_typed_by_the_company_is_left_as_it_is(shop: Shop) -> None:
    shop.tenant.name = "海岚{org}{{ 7*7 }}<b>&"
    shop.tenant.save(update_fields=["name"])
    assert lines(shop, "12")[5] == "适用于海岚{org}{{ 7*7 }}<b>&的维修场所、设备、工具和计量器具。"


def test_the_change_note_names_what_changed_and_keeps_to_its_length() -> None:
    words = {"wording": "文字", "nothing": "（无）", "more": "另有{count}项"}
    one = comparing.Difference("上门时限", "24小时", "12小时")
    gone = comparing.Difference("网点“泉州”", "外委", "")

    assert comparing.change_note([], words) == "文字"
    assert comparing.change_note([one, gone], words) == "上门时限：24小时 → 12小时；网点“泉州”：外委 → （无）"
    long = comparing.change_note([one] * 100, words)
    assert len(long) <= 500
    assert long.endswith("另有71项")
