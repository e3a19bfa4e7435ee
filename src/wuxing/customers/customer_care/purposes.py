"""Purposes that personal data are used for, as shipped: on which ground, and what people are told (个人信息保护法 art. 13 to 17, 23, 29).

An organisation changes a notice, or adds a purpose, by writing its next version; these are version 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CONSENT, CONTRACT, LAW = "consent", "contract", "law"
SERVICE, MARKETING, SURVEY = "service", "marketing", "survey"
MANUFACTURER, OUTSOURCED, SENSITIVE = "manufacturer", "outsourced", "sensitive"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One version of a purpose and its notice. `renew`: consent to an earlier version no longer counts."""

    code: str
    version: int
    title: str
    basis: str
    separate: bool
    texts: Mapping[str, str]
    renew: bool = False

    @property
    def asks(self) -> bool:
        """Say whether consent must be given."""
        return self.basis == CONSENT

    def text(self, language: str) -> str:
        """Return the notice in a language, else in the first it was written in."""
        return self.texts.get(language) or next(iter(self.texts.values()), "")


def _texts(hans: str, hant: str, english: str) -> dict[str, Any]:
    return {"zh-hans": hans, "zh-hant": hant, "en": english}


SHIPPED = (
    Purpose(
        SERVICE,
        0,
        "Service",
        CONTRACT,
        separate=False,
        texts=_texts(
            "为受理、上门、维修和保修判定，我们使用您的姓名、电话、地址和设备信息；服务和保修结束三年后删除。您可以查阅、复制、更正、删除。",
            "為受理、上門、維修和保修判定，我們使用您的姓名、電話、地址和設備資訊；服務和保修結束三年後刪除。您可以查閱、複製、更正、刪除。",
            "To take calls, visit, repair and judge warranty we use your name, number, address and unit; they are erased three years "
            "after service and warranty end. You may see, copy, correct and erase them.",
        ),
    ),
    Purpose(
        SURVEY,
        0,
        "Survey invitation",
        CONSENT,
        separate=False,
        texts=_texts(
            "服务结束后，我们用您的电话或短信请您评价本次服务。可以不同意，不影响服务；随时可以撤回。",
            "服務結束後，我們用您的電話或簡訊請您評價本次服務。可以不同意，不影響服務；隨時可以撤回。",
            "After the service we use your number to ask how it was. You may refuse, at no harm to the service, and withdraw at any time.",
        ),
    ),
    Purpose(
        MARKETING,
        0,
        "Marketing messages",
        CONSENT,
        separate=False,
        texts=_texts(
            "我们用您的电话或短信告知新产品、延保和优惠。可以不同意，不影响服务；回复或来电即可退订，立即停止。",
            "我們用您的電話或簡訊告知新產品、延保和優惠。可以不同意，不影響服務；回覆或來電即可退訂，立即停止。",
            "We use your number to tell of new products, longer warranty and offers. You may refuse, at no harm to the service; a reply "
            "or a call ends it at once.",
        ),
    ),
    Purpose(
        MANUFACTURER,
        0,
        "Sharing with the manufacturer",
        CONSENT,
        separate=True,
        texts=_texts(
            "为索赔、召回和质量改进，我们把您的姓名、电话、设备序列号和故障提供给设备制造商，由其按自己的规则处理。请单独表示是否同意。",
            "為索賠、召回和品質改進，我們把您的姓名、電話、設備序號和故障提供給設備製造商，由其按自己的規則處理。請單獨表示是否同意。",
            "For claims, recalls and quality we give your name, number, serial number and fault to the maker, who uses them by rules of "
            "its own. Please say separately whether you agree.",
        ),
    ),
    Purpose(
        OUTSOURCED,
        0,
        "Sharing with an outside outlet",
        CONSENT,
        separate=True,
        texts=_texts(
            "本次服务由委托网点上门，我们把您的姓名、电话和地址提供给该网点用于本次服务以外的联系时，须经您单独同意。",
            "本次服務由委託網點上門，我們把您的姓名、電話和地址提供給該網點用於本次服務以外的聯絡時，須經您單獨同意。",
            "An entrusted outlet visits you. For it to use your name, number and address beyond this service, you must agree separately.",
        ),
    ),
    Purpose(
        SENSITIVE,
        0,
        "Sensitive data",
        CONSENT,
        separate=True,
        texts=_texts(
            "身份证号、精确行踪或未满十四周岁者的信息，只在确有必要时收集，并须您单独同意；不同意时请用其他方式证明。",
            "身分證號、精確行蹤或未滿十四週歲者的資訊，只在確有必要時蒐集，並須您單獨同意；不同意時請用其他方式證明。",
            "Identity numbers, exact tracks or data of children under 14 are collected only where needed and with your separate consent; "
            "otherwise please prove it in another way.",
        ),
    ),
)
