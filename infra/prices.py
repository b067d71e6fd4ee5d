"""Public list prices of us-east-1 in US dollars, without free tiers, as read in November 2026; each with the page it
stands on."""

from dataclasses import dataclass

MILLION = 1_000_000
GIGABYTE = 10**9


@dataclass(frozen=True)
class Price:
    """Dollars for `per` of something."""

    dollars: float
    per: int
    what: str
    page: str

    def of(self, amount: float) -> float:
        return self.dollars * amount / self.per


_DYNAMODB = "https://aws.amazon.com/dynamodb/pricing/on-demand/"
_EVENTBRIDGE = "https://aws.amazon.com/eventbridge/pricing/"
_LAMBDA = "https://aws.amazon.com/lambda/pricing/"

HTTP_API = Price(1.00, MILLION, "HTTP API requests, 512 kB each at most", "https://aws.amazon.com/api-gateway/pricing/")
LAMBDA_REQUESTS = Price(0.20, MILLION, "Lambda requests", _LAMBDA)
LAMBDA_TIME = Price(0.0000133334, 1, "Lambda GB-seconds on arm64", _LAMBDA)
READS = Price(0.125, MILLION, "DynamoDB on-demand read request units", _DYNAMODB)
RECOVERY = Price(0.20, GIGABYTE, "DynamoDB point-in-time recovery, bytes of the table for a month", _DYNAMODB)
COPY_KEPT = Price(
    0.10, GIGABYTE, "AWS Backup of DynamoDB, bytes of each copy for a month", "https://aws.amazon.com/backup/pricing/"
)
WRITES = Price(0.625, MILLION, "DynamoDB on-demand write request units", _DYNAMODB)
EVENTS = Price(1.00, MILLION, "EventBridge custom events, 64 kB each", _EVENTBRIDGE)
ARCHIVE = Price(0.10, GIGABYTE, "EventBridge archive, bytes taken in", _EVENTBRIDGE)
ARCHIVE_KEPT = Price(0.023, GIGABYTE, "EventBridge archive, bytes kept for a month", _EVENTBRIDGE)
QUEUE = Price(0.40, MILLION, "SQS standard requests, 64 kB each", "https://aws.amazon.com/sqs/pricing/")
LOGS = Price(0.50, GIGABYTE, "CloudWatch Logs, bytes taken in", "https://aws.amazon.com/cloudwatch/pricing/")
LOGS_PACKED = 6 / 30  # of the bytes taken in, in the pricing page's own example
LOGS_KEPT = Price(
    0.03, GIGABYTE, "CloudWatch Logs, bytes kept for a month", "https://aws.amazon.com/cloudwatch/pricing/"
)

SES = Price(0.10, 1000, "SES mails sent", "https://aws.amazon.com/ses/pricing/")
S3_READS = Price(0.0004, 1000, "S3 GET requests", "https://aws.amazon.com/s3/pricing/")
S3_KEPT = Price(0.023, GIGABYTE, "S3 bytes kept for a month", "https://aws.amazon.com/s3/pricing/")
_OPENSEARCH = "https://aws.amazon.com/opensearch-service/pricing/"
OPENSEARCH_NODE = Price(0.073, 1, "OpenSearch t3.medium.search node, an hour; told by others of that page", _OPENSEARCH)
OPENSEARCH_DISK = Price(0.122, GIGABYTE, "OpenSearch gp3 bytes for a month; told by others of that page", _OPENSEARCH)
HOURS = 730  # of a month

# What AWS gives to every account, without end, each month: https://aws.amazon.com/free/
FREE_QUEUE_REQUESTS = MILLION
FREE_LAMBDA_REQUESTS, FREE_LAMBDA_TIME = MILLION, 400_000  # GB-seconds
FREE_ALARM_METRICS = 10
FREE_TRACES = 100_000
FREE_DASHBOARDS, FREE_DASHBOARD_METRICS = 3, 50  # metrics of each

# What is billed by the month, whether anybody shops or not.
_CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/"
ALARM = Price(0.10, 1, "CloudWatch alarms of standard resolution, for each metric that one watches", _CLOUDWATCH)
COMPOSITE_ALARM = Price(0.50, 1, "CloudWatch composite alarms", _CLOUDWATCH)
DASHBOARD = Price(3.00, 1, "CloudWatch dashboards", _CLOUDWATCH)
SECRET = Price(0.40, 1, "Secrets Manager secrets", "https://aws.amazon.com/secrets-manager/pricing/")
KEY = Price(1.00, 1, "KMS keys", "https://aws.amazon.com/kms/pricing/")
MAX_PAID_ROTATIONS = 2  # of a key: each of them adds the price of a key, later ones nothing (the same page)
TRACES = Price(5.00, MILLION, "X-Ray traces recorded", "https://aws.amazon.com/xray/pricing/")
WEB_ACL = Price(5.00, 1, "WAF web ACLs", "https://aws.amazon.com/waf/pricing/")
WEB_ACL_RULE = Price(1.00, 1, "WAF rules", "https://aws.amazon.com/waf/pricing/")

# A stream read by Lambda, a delivery to a queue of the same account and traffic inside the region cost nothing (the
# same pages).
