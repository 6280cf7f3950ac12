# One verb each. Every target makes what it needs, and running it again changes nothing.

PYTHON ?= python3
BIN := .venv/bin
DEMO = DATA_DIR=var/eval $(BIN)/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run bot test lint format models demo-archive eval gates smoke picture lock clean

run: .venv/ready  ## ingest corpus/, then answer: Q="...", or Discord with a token, or a prompt, or an example
	@$(BIN)/python -m ingest add corpus
	@if [ -n "$$Q" ]; then $(BIN)/python -m bot ask "$$Q"; else $(BIN)/python -m bot demo; fi

bot: .venv/ready  ## the Discord bot
	@exec $(BIN)/python -m bot

test: models  ## the whole test suite
	@$(BIN)/python -m pytest -n 2 --dist worksteal

lint: .venv/ready  ## format, lint and types, as CI checks them
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: .venv/ready  ## mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

models: .venv/ready  ## fetch and verify the default models
	@$(BIN)/python -m ingest models

demo-archive: models  ## what the questions below are asked of, made anew where its recipe has changed
	@$(DEMO) -m ingest add corpus || { $(DEMO) -m ingest rebuild && $(DEMO) -m ingest add corpus; }

eval: demo-archive  ## ask the shipped test questions; the report is var/reports/latest.html
	@$(DEMO) -m evals run --json var/reports/latest.json --html var/reports/latest.html

gates: demo-archive  ## hold search and quotations on the shipped test questions against their floors
	@$(DEMO) -m evals validate
	@$(DEMO) -m evals run --retrieval-only --json var/reports/retrieval.json
	@$(DEMO) -m evals gate var/reports/retrieval.json
	@CHAT_MODEL=none $(DEMO) -m evals run --json var/reports/quotations.json
	@$(DEMO) -m evals gate var/reports/quotations.json

smoke: demo-archive  ## twelve of the shipped questions with the model of the settings
	@$(DEMO) -m evals run --limit 12 --json var/reports/smoke.json

picture: .venv/ready  ## the pictures in docs/ anew, photographed by Chromium: Discord, and the latest report
	@$(BIN)/python -m docs.picture

lock: .venv/ready  ## pin again what pyproject.toml asks for
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(BIN)/pip-compile --quiet --upgrade --extra dev --strip-extras --no-header --no-annotate \
		--output-file requirements.lock pyproject.toml
	@sed -i -e '/^--/d' -e 's/^\(torch==[0-9.]*\)+cpu$$/\1/' requirements.lock  # what exists on one machine only

clean:  ## delete everything that was made: the archive, votes, settings and models included
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis footnote.egg-info
	find bot ingest evals tests bench -name __pycache__ -prune -exec rm -rf {} +

# --- set-up -----------------------------------------------------------------------------------------------------------

# llama.cpp is compiled for the instruction sets of this machine, but never for AMX: where a hypervisor does not let AMX
# be used, the first word would crash the process. Left out too: its vision part and its command-line tools.
has = $(shell grep -qw $(1) /proc/cpuinfo && echo ON || echo OFF)
X86_FLAGS = -DGGML_NATIVE=OFF -DGGML_AVX=$(call has,avx) -DGGML_AVX2=$(call has,avx2) -DGGML_FMA=$(call has,fma) \
	-DGGML_F16C=$(call has,f16c) -DGGML_BMI2=$(call has,bmi2) -DGGML_AVX512=$(call has,avx512bw) \
	-DGGML_AVX512_VBMI=$(call has,avx512vbmi) -DGGML_AVX512_VNNI=$(call has,avx512_vnni) \
	-DGGML_AVX512_BF16=$(call has,avx512_bf16)
LLAMA_FLAGS = $(if $(filter x86_64,$(shell uname -m)),$(X86_FLAGS)) -DLLAVA_BUILD=OFF \
	-DCMAKE_PROJECT_llama_cpp_INCLUDE=$(CURDIR)/.venv/llama.cmake
LLAMA = $(shell grep '^llama-cpp-python==' requirements.lock)
NO_AMX = import llama_cpp, sys; sys.exit(b"AMX_INT8 = 1" in llama_cpp.llama_print_system_info())
INSTALL = $(BIN)/python -m pip install --quiet

.venv/ready: requirements.lock Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Footnote needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }
	@for tool in cc c++; do command -v $$tool >/dev/null || \
		{ echo "No C compiler ($$tool); on Debian and Ubuntu: apt install build-essential" >&2; exit 2; }; done
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@echo "1 of 2: installing the dependencies (one to three minutes)"
	@grep -v '^llama-cpp-python==' requirements.lock > .venv/wheels.txt
	@$(INSTALL) -r .venv/wheels.txt
	@echo "2 of 2: compiling llama.cpp (two to five minutes; a moment if pip has done it before)"
	@echo 'set(LLAMA_BUILD_COMMON OFF)' > .venv/llama.cmake
	@CMAKE_ARGS="$(LLAMA_FLAGS)" $(INSTALL) "$(LLAMA)"
	@$(BIN)/python -c '$(NO_AMX)' || CMAKE_ARGS="$(LLAMA_FLAGS)" $(INSTALL) --no-cache-dir --force-reinstall --no-deps "$(LLAMA)"
	@touch $@
