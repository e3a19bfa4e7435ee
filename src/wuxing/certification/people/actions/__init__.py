"""What is done about those who work for the body. One file a matter."""

from wuxing.certification.people.actions.absences import add_absence, remove_absence
from wuxing.certification.people.actions.certifiers import Facts, add_certifier, change_certifier, retire_certifier
from wuxing.certification.people.actions.competence import grant_competence, withdraw_competence
from wuxing.certification.people.actions.declarations import declare_for_case, declare_year
from wuxing.certification.people.actions.ties import declare_relation, declare_tie, end_relation, end_tie

__all__ = [
    "Facts",
    "add_absence",
    "add_certifier",
    "change_certifier",
    "declare_for_case",
    "declare_relation",
    "declare_tie",
    "declare_year",
    "end_relation",
    "end_tie",
    "grant_competence",
    "remove_absence",
    "retire_certifier",
    "withdraw_competence",
]
