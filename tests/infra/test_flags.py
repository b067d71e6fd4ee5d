"""CDK's behaviours: those that its makers recommend to a new app, and not those of the year it began in."""

import json
import tarfile
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from infra.app import read_context


def recommended_flags() -> dict[str, Any]:
    """Return the flags that the installed CDK comes with."""
    library = files("aws_cdk") / "_jsii" / f"aws-cdk-lib@{version('aws-cdk-lib')}.jsii.tgz"
    with tarfile.open(str(library)) as archive:
        found = archive.extractfile("package/recommended-feature-flags.json")
        assert found
        return dict(json.load(found))


def test_cdk_json_holds_the_flags_that_this_cdk_recommends() -> None:
    flags = {name: value for name, value in read_context().items() if name.startswith("@aws-cdk")}
    assert flags == recommended_flags()
