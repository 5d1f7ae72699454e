// One article: what was found, what is decided, and what becomes of it.

import { ask } from './client.js';
import * as drafts from './drafts.js';
import { element, said, show } from './marks.js';
import { showChanges } from './diff.js';

const $ = (id) => document.getElementById(id);
const SAFETY = {
  safe: 'safe',
  unsafe: 'uncertain: somebody has to decide',
  none: 'no translation is known',
};
const SOURCES = {
  glossary: 'the glossary',
  memory: 'the translation memory or parallel text',
  marian: 'the translation model',
  gazetteer: 'the gazetteer',
  rule: 'the rule',
};

export class Article {
  constructor(tell) {
    this.tell = tell;
    this.review = null;
    this.at = 0;
    this.isDiff = false;
  }

  /** Opens what the service answered; decisions of an earlier visit are there again. */
  open(review) {
    this.review = review;
    this.key = `${review.name}:${review.digest || drafts.digest(review.text)}`;
    const draft = drafts.kept(this.key);
    this.decisions = draft?.decisions || {};
    this.past = [];
    this.at = 0;
    $('open').hidden = true;
    $('review').hidden = false;
    $('name').textContent = review.name;
    this.draw();
    const some = this.review.findings.length;
    const again = draft ? ' Your decisions are here again.' : '';
    const wrong = [...(review.errors || []), ...(review.warnings || [])].join(' ');
    this.tell(`${some ? `${some} found.` : 'Nothing was found.'}${again} ${wrong}`);
    $('text').focus();
  }

  close() {
    this.review = null;
    $('open').hidden = false;
    $('review').hidden = true;
    $('pasted').focus();
  }

  get finding() {
    return this.review?.findings[this.at];
  }

  /** How a finding is decided: {kind, text}; safe ones are accepted unless somebody says no. */
  state(finding) {
    const decided = this.decisions[idOf(finding)];
    if (decided) return decided;
    return finding.safety === 'safe'
      ? { kind: 'accept', text: finding.replacement }
      : { kind: 'open' };
  }

  decide(decision, isNext = true) {
    const finding = this.finding;
    if (!finding) return;
    if (decision.kind !== 'reject' && decision.text === null) {
      this.tell('No translation is known: write one, or reject.');
      return;
    }
    const id = idOf(finding);
    this.past.push([id, this.decisions[id], this.at]);
    this.decisions[id] = decision;
    this.keep();
    const what = `${finding.found}: ${said(decision)}.`;
    if (isNext && this.at < this.review.findings.length - 1) this.at += 1;
    this.draw();
    this.tell(what);
  }

  accept() {
    this.decide({ kind: 'accept', text: this.finding?.replacement ?? null });
  }

  reject() {
    this.decide({ kind: 'reject' });
  }

  write(text) {
    this.decide({ kind: 'write', text: inSameBrackets(this.finding.found, text) });
  }

  /** Writes the ignore list: the same is not reported again, here or anywhere. */
  async neverAgain() {
    const { found } = this.finding;
    await this.teach('/v1/ignores', { term: found });
    for (const one of this.review.findings) {
      if (one.found === found) this.decisions[idOf(one)] = { kind: 'reject' };
    }
    this.keep();
    this.draw();
  }

  /** Writes the translation memory with what is in the box. */
  async remember(text) {
    const { found } = this.finding;
    await this.teach('/v1/memory', { fragment: found, text });
    this.write(text);
  }

  async teach(path, what) {
    const { said: sentence } = await ask('POST', path, what);
    this.tell(sentence);
  }

  takeBack() {
    const last = this.past.pop();
    if (!last) {
      this.tell('There is nothing to take back.');
      return;
    }
    const [id, before, at] = last;
    if (before) this.decisions[id] = before;
    else delete this.decisions[id];
    this.at = at;
    this.keep();
    this.draw();
    this.tell('Taken back.');
  }

  go(step) {
    const some = this.review?.findings.length;
    if (!some) return;
    this.at = (this.at + step + some) % some;
    this.draw();
    const { found } = this.finding;
    this.tell(`${this.at + 1} of ${some}: ${found}, ${said(this.state(this.finding))}.`);
  }

  pick(number) {
    this.at = number;
    this.draw();
  }

  keep() {
    const decided = { decisions: this.decisions };
    if (!drafts.keep(this.key, decided)) this.tell('This browser keeps no drafts: save soon.');
  }

  /** What is to be written, finding by finding. */
  accepted() {
    return this.review.findings
      .map((finding) => [finding, this.state(finding)])
      .filter(([, one]) => one.kind === 'accept' || one.kind === 'write')
      .map(([finding, one]) => ({
        rule: finding.rule,
        start: finding.start,
        end: finding.end,
        text: one.text,
      }));
  }

