"""Tables of documents, their numbers, versions and files."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value

from wuxing.core.models import Owned
from wuxing.governance.documents import states
from wuxing.governance.documents.models.kinds import Constraints, Indexes, choices


class NumberRule(Owned):
    """编号规则: how the numbers of a kind of document are made; `last` is the number given last."""

    kind = models.CharField(max_length=20, choices=choices(states.Kind))
    pattern = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["tenant", "kind"], name="one_number_rule_a_kind")
        ]


class Document(Owned):
    """受控文件: one document through all its versions. `current` is the valid one, `pending` the one in preparation."""

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=choices(states.Kind))
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    indicators = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # leaves that it evidences
    owner = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    review_months = models.PositiveSmallIntegerField(default=12)
    confidential = models.BooleanField(default=False)
    standing = models.CharField(max_length=20, choices=choices(states.Standing), default=states.Standing.PREPARED)
    current = models.ForeignKey("DocumentVersion", on_delete=models.PROTECT, null=True, related_name="+")
    pending = models.ForeignKey("DocumentVersion", on_delete=models.PROTECT, null=True, related_name="+")
    next_review_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    search = models.TextField(blank=True, default="")
    grams = SearchVectorField(null=True)

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["tenant", "number"], name="one_document_a_number"),
            models.CheckConstraint(condition=Q(review_months__range=(1, 120)), name="document_review_months"),
            models.CheckConstraint(
                condition=~Q(standing="in_force") | Q(current__isnull=False), name="document_in_force_has_a_version"
            ),
        ]
        indexes: ClassVar[Indexes] = [
            models.Index(fields=["tenant", "-updated_at", "-id"], name="document_updated"),
            models.Index(fields=["tenant", "kind", "-updated_at", "-id"], name="document_kind"),
            models.Index(fields=["tenant", "next_review_on"], name="document_review_due"),
        ]


class DocumentVersion(Owned):
    """文件版本: one version. In force from `in_force_from` until `in_force_until`; the database keeps those apart."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=choices(states.VersionState), default=states.VersionState.DRAFT)
    note = models.CharField(max_length=500, blank=True, default="")  # what changed, and why
    question = models.CharField(max_length=300, blank=True, default="")  # asked of readers who confirm
    round = models.PositiveSmallIntegerField(default=0)  # counts the submissions; verdicts belong to one
    quorum = models.PositiveSmallIntegerField(default=1)
    drafted_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_over = models.BooleanField(default=False)  # was approved before this system kept it
    effective_on = models.DateField(null=True)
    in_force_from = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)
    obsolete_at = models.DateTimeField(null=True)
    obsolete_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[Constraints] = [
            models.UniqueConstraint(fields=["document", "version"], name="one_document_version_a_number"),
            models.UniqueConstraint(fields=["document"], condition=Q(state="issued"), name="one_valid_version"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state__in=sorted(states.OPEN_VERSIONS)), name="one_version_in_work"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(states.EVER_VALID))
                | Q(issued_at__isnull=False, in_force_from__isnull=False, effective_on__isnull=False),
                name="issued_version_has_its_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | Q(in_force_until__isnull=False), name="superseded_version_has_ended"
            ),
            models.CheckConstraint(
                condition=~Q(state="obsolete") | (Q(obsolete_at__isnull=False) & ~Q(obsolete_reason="")),
                name="obsolete_version_says_why",
            ),
            ExclusionConstraint(
                name="one_version_in_force",
                index_type="gist",
                condition=Q(in_force_from__isnull=False),
                expressions=[
                    (
                        Func(
                            F("document"),
                            F("document"),
                            Value("[]"),
                            function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("in_force_from"),
                            F("in_force_until"),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes: ClassVar[Indexes] = [
            models.Index(fields=["tenant", "state", "-id"], name="document_version_state"),
            models.Index(fields=["tenant", "effective_on"], name="document_version_effective"),
        ]


class DocumentFile(Owned):
    """文件附件: a file of a version, with the PDF that shows it and its text for search and comparison."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey("core.Attachment", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, blank=True, default="")
    text = models.TextField(blank=True, default="")
    preview = models.CharField(max_length=10, choices=choices(states.Preview), default=states.Preview.NONE)
    pdf = models.CharField(max_length=64, blank=True, default="")  # SHA-256 of the PDF that shows it, in the store
    pages = ArrayField(models.CharField(max_length=64), default=list, blank=True)  # of the pictures of its first pages
    simplified = models.BooleanField(default=False)  # the PDF's layout is not the original's
    trouble = models.CharField(max_length=300, blank=True, default="")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[Indexes] = [models.Index(fields=["version", "id"], name="document_file_version")]
