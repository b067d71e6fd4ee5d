"""What `make deploy` says at its end."""

import json
from pathlib import Path

from infra.config import choose
from infra.deployed import next_steps
from tests.infra.template import stage_file


def test_before_all_stacks_are_there_and_where_it_is_not_hosted_it_says_how_to_start_the_pages(tmp_path: Path) -> None:
    config, outputs = choose(stage_file("trial")), tmp_path / "trial.json"
    start = f"SHOP_OUTPUTS={outputs} .venv/bin/python manage.py runserver serves the storefront before it"
    assert list(next_steps(outputs, config)) == [start]
    outputs.write_text(json.dumps({"Halftone-trial-Platform": {"ApiUrl": "https://api.test"}}))
    assert list(next_steps(outputs, config)) == [start]


def test_a_hosted_stage_prints_its_address_and_the_target_of_its_domain(tmp_path: Path) -> None:
    outputs = tmp_path / "production.json"
    edge = {"ShopUrl": "https://shop.example.com", "DomainTarget": "d111.cloudfront.net"}
    outputs.write_text(json.dumps({"Halftone-production-Edge": edge, "Halftone-production-Data": {"UserPoolId": "x"}}))
    said = list(next_steps(outputs, choose(stage_file(domain="shop.example.com"))))
    assert said[0] == "The shop is at https://shop.example.com"
    assert "lead shop.example.com to d111.cloudfront.net" in said[1]
    outputs.write_text(json.dumps({"Halftone-trial-Edge": {"ShopUrl": "https://d111.cloudfront.net"}}))
    assert list(next_steps(outputs, choose(stage_file("trial")))) == ["The shop is at https://d111.cloudfront.net"]
