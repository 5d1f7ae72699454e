# Each target is a line that a person can read; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -q
# Folder with the text to train on, parallel/*.tsv.xz, and to measure on, dev/*.tsv.xz: French, a
# tab, English. See models/fragments-fr-en/README.md.
DATA ?= data
MODEL = models/fragments-fr-en
NEWS = $(DATA)/dev/wmt_news_2008_2012.tsv.xz
# English with nothing to fix, as JSON lines: the first 300 documents are left for measuring.
CLEAN = $(DATA)/clean/globalvoices_en.jsonl.xz
# The first sentence of 2012 in it.
NEWS_2012 = 10534
MINUTES ?= 180

.PHONY: help run test bench bench-guard fuzz fuzz-service torture load check verify lint types contracts floors format evaluate gazetteer lexicon \
	docs phrases inflected sequences train choice evaluate-model detection insertions ablation clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

$(BIN)/cleaner: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(BIN)/pytest: $(BIN)/cleaner
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

run: $(BIN)/cleaner ## clean the sample article and show each change with its reason
	@$(BIN)/cleaner fix --diff corpus/sample.txt || [ $$? -eq 1 ]

test: $(BIN)/pytest ## run the tests
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal

check: test verify ## all that continuous integration does

fuzz: MINUTES = 10
fuzz: $(BIN)/pytest ## damaged files for each reader, MINUTES for each; FORMAT=html for one alone
	$(if $(FORMAT),,$(BIN)/python -m pytest --hypothesis-profile=many tests/formats)
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(if $(FORMAT),--format $(FORMAT))

fuzz-service: MINUTES = 10
fuzz-service: $(BIN)/pytest ## requests made from the service's own description, for MINUTES
	$(BIN)/python -m tests.web.fuzz --minutes $(MINUTES)

torture: $(BIN)/pytest ## kill archive runs 100 times with each engine, and compare what they end with
	$(BIN)/python -m tests.archive.torture --kills 100 --engine local --engine ray

load: REQUESTS = 100000
load: $(BIN)/pytest ## as many requests as the service can take, REQUESTS in all; what they took
	$(BIN)/python -m tests.web.load --requests $(REQUESTS)

bench: $(BIN)/pytest ## speed and memory beside codespell, typos, ftfy, lingua, transformers
	$(BIN)/python -m corpus.bench --json docs/performance/bench.json --charts docs/performance

bench-guard: $(BIN)/pytest ## compare the cost of check and gate with corpus/bench/floors.toml
	$(BIN)/python -m corpus.bench.guard

verify: lint types contracts floors bench-guard ## what check does besides the tests

lint: $(BIN)/pytest
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(BIN)/pytest
	$(BIN)/mypy

contracts: $(BIN)/pytest
	$(BIN)/lint-imports

floors: $(BIN)/pytest ## compare the evaluation with corpus/floors.toml
	$(BIN)/python -m corpus.floors

format: $(BIN)/pytest ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evaluate: $(BIN)/pytest ## found, fixed and harmed, by kind of edit; CASES=file.jsonl for others
	$(BIN)/python -m corpus.evaluate $(CASES)

$(BIN)/.build-tools: $(BIN)/cleaner
	$(PIP) install -c constraints.txt -e '.[build]'
	@touch $@

gazetteer: $(BIN)/.build-tools ## compile cleaner/data/gazetteer.tsv
	$(BIN)/python -m cleaner.gazetteer.build
	$(MAKE) lexicon

lexicon: $(BIN)/.build-tools ## compile cleaner/data/lexicon.tsv and what the gate reads
	$(BIN)/python -m cleaner.detection.build
	$(BIN)/python -m cleaner.rules.build

docs: $(BIN)/cleaner ## write docs/rules, a page a rule
	$(BIN)/python -m cleaner.rules.pages docs/rules

build/phrases.tsv: | $(BIN)/.build-tools
	mkdir -p build
	$(BIN)/python -m models.training.align --data $(DATA)/parallel --out build/aligned.tsv \
		--save-priors build/priors
	$(BIN)/python -m models.training.phrases --aligned build/aligned.tsv \
		--out build/extracted.tsv --table $@ --most 500000

