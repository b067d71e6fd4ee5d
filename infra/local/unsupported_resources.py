"""What the local cloud does not support, as a table: resource type → why the shop runs there without it."""

MISSING = {
    "AWS::Events::Archive": "made by a call instead (CreateArchive)",
    "AWS::Lambda::EventInvokeConfig": "the local cloud knows no $LATEST there; nothing throttles its sweepers",
    "AWS::Logs::QueryDefinition": "python -m infra.local logs --order finds the same lines",
    "AWS::CloudWatch::CompositeAlarm": "nobody is called here; the single alarms are there",
    "AWS::Cognito::ManagedLoginBranding": "sign_in_page.py gives the local one the same look",
}
