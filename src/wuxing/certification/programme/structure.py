"""What a body's rule for a scheme says, as frozen values: papers, person-days, sampling, fees, windows, quorum. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wuxing.schemes.packs.structure import Text


@dataclass(frozen=True, slots=True)
class Paper:
    """申请材料: a paper that an application needs; `leaves` are the indicators that its review feeds."""

    code: str
    title: Text
    needed: bool = True
    kinds: tuple[str, ...] = ("initial", "renewal", "transfer")  # in which kinds of cases
    leaves: tuple[str, ...] = ()
    reviewed: bool = False  # reviewed in the document review, not only looked at for completeness
    valid_months: int | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the person-day table: up to so many people, so many days on site."""

    upto: int | None  # None: the last row
    days: Decimal


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A reason to take more or fewer person-days, with its limits in days."""

    code: str
    title: Text
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class PersonDays:
    """人日表: base by headcount, each visited outlet at least so much, more for each further category (facts.md 2.5)."""

    bands: tuple[Band, ...]
    outlet_least: Decimal  # 0.5
    per_outlet_heads: int  # an outlet takes outlet_least for each begun so many people
    per_category: Decimal
    share: Mapping[str, Decimal]  # kind of case → share of the whole: surveillance a third, renewal two thirds
    least: Decimal
    round_to: Decimal  # 0.5
    adjustments: tuple[Adjustment, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteSampling:
    """网点抽样: factor × √n, rounded up, by kind of case; headquarters always."""

    factor: Mapping[str, Decimal]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Windows:
    """Days within which something is due."""

    application_review: int
    document_correction: int  # 7 to 14
    correction: int
    review: int
    decision: int
    surveillance_lead: int  # planned so many days before it is due
    suspension_most: int  # a suspension lasts so long at most
    contact_again: int = 14


@dataclass(frozen=True, slots=True)
class Fees:
    """价目: in yuan, before tax."""

    application: Decimal
    day: Decimal
    certificate: Decimal
    yearly: Decimal


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the agreement: what ISO/IEC 17065 4.1.2 demands, in our own words."""

    code: str
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Programme:
    """认证规则: everything a body has laid down for one scheme. `running_months`: how long the service system must run."""

    scheme: str
    version: int
    title: Text
    papers: tuple[Paper, ...]
    person_days: PersonDays
    site_sampling: SiteSampling
    windows: Windows
    fees: Fees
    clauses: tuple[Clause, ...]
    quorum: int
    members_least: int
    running_months: int
    stars_at_once: bool  # False: star levels only after a year at the pass level, but for outstanding results
    cycle_months: int  # 36
    surveillance_months: int  # 12
    extension_months: int  # 3
    trade_codes: tuple[str, ...] = ()
