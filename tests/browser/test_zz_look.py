"""scratch"""
import os
from datetime import timedelta, date
import pytest
from wuxing.core.tenants import in_tenant
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.customers.models import Product
from wuxing.resources.models import Person, Skill, Outlet
from wuxing.service.repair import actions
from tests.service.repair.conftest import shop_of
from tests.browser.signing import sign_in, choose
from tests.browser.axe import axe, overflow

OUT = "/tmp/h/shots"
LONG = "客厅中央空调室内机运行时发出连续金属摩擦声并伴有间歇性漏水，客户已自行断电并用毛巾垫住木地板"

def data(company, actor):
    with in_tenant(company.pk):
        s = shop_of(company, actor)
        Product.objects.create(tenant=company, model="KFR-35GW", name="空调", category="空调", trade="air_conditioning", skill_level=1, warranty_months=72)
        for i, n in enumerate(["王强","李敏","郑洁","欧阳娜娜木子"]):
            p = Person.objects.create(tenant=company, number=f"T1{i}", name=n, outlet=s.technician.outlet)
            Skill.objects.create(tenant=company, person=p, trade="refrigeration", level=2, valid_until=date(2027,5,1))
            if i: Skill.objects.create(tenant=company, person=p, trade="laundry", level=1)
        Outlet.objects.create(tenant=company, code="MW", name="马尾网点", city="福州市", districts=["马尾区"])
        s.names = {}
        old = s.closed()
        actions.record_follow_up(order_id=old.pk, reached=True, satisfied=True, by=s.agent)
        s.names["closed"] = old
        s.names["work"] = s_work(s)
        for k in range(4):
            s.names[f"new{k}"] = s.order(serial=f"S{k}", phone=f"1380591{k}111", customer_name=f"郭女士{k}", fault=["冰箱漏水，厨房地面积水", LONG, "结冰", "压缩机异响"][k], urgent=k==0)
        s.names["held"] = s.dispatched_other("A9")
        s.names["req"] = actions.log_request(call=s.call(serial="", phone="13805912046", serial_unknown=True, purchased_on=None), by=s.agent)
        actions.log_request(call=s.call(customer_name="", contact_name="", address="", phone="13905917777", serial="", purchased_on=None, product_id=None, fault="滴水"), by=s.agent)
    return s

def s_work(s):
    o = s.order(serial="518A-23-004417", fault="冷藏室不制冷")
    actions.dispatch_order(order_id=o.pk, technician_id=s.technician.pk, by=s.dispatcher, parts_expected="风机 FM-22")
    start = clock.now() + timedelta(minutes=20)
    actions.agree_appointment(order_id=o.pk, slot=(start, start+timedelta(hours=1)), warranty_explained=True, by=s.visitor, chosen_by="customer")
    actions.depart(order_id=o.pk, by=s.visitor); actions.arrive(order_id=o.pk, by=s.visitor)
    actions.confirm_problem(order_id=o.pk, checklist={"badge_shown": True, "shoe_covers": True, "fault_asked_again": True, "fee_told": True}, by=s.visitor)
    actions.start_work(order_id=o.pk, by=s.visitor)
    actions.diagnose(order_id=o.pk, cause="thermostat", finding="温控器失灵", branch="fix_now", by=s.visitor)
    actions.correct_diagnosis(order_id=o.pk, cause="fan", finding="风机卡滞", reason="拆检后发现", by=s.visitor)
    from decimal import Decimal as D
    actions.add_line(order_id=o.pk, kind="part", name="蒸发器风机", code="FM-22", quantity=D(1), unit_price=D(86), payer="manufacturer", by=s.visitor)
    l = actions.add_line(order_id=o.pk, kind="labour", name="工时", quantity=D("0.8"), unit_price=D(80), payer="us", by=s.visitor)
    l = actions.add_line(order_id=o.pk, kind="travel", name="路费", quantity=D("1"), unit_price=D(20), payer="customer", by=s.visitor)
    actions.strike_line(order_id=o.pk, line_id=l.pk, reason="在保不收路费", by=s.visitor)
    return o

@pytest.mark.browser
def test_look(browser_page, company, actor):
    from tests.service.repair.conftest import Shop
    def other(self, serial):
        o = self.order(serial=serial, phone="13705911234", customer_name="曾女士")
        p = Person.objects.get(name="王强")
        actions.dispatch_order(order_id=o.pk, technician_id=p.pk, by=self.dispatcher)
        from wuxing.core.actors import system_actor; actions.hold_order(order_id=o.pk, reason="waiting_parts", by=system_actor(self.tenant.pk))
        return o
    Shop.dispatched_other = other
    os.makedirs(OUT, exist_ok=True)
    s = data(company, actor)
    page = browser_page
    n = s.names
    who = {"agent": s.agent, "dispatcher": s.dispatcher, "tech": s.visitor}
    plan = [
      ("agent", "orders", "/orders/"), ("agent", "orders-none", "/orders/?q=没有这个人"), ("agent","orders-due","/orders/?sort=due&state=open"), ("agent", "requests", "/requests/"), ("agent", "new", "/requests/new/"), ("agent", "request", f"/requests/{n['req'].pk}/"),("agent","edit",f"/requests/{n['req'].pk}/edit/"),
      ("dispatcher", "order-work", f"/orders/{n['work'].pk}/"), ("dispatcher", "order-new", f"/orders/{n['new0'].pk}/"), ("tech","order-do",f"/orders/{n['work'].pk}/?do=reschedule"), ("dispatcher","order-disp",f"/orders/{n['new1'].pk}/?do=dispatch"), ("dispatcher","order-hold",f"/orders/{n['held'].pk}/?do=cancel"), ("dispatcher","order-closed",f"/orders/{n['closed'].pk}/"), ("dispatcher", "board", "/board/"), ("dispatcher","view","/views/new/?page=orders&query=state%3Dopen"),
      ("tech", "today", "/today/"), ("tech", "visit", f"/today/{n['work'].pk}/"), ("tech", "visit-over", f"/today/{n['closed'].pk}/"),
    ]
    only = os.environ.get("ONLY", "").split(",") if os.environ.get("ONLY") else None
    widths = [int(w) for w in os.environ.get("WIDTHS", "1440,390").split(",")]
    langs = os.environ.get("LANGS", "zh-hans").split(",")
    themes = os.environ.get("THEMES", "light").split(",")
    last = None
    for role, name, url in plan:
        if only and name not in only: continue
        if role != last:
            page.context.clear_cookies(); sign_in(page, who[role]); last = role
        for lang in langs:
          for theme in themes:
            for w in widths:
                choose(page, theme=theme, language=lang, width=w)
                page.goto(url); page.wait_for_timeout(150)
                page.screenshot(path=f"{OUT}/{name}-{w}-{lang}-{theme}.png", full_page=True)
                bad = axe(page)
                print(name, w, lang, theme, "overflow", overflow(page), bad if bad else "")
