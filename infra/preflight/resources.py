"""The properties of a template's resources, as far as the checks before a deploy read them."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

Join: TypeAlias = dict[Literal["Fn::Join"], tuple[str, list[object]]]
"""Text around references: a separator, and the parts."""


class PointInTimeRecovery(TypedDict):
    PointInTimeRecoveryEnabled: bool


class Scaling(TypedDict):
    MaximumConcurrency: NotRequired[int]


class Lifecycle(TypedDict):
    DeleteAfterDays: int


class BackupRule(TypedDict):
    Lifecycle: Lifecycle


class BackupPlan(TypedDict):
    BackupPlanRule: list[BackupRule]


class Cluster(TypedDict):
    InstanceCount: int


class Disk(TypedDict):
    VolumeSize: int


class Properties(TypedDict, total=False):
    """Each belongs to one type of resource, and the others do not have it."""

    BackupPlan: BackupPlan
    ClusterConfig: Cluster
    DashboardBody: str | Join
    EBSOptions: Disk
    Metrics: list[dict[str, object]]
    PointInTimeRecoverySpecification: PointInTimeRecovery
    RedrivePolicy: object
    Rules: list[object]
    ScalingConfig: Scaling
    ScheduleExpression: str


class Resource(TypedDict):
    """A resource in a template."""

    Type: str
    Properties: NotRequired[Properties]
