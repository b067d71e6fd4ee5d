# Every target sets up what it needs. All it takes is Python 3.11 or newer, with pip, ensurepip or uv.
.DEFAULT_GOAL := run
.PHONY: help run test test-fast service check fix texts mails docs bench faults chaos fire-drill synth bootstrap preflight deploy diff drift smoke destroy clean installed installed-test installed-docs cdk browser mermaid

PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Without bytecode, each of hundreds of Python processes would compile everything it imports.
unexport PYTHONDONTWRITEBYTECODE
APPROVAL = $(if $(CI),--require-approval never)
OUTPUTS = .build/$(STAGE)$(OWNER:%=-%).json
CDK = node_modules/.bin/cdk
STAGE ?=
OWNER ?=
STAGES ?=
SERVICE ?=
STACKS = $(if $(SERVICE),--exclusively "*-$(SERVICE)",--all --outputs-file $(OUTPUTS))
CONTEXT = $(if $(STAGE),-c stage=$(STAGE)) $(if $(OWNER),-c owner=$(OWNER)) $(if $(STAGES),-c stages=$(STAGES))

help:                     ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name says; do printf '%-8s %s\n' "$$name" "$$says"; done

run: installed            ## the whole shop on this machine, at http://localhost:8000; PORT=, LOCAL_CLOUD_PORT=, CURRENCY=JPY, TAX=added, DEBUG=1 for error pages with traces
	@exec .venv/bin/python manage.py runserver $(PORT)

# One process more than two cores: while one waits for its local cloud, another computes (tests/support/scheduling.py).
PROCESSES ?= $(if $(filter 1,$(words $(TESTS))),$(if $(findstring .py,$(TESTS)),0,2),3)
PYTEST = .venv/bin/python -m pytest -n $(PROCESSES) --dist loadfile --no-loadscope-reorder
test: installed-test cdk browser mermaid  ## every test, or TESTS=tests/backend; PROCESSES=3 at once, each with a local cloud of its own
	@exec $(PYTEST) $(TESTS)

FAST = tests/backend tests/storefront tests/support
test-fast: installed-test ## the services' and the storefront's tests that need no local cloud, browser, fault simulator or much data; or TESTS=
	@exec $(PYTEST) -m "not cloud and not browser and not simulation and not large" $(or $(TESTS),$(FAST))

service: installed-test   ## a new service: NAME=question makes its contract, folder, construct and tests, and the shop runs with it
	@.venv/bin/python -m infra.scaffold $(NAME)

check: installed-test     ## ruff, mypy strict, import rules, djlint, cfn-lint, readability counts; runs all of them even if one fails
	@failed=; for tool in "ruff check ." "ruff format --check ." mypy lint-imports "djlint --quiet --lint storefront/templates" "python -m infra.lint" "python -m tests.readability"; do \
	  echo "$$tool"; $$tool || failed="$$failed\n  $$tool"; \
	done; [ -z "$$failed" ] || { printf "These failed:$$failed\n"; exit 1; }

fix: installed-test       ## fixes what ruff can fix, and formats
	@ruff check --fix . ; ruff format .

texts: installed-test     ## collects the texts marked for translation, and compiles what is translated (storefront/locale)
	@.venv/bin/python manage.py write_texts

mails: installed-test     ## every mail with sample data, as HTML and text, in .build/mails
	@.venv/bin/python -m tests.mails .build/mails

docs: installed-docs mermaid ## the documentation as a site in .build/site, links checked
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --quiet && echo "Open .build/site/index.html"

bench: installed-test browser  ## measures the figures in the README, each as JSON in bench/results/; takes minutes
	@exec .venv/bin/python -m bench

faults: installed-test    ## every planted bug, every pair of crashes, and SCHEDULES=100000 random schedules; over an hour on two idle cores
	@exec .venv/bin/python -m tests.simulation all

fire-drill: installed-test    ## causes each fault that rings an alarm, on a local cloud: a dot for each alarm that rings, and no other with it
	@exec .venv/bin/python -m pytest -q tests/integration/test_fire_drill.py

SECONDS ?= 600
SHOPPERS ?= 16
chaos: installed-test     ## SHOPPERS buy for SECONDS while functions' processes are killed and stopped; SEED=… repeats the same faults
	@exec .venv/bin/python -m tests.chaos $(SECONDS) $(SHOPPERS) $(SEED)

EACH = $(or $(STAGE),$(basename $(notdir $(wildcard $(or $(STAGES),infra/stages)/*.toml))))
synth: installed cdk      ## the CloudFormation templates of each stage, or of STAGE=, in cdk.out/STAGE
	@for stage in $(EACH); do $(CDK) synth --quiet --output cdk.out/$$stage $(CONTEXT) -c stage=$$stage || exit 1; done
	@echo "cdk.out is what would be deployed"

bootstrap: installed cdk  ## once per account and region: creates what CDK deploys through, for STAGE=
	@exec $(CDK) bootstrap $(CONTEXT)

preflight: installed      ## checks the account before STAGE= is deployed: what would fail, what would surprise you, what it costs
	@.venv/bin/python -m infra.preflight $(CONTEXT)

deploy: installed cdk     ## STAGE=trial, or another file of infra/stages, to the account that it names; OWNER=anna for a copy of a trial, SERVICE=Order for one stack alone
	@.venv/bin/python -m infra.preflight $(CONTEXT)
	@mkdir -p .build && triggers=$$(.venv/bin/python -m infra.rollback_triggers $(CONTEXT)) && \
	  $(CDK) deploy $(STACKS) $(APPROVAL) $$triggers $(CONTEXT)
	@.venv/bin/python -m infra.replicas $(CONTEXT)
	@.venv/bin/python -m infra.deployed $(OUTPUTS) $(CONTEXT)

DIFFERENCES = $(if $(CI),--method template)
diff: installed cdk       ## what a deploy of each stage, or of STAGE=, would change
	@for stage in $(EACH); do echo "Stage $$stage"; $(CDK) diff $(DIFFERENCES) $(CONTEXT) -c stage=$$stage || exit 1; done

drift: installed cdk      ## what somebody changed by hand since STAGE= was deployed; exits with 1 if anything
	@exec $(CDK) drift --fail $(CONTEXT)

smoke: installed          ## buys with a test card in the shop at URL=https://…
	@exec .venv/bin/python -m infra.smoke $(URL)

destroy: installed cdk    ## removes STAGE= from AWS, and lists what stays
	@.venv/bin/python -m infra.account $(CONTEXT) && .venv/bin/python -m infra.empty $(CONTEXT) && exec $(CDK) destroy --all $(CONTEXT)

clean:                    ## deletes everything that was made here, including the local cloud's users and orders
	@if [ -x .venv/bin/python ]; then .venv/bin/python -m infra.local down; fi
	rm -rf .venv .build .local cdk.out node_modules staticfiles

installed:
	@requirements/install.sh run

installed-test:
	@requirements/install.sh test

installed-docs:
	@requirements/install.sh docs

mermaid:
	@docs/generate/install-mermaid.sh

cdk: installed
	@infra/install-cdk.sh

browser:
	@tests/install-browser.sh