phrases: build/phrases.tsv ## compile cleaner/data/phrases.tsv and nouns.txt out of DATA
	$(BIN)/python -m models.training.table --phrases $< --output cleaner/data/phrases.tsv

inflected: ## compile cleaner/data/inflected.tsv out of glossary, phrases.tsv and lexicon.tsv
inflected: $(BIN)/.build-tools
	$(BIN)/python -m models.training.inflected --output cleaner/data/inflected.tsv

sequences: build/phrases.tsv ## compile cleaner/data/sequences.bin, how English words follow each other
	$(BIN)/python -m models.training.sequences --aligned build/aligned.tsv \
		--output cleaner/data/sequences.bin

train: build/phrases.tsv ## train the model on DATA for MINUTES; goes on where it was stopped
	$(BIN)/python -m models.training.examples --extracted build/extracted.tsv \
		--table $< --glossary cleaner/languages/fr/glossary --out build/examples.tsv
	$(BIN)/python -m models.training.tokenizer --examples build/examples.tsv --out build/tokenizer
	$(BIN)/python -m models.training.train --examples build/examples.tsv \
		--tokenizer build/tokenizer --out build/run --minutes $(MINUTES) --sentence-times 2
	$(BIN)/python -m models.training.export --run build/run --tokenizer build/tokenizer \
		--out $(MODEL)

# News before 2012 to learn the weights on, that of 2012 to measure on.
build/learn.tsv: | build/phrases.tsv
	$(BIN)/python -m models.training.heldback --file $(NEWS) --priors build/priors \
		--end $(NEWS_2012) --most 6000 --out $@

build/heldback.tsv: | build/phrases.tsv
	$(BIN)/python -m models.training.heldback --file $(NEWS) --priors build/priors \
		--begin $(NEWS_2012) --most 2000 --out $@

choice: build/learn.tsv ## learn the weights of the decoder, and those that choose among proposals
	$(BIN)/python -m models.training.decoder --fragments $< \
		--out cleaner/languages/fr/decoder.tsv
	$(BIN)/python -m models.training.choice --fragments $< \
		--out cleaner/languages/fr/choice.tsv

evaluate-model: build/heldback.tsv ## fragments and sentences of the news in DATA, and both backends
	$(BIN)/python -m models.evaluate --fragments $< --sentences $(NEWS) --begin $(NEWS_2012)
	$(BIN)/python -m models.parity --fragments $< --most 2000

# Fragments with all of their sentence around them.
build/whole-learn.tsv: | build/phrases.tsv
	$(BIN)/python -m models.training.heldback --file $(NEWS) --priors build/priors \
		--end $(NEWS_2012) --most 6000 --around 1000 --out $@

build/whole-heldback.tsv: | build/phrases.tsv
	$(BIN)/python -m models.training.heldback --file $(NEWS) --priors build/priors \
		--begin $(NEWS_2012) --most 2000 --around 1000 --out $@

build/inserted.tsv: | build/phrases.tsv
	$(BIN)/python -m models.training.inserted --aligned build/aligned.tsv --clean $(CLEAN) --out $@

detection: build/inserted.tsv ## learn the weights of the witnesses for French
	$(BIN)/python -m models.training.detection --inserted $< --clean $(CLEAN) \
		--aligned build/aligned.tsv

insertions: build/whole-learn.tsv build/whole-heldback.tsv ## French put into the news in DATA: what is found
	$(BIN)/python -m corpus.insertions build/whole-learn.tsv
	$(BIN)/python -m corpus.insertions build/whole-heldback.tsv --most 1000

ablation: build/inserted.tsv build/whole-learn.tsv ## which witness for French buys what
	$(BIN)/python -m models.training.ablation --fragments build/whole-learn.tsv --inserted $< \
		--clean $(CLEAN) --aligned build/aligned.tsv

clean: ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
