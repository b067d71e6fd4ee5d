"""Why messages are in a dead-letter queue, by what each queue of its kind is called; read without CDK."""

from backend.contracts.operations.models import Kind

KIND_BY_QUEUE = {
    "DeadLetters": Kind.CONSUMER_FAILED,
    "Undelivered": Kind.DELIVERY_FAILED,
    "Untold": Kind.DELIVERY_FAILED,
    "Unpublished": Kind.PUBLISH_FAILED,
    "Unbuilt": Kind.BUILD_FAILED,
}
"""By the last part of a queue's name, which follows the name of the service or construct that has it."""
