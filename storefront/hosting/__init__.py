"""The storefront as a Lambda function behind CloudFront and an HTTP API: docs/decisions/066-storefront-on-lambda.md."""
