"""The storefront as a Lambda function behind CloudFront and an HTTP API: docs/decisions/057-storefront-on-lambda.md."""
