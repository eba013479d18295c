# make demo   cleans a copy of seeds/, shows what changed, and leaves a report to open
# make test   the tests      make lint   ruff and mypy      make pictures   those in docs/pictures, with chromium
# make mutants    how many small changes of the code the tests notice (ARGS="--only views": one room, some minutes)
# make bench      how fast it is beside its peers, which get a .venv-bench of their own (ARGS=--quick: two minutes)
# make docs       the site of the documentation, in build/docs; needs no network to read (ARGS="-o DIR")
# make compare    what other cleaners do to the seeds and to clean text (ARGS=--write: docs/comparison.md)
# make accuracy   what comes of damage put in on record, by kind and size, and what fires on clean text (ARGS=--quick)
# make release-check   what is built, installed and run as a user would (ARGS=--quick)      make locks   renews locks/
# make faults     kills and disk errors at every file-system call, and what is left of the files (ARGS=--quick)
# make fuzz       broken input for all that reads input, a million of it (ARGS=--quick: a minute; ARGS=--guided: by atheris)
# The first run makes .venv, with the newest Python from 3.11 on that there is. PYTHON=… chooses another.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made
DEV := $(VENV)/.made-dev
PEERS := .venv-bench/.made
RELEASE := $(VENV)/.made-release
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# $(call locked,lists,what they are made of): exact versions. A file whose hash is another ends it (see SECURITY.md); where
# the versions cannot be had, or with LOCKS=no, what is there is taken.
locked = if test "$(LOCKS)" = no; then $(PIP) $(2); else said=$$($(PIP) --require-hashes $(1) 2>&1) || { \
	printf '%s\n' "$$said" | tail -4 | cut -c1-200 >&2; case "$$said" in *"DO NOT MATCH THE HASHES"*) \
	echo "make: a file is not the one in locks/; find out why, or say LOCKS=no" >&2; exit 2;; esac; \
	echo "make: the versions in locks/ cannot be had here; taking those there are" >&2; $(PIP) $(2); }; fi

.PHONY: demo test lint format accuracy bench compare docs faults fuzz mutants pictures release-check locks clean

demo: $(STAMP)
	@rm -rf demo && mkdir demo && cp seeds/*.md seeds/*.txt demo/ && rm -f demo/README.md
	@echo "What cleaner would change in a copy of seeds/ ([-taken out-] {+put in+}):"; echo
	@$(BIN)/cleaner fix --words demo || test $$? -eq 1
	@echo; echo "The same to read in a browser:"
	@$(BIN)/cleaner report demo -o reports/demo || test $$? -eq 1
	@echo
	@$(BIN)/cleaner fix demo || test $$? -eq 1
	@echo
	@echo "The mended texts are in demo/. To take it back: $(BIN)/cleaner undo"
	@echo "The same as a patch:  $(BIN)/cleaner fix --diff seeds"

test: $(DEV)
	$(BIN)/python -m pytest $(TESTS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

accuracy: $(DEV)
	$(BIN)/python -m benchmarks.accuracy $(ARGS)

faults: $(DEV)
	$(BIN)/python -m benchmarks.faults $(ARGS)
	$(BIN)/python -m benchmarks.faults --only corpus $(ARGS)

mutants: $(DEV)
	$(BIN)/python -m benchmarks.mutants $(ARGS)

bench: $(DEV) $(PEERS)
	$(BIN)/python -m benchmarks.speed $(ARGS)

fuzz: $(DEV)
	$(BIN)/python -m benchmarks.fuzzing $(ARGS)

$(PEERS): $(STAMP) benchmarks/speed/peers.txt
	@test -x .venv-bench/bin/python || $(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/speed/peers.txt
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps "py-data-juicer>=1.4"
	@touch $@

release-check: $(RELEASE)
	$(BIN)/python -m benchmarks.release $(ARGS)

locks: $(RELEASE)
	$(BIN)/python -m benchmarks.locks --write $(ARGS)

$(RELEASE): $(DEV) locks/release.txt
	@$(call locked,-r locks/release.txt,--group release)
	@touch $@

# zhlint is of npm: it is compared where there is one.
compare: $(DEV) $(PEERS)
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/comparison/peers.txt
	@test -d .venv-bench/node/node_modules/zhlint || ! command -v npm >/dev/null || \
		{ mkdir -p .venv-bench/node && npm install --silent --no-audit --no-fund --prefix .venv-bench/node zhlint@0.8; }
	$(BIN)/python -m benchmarks.comparison $(ARGS)

docs: $(DEV)
	$(BIN)/python -m benchmarks.site $(ARGS)

pictures: $(DEV)
	$(BIN)/python -m benchmarks.pictures

clean:
	rm -rf $(VENV) .venv-bench demo reports/demo mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A name on the PATH may be a shim with nothing behind it, so each candidate is asked for its version.
$(STAMP): pyproject.toml locks/run.txt locks/build.txt
	@set -e; python="$(PYTHON)"; \
	for name in python3.14 python3.13 python3.12 python3.11 python3 python; do \
		test -z "$$python" || break; \
		if $$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
		then python=$$name; fi; \
	done; \
	test -n "$$python" || { echo "make: no Python from 3.11 on was found; install one, or say PYTHON=/path/to/python" >&2; exit 2; }; \
	test -x $(BIN)/python || { echo "making $(VENV) with $$($$python --version) …"; $$python -m venv $(VENV); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@$(call locked,-r locks/build.txt -r locks/run.txt,--group build)
	@$(PIP) --no-build-isolation --editable .
	@touch $@

# The engines of corpora come to half a gigabyte, and not for every Python: without them their tests are skipped.
$(DEV): $(STAMP) locks/dev.txt locks/engines.txt
	@$(call locked,-r locks/dev.txt,--group dev)
	@$(call locked,-r locks/engines.txt,--group engines) || \
		echo "make: Daft, Ray or what goes with them could not be installed; their tests are skipped" >&2
	@touch $@