  /** The text with what was decided, made by the service. */
  async result() {
    const { name, format, text } = this.review;
    const document = { text, format, name };
    const done = await ask('POST', '/v1/apply', { document, decisions: this.accepted() });
    if (done.warnings.length) this.tell(done.warnings.join(' '));
    return done.text;
  }

  draw() {
    const { findings, text } = this.review;
    const open = findings.filter((one) => this.state(one).kind === 'open').length;
    $('count').textContent = findings.length
      ? `${findings.length} found, ${open} open`
      : 'nothing found';
    if (this.isDiff) showChanges($('text'), text, this.accepted());
    else show($('text'), this.review, (one) => this.state(one), (number) => this.pick(number));
    const current = $('text').querySelector(`[data-number="${this.at}"]`);
    current?.classList.add('current');
    current?.setAttribute('aria-current', 'true');
    current?.scrollIntoView({ block: 'nearest' });
    this.panel();
  }

  panel() {
    const finding = this.finding;
    if (!finding) {
      $('finding').replaceChildren(element('p', { class: 'none' }, 'Nothing to decide.'));
      return;
    }
    const now = this.state(finding);
    const active = document.activeElement;
    const key = $('finding').contains(active) ? active.dataset.key : undefined;
    const written = element('input', {
      id: 'written',
      value: now.text ?? finding.replacement ?? '',
      spellcheck: 'true',
      autocomplete: 'off',
    });
    const form = element(
      'form',
      { class: 'row' },
      element('label', { for: 'written' }, 'Write'),
      written,
      element('button', {}, 'Take this'),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.write(written.value);
      $('text').focus();
    });
    $('finding').replaceChildren(
      element(
        'p',
        { class: 'where' },
        `${this.at + 1} of ${this.review.findings.length} · line ${finding.line} · ${finding.rule} ${finding.name}`,
      ),
      element(
        'p',
        { class: 'what' },
        element('del', {}, finding.found),
        ' → ',
        finding.replacement === null ? '?' : element('ins', {}, finding.replacement || '∅'),
      ),
      ...(isInsertion(finding)
        ? [element('p', { class: 'insertion' }, 'An editor’s insertion: the brackets stay.')]
        : []),
      element('p', { class: `safety ${finding.safety}` }, SAFETY[finding.safety]),
      element(
        'div',
        { class: 'row' },
        this.button('Accept', 'a', now.kind === 'accept', () => this.accept()),
        this.button('Reject', 'r', now.kind === 'reject', () => this.reject()),
        this.button('Back', 'z', false, () => this.takeBack()),
      ),
      ...this.others(finding),
      form,
      element(
        'div',
        { class: 'row' },
        this.button('Never again', 'i', false, () => this.neverAgain()),
        this.button('Remember', 'm', false, () => this.remember(written.value)),
      ),
      evidence(finding),
      element(
        'div',
        { class: 'row' },
        this.button('Previous', 'k', false, () => this.go(-1)),
        this.button('Next', 'j', false, () => this.go(1)),
      ),
    );
    // Whoever pressed a button stays on it.
    if (key) $('finding').querySelector(`[data-key="${key}"]`)?.focus();
  }

  button(text, key, isPressed, act) {
    const made = element(
      'button',
      { type: 'button', 'aria-pressed': String(isPressed), 'data-key': key },
      `${text} `,
      element('kbd', {}, key),
    );
    made.addEventListener('click', async () => {
      try {
        await act();
      } catch (error) {
        this.tell(error.message);
      }
    });
    return made;
  }

  others(finding) {
    if (!finding.alternatives.length) return [];
    const choices = finding.alternatives.map((text, number) =>
      this.button(text || '∅', number + 1, false, () => this.decide({ kind: 'write', text })),
    );
    return [element('div', { class: 'row others' }, 'or', ...choices)];
  }
}

function evidence(finding) {
  const rows = [
    ['why', finding.reason],
    ['from', SOURCES[finding.source]],
    ['confidence', finding.confidence.toFixed(2)],
    ...Object.entries(finding.evidence).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ...finding.moves.map((move) => ['or', `${move.replacement} (${move.reason})`]),
  ].filter(([, value]) => value);
  return element(
    'details',
    {},
    element('summary', {}, 'Evidence'),
    element(
      'dl',
      {},
      ...rows.map(([name, value]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, value)),
      ),
    ),
  );
}

function idOf(finding) {
  return `${finding.rule}:${finding.start}:${finding.end}:${finding.found}`;
}

function isInsertion(finding) {
  return finding.found.startsWith('[') && finding.found.endsWith(']');
}

function inSameBrackets(found, text) {
  const isBare = !(text.startsWith('[') && text.endsWith(']'));
  return found.startsWith('[') && found.endsWith(']') && text && isBare ? `[${text}]` : text;
}
