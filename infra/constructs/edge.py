"""The shop's public address: CloudFront, which alone reaches the storefront's HTTP API and the buckets of static files
and pictures, and answers most visitors itself."""

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from backend.contracts import shop
from backend.contracts.edge import COOKIES, ORIGIN_SECRET, PICTURES, STATIC, cookie_name
from infra.config import Config
from infra.constructs.bucket import private_bucket
from infra.constructs.served_bucket import access_control, bucket_by_name, serve_files
from infra.constructs.stage import access_log, logged_stage

LOG_DAYS = Duration.days(30)  # visits hold addresses of people
ORIGIN_SECONDS = Duration.seconds(30)  # as long as an HTTP API waits for its function
LONGEST = Duration.days(1)  # that a page says it may be shared for, at the most
UNKEPT = (400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504)
"""Failures that CloudFront would keep for ten seconds, whatever the shop says of them."""
RATE, BURST = 500, 1_000  # requests a second that reach the storefront


class Edge(Construct):
    """Created before the storefront's function, which has to know the address: that avoids a circular reference.

    Pages are cached by the URL's query, our own cookies and htmx's target. A visitor's other cookies do not reach the
    shop. Each page's cache headers decide; without any, nothing is cached.
    """

    def __init__(self, scope: Construct, id: str, config: Config, web_acl: str = "") -> None:
        super().__init__(scope, id)
        self._config, self._web = config, config.web
        self.log = access_log(self, "web")
        self.api = api.HttpApi(self, "Api", api_name=f"{config.name}-web", create_default_stage=False)
        logged_stage(self.api, self.api, self.log, api.ThrottleSettings(rate_limit=RATE, burst_limit=BURST))
        generate = secretsmanager.SecretStringGenerator(password_length=40, exclude_punctuation=True)
        description = "Proves to the storefront that a request came through CloudFront"
        secret = secretsmanager.Secret(
            self,
            "Secret",
            description=description,
            generate_secret_string=generate,
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.origin_secret = secret.secret_value.unsafe_unwrap()  # a reference, which CloudFormation resolves
        self.static_files = private_bucket(self, "Static", config, RemovalPolicy.DESTROY, versioned=False)
        self._access, self._file_headers = access_control(self, config, "files"), self._headers_of_files()
        self._storefront = self._origin()
        self.distribution = self._distribute(web_acl)
        if self._web.zone:
            self._lead_domain_here()
        self.url = f"https://{config.domain or self.distribution.distribution_domain_name}"

    def add_pictures(self, bucket: s3.IBucket) -> None:
        """Serve the pictures of this bucket, which is open to distributions and in an earlier stack."""
        pictures = self._serve(bucket_by_name(self, "Pictures", bucket), compress=False)
        self.distribution.add_behavior(
            f"{PICTURES}*",
            pictures.origin,
            viewer_protocol_policy=pictures.viewer_protocol_policy,
            cache_policy=pictures.cache_policy,
            response_headers_policy=pictures.response_headers_policy,
            compress=pictures.compress,
        )

    def _distribute(self, web_acl: str) -> cloudfront.Distribution:
        certificate = self._web.certificate
        return cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"{shop.NAME}, {self._config.stage}",
            domain_names=[self._config.domain] if self._config.domain else None,
            certificate=acm.Certificate.from_certificate_arn(self, "Certificate", certificate) if certificate else None,
            web_acl_id=web_acl or self._web.web_acl or None,
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            error_responses=[cloudfront.ErrorResponse(http_status=each, ttl=Duration.seconds(0)) for each in UNKEPT],
            default_behavior=self._pages(self._storefront),
            additional_behaviors={f"{STATIC}*": self._serve(self.static_files, compress=True)},
            log_bucket=self._log_bucket(),
            log_file_prefix="edge/",
        )

    def _serve(self, bucket: s3.IBucket, *, compress: bool) -> cloudfront.BehaviorOptions:
        """Return how files of a bucket are served.

        The storefront answers for files that the bucket lacks: S3 would answer with 403 and XML, and an error page of
        CloudFront applies to all behaviours, so also to the storefront's own 403 and 404. The local cloud's CloudFront
        supports only one origin.
        """
        otherwise = None if self._config.local else self._storefront
        return serve_files(bucket, self._access, self._file_headers, compress=compress, otherwise=otherwise)

    def _headers_of_files(self) -> cloudfront.ResponseHeadersPolicy:
        """Return a policy by which files send the same HTTPS headers as pages.

        A browser believes the last answer of a host: CloudFront's ready-made policy omits subdomains, so each file
        would revoke what a page had said of them.
        """
        year, hsts = Duration.days(365), self._web.hsts.split()
        return cloudfront.ResponseHeadersPolicy(
            self,
            "FileHeaders",
            response_headers_policy_name=f"{self._config.name}-files-{Stack.of(self).region}",
            comment="Static files and pictures: no guessing of their kind, no frames, HTTPS as pages say it",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=year,
                    include_subdomains="includeSubDomains" in hsts,
                    preload="preload" in hsts,
                    override=True,
                ),
            ),
        )

    def _lead_domain_here(self) -> None:
        """Add alias records for IPv4 and IPv6 to the zone that the stage's file names."""
        zone = route53.HostedZone.from_hosted_zone_id(self, "Zone", self._web.zone)
        target = route53.RecordTarget.from_alias(targets.CloudFrontTarget(self.distribution))
        name = f"{self._config.domain}."  # with its dot a name is whole: CDK does not ask for the zone's
        route53.ARecord(self, "Address", zone=zone, record_name=name, target=target)
        route53.AaaaRecord(self, "AddressV6", zone=zone, record_name=name, target=target)

    def _origin(self) -> origins.HttpOrigin:
        """Return the HTTP API as an origin, by TLS. The local cloud has no names for its APIs: there it is a path of
        its endpoint.
        """
        headers = {ORIGIN_SECRET: self.origin_secret}
        if self._config.local:
            path = f"/_aws/execute-api/{self.api.api_id}/$default"
            return origins.HttpOrigin(
                "localhost",
                origin_path=path,
                http_port=self._web.local_port,
                protocol_policy=cloudfront.OriginProtocolPolicy.HTTP_ONLY,
                custom_headers=headers,
            )
        host = f"{self.api.api_id}.execute-api.{Stack.of(self).region}.{Stack.of(self).url_suffix}"
        return origins.HttpOrigin(
            host,
            read_timeout=ORIGIN_SECONDS,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            custom_headers=headers,
        )

    def _pages(self, origin: origins.HttpOrigin) -> cloudfront.BehaviorOptions:
        region = Stack.of(self).region  # their names are the account's, over all regions, and CDK's name no stage
        pages = cloudfront.CachePolicy(
            self,
            "Pages",
            cache_policy_name=f"{self._config.name}-pages-{region}",
            comment="Anonymous pages are shared; visitors with a cookie of ours get their own",
            default_ttl=Duration.seconds(0),
            min_ttl=Duration.seconds(0),
            max_ttl=LONGEST,
            cookie_behavior=cloudfront.CacheCookieBehavior.allow_list(*(cookie_name(each) for each in COOKIES)),
            header_behavior=cloudfront.CacheHeaderBehavior.allow_list("HX-Target"),
            query_string_behavior=cloudfront.CacheQueryStringBehavior.all(),
            enable_accept_encoding_gzip=True,
            enable_accept_encoding_brotli=True,
        )
        request_policy = cloudfront.OriginRequestPolicy(
            self,
            "Forwarded",
            origin_request_policy_name=f"{self._config.name}-forwarded-{region}",
            comment="What browsers say of a form's origin, and all else but the host, which is the API's own",
            header_behavior=cloudfront.OriginRequestHeaderBehavior.deny_list("Host"),
        )
        return cloudfront.BehaviorOptions(
            origin=origin,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=pages,
            origin_request_policy=request_policy,
            compress=True,
        )

    def _log_bucket(self) -> s3.IBucket | None:
        """Return the bucket for access logs, if the stage has one. CloudFront writes as a log-delivery group, by an
        ACL."""
        if not self._web.access_logs:
            return None
        return s3.Bucket(
            self,
            "Visits",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
            lifecycle_rules=[s3.LifecycleRule(expiration=LOG_DAYS)],
            removal_policy=self._config.removal_policy,
        )
