# make demo      trace the sample walk and say where the report is
# make test      run the tests
# make check     look for slips: style, format, types
# make validate  hold our numbers against laboratories' own: docs/validation.md (needs DATA=FOLDER)
#
# Each sets up .venv first where that is needed. A fresh machine needs git, Python 3.11 or later and make.

PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/installed
# A folder of walks that laboratories recorded, for validate; they are not part of the project.
DATA ?=

.PHONY: demo test check validate clean

demo: $(STAMP)
	@$(VENV)/bin/kinechain demo

validate: $(STAMP)
	@test -n "$(DATA)" || { echo "say where the laboratories' walks are: make validate DATA=FOLDER"; exit 2; }
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable ".[comparisons,rendering]"
	@$(VENV)/bin/kinechain validate $(DATA) --out docs/validation.md --rendered --update-knowledge

test: $(STAMP)
	@$(VENV)/bin/python -m pytest --numprocesses 2 --dist loadfile

check: $(STAMP)
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

clean:
	rm -rf $(VENV)

# Installs again when what kinechain needs has changed.
$(STAMP): pyproject.toml hatch_build.py src/kinechain/assets/assets.lock.json
	@$(PYTHON) -c 'import sys; sys.exit("kinechain needs Python 3.11 or later; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) (a few minutes the first time)"
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,lab,rendering]'
	@touch $@
