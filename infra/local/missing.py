"""What the local cloud does not know, as a table: resource type → why the shop runs there without it."""

MISSING = {
    "AWS::Events::Archive": "made by a call instead (CreateArchive)",
    "AWS::Cognito::ManagedLoginBranding": "the local sign-in page has one look",
}
