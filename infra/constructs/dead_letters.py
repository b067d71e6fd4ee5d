"""Makes a service's dead-letter queues known to the operations service, by a parameter in the service's own stack."""

from collections.abc import Iterator, Mapping

import aws_cdk as cdk
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from backend.contracts.operations.models import Kind
from infra.config import Config
from infra.constructs.service import Service
from infra.dead_letter_queues import KIND_BY_QUEUE

QueueSettings = Mapping[str, Mapping[str, str]]
"""By name, what `backend/operations/queues.py` reads of each queue."""


def parameter_path(config: Config) -> str:
    """Return the path that the parameters are below, one for each service: whoever may read a path may read all of
    it."""
    return f"{config.name}/operations/dead-letters"


def write_parameter(scope: Construct, config: Config, service: str, queues: QueueSettings) -> None:
    """Store the queues of a service in a parameter: a function's whole environment is limited to 4,096 bytes, but so is
    each parameter alone.

    https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html
    """
    name = f"/{parameter_path(config)}/{service}"
    value = cdk.Stack.of(scope).to_json_string(queues)
    ssm.CfnParameter(scope, f"Places{service}", name=name, type="String", value=value)


def queue_settings(queue: str, kind: Kind, **more: str) -> dict[str, str]:
    """Return the settings of one queue, by its physical name."""
    return {"kind": kind.value, "queue": queue, **more}


def service_queues(service: Service) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name and the settings of each of the service's dead-letter queues."""
    for queue in service.dead_letters:
        kind, name = KIND_BY_QUEUE[queue.node.id], service.node.id
        match kind:
            case Kind.CONSUMER_FAILED if service.queue:
                log, back = service.logs["Consumer"].log_group_name, service.queue.queue_name
                settings = queue_settings(queue.queue_name, kind, to=f"{name}Queue", back=back, log=log)
            case Kind.PUBLISH_FAILED:
                relay, stream = service.functions["Relay"].function_name, str(service.table.table_stream_arn)
                settings = queue_settings(queue.queue_name, kind, to=f"{name}Relay", back=relay, stream=stream)
            case _:
                settings = queue_settings(queue.queue_name, kind)
        yield f"{name}{queue.node.id}", settings
