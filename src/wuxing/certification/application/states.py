"""Where an application comes from, and how its review can end (ISO/IEC 17065 7.2, 7.3). Pure."""

from enum import StrEnum


class Source(StrEnum):
    """Who opened the application."""

    PUBLIC = "public"  # the form that anybody can open
    COMPANY = "company"  # a company that runs its service on this installation
    OFFICE = "office"  # the body's office, for a client


class Outcome(StrEnum):
    """How an application review ends."""

    ACCEPTED = "accepted"
    RETURNED = "returned"  # with questions
    REFUSED = "refused"  # with reasons


class Point(StrEnum):
    """What an application review asks (7.3.1)."""

    INFORMATION = "information"  # enough to evaluate
    DIFFERENCES = "differences"  # known differences of understanding are resolved
    SCOPE = "scope"  # what is asked for is clear
    OFFERED = "offered"  # the scheme, and this kind of client, is what the body certifies
    MEANS = "means"  # means and time are there
    COMPETENCE = "competence"  # so are people who are competent and free of ties
    RUNNING = "running"  # the service system has run long enough
    LAWFUL = "lawful"  # registered, and doing lawful business
    INCIDENTS = "incidents"  # no serious incident
