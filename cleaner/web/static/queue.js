// The queue of an archive: groups of equal findings, each decided once.

import { ask } from './client.js';
import { element } from './marks.js';

const MOST = 50;
const $ = (id) => document.getElementById(id);

export class Queue {
  constructor(tell) {
    this.tell = tell;
    this.groups = [];
    this.at = 0;
    this.past = [];
    $('more').addEventListener('click', () => this.load());
  }

  async load() {
    const found = await ask('GET', `/v1/queue?first=${this.groups.length}&most=${MOST}`);
    this.groups.push(...found.groups);
    $('more').hidden = !found.has_more;
    this.draw();
  }

  go(step) {
    if (!this.groups.length) return;
    this.at = (this.at + step + this.groups.length) % this.groups.length;
    this.draw();
    $('groups').children[this.at]?.scrollIntoView({ block: 'nearest' });
  }

  get group() {
    return this.groups[this.at];
  }

  accept() {
    return this.decide(this.group, 'accept');
  }

  reject() {
    return this.decide(this.group, 'reject');
  }

  takeBack() {
    const last = this.past.pop();
    if (!last) {
      this.tell('There is nothing to take back.');
      return undefined;
    }
    this.at = Math.max(0, this.groups.findIndex((one) => one.group === last.group));
    return this.decide(this.group, last.before || 'withdraw', true);
  }

  /** Tells the service; where somebody else was quicker, shows what they decided. */
  async decide(group, decision, isBack = false) {
    if (!group) return;
    const before = group.decision;
    try {
      const done = await ask('PUT', `/v1/queue/${group.group}`, {
        seen: group.decision,
        decision,
      });
      group.decision = done.decision;
      if (!isBack) this.past.push({ group: group.group, before });
      this.tell(`${group.found}: ${done.decision || 'open again'}, at ${group.times} places.`);
      if (!isBack && decision !== 'withdraw' && this.groups[this.at] === group) this.go(1);
    } catch (error) {
      this.tell(error.message);
      if (error.status === 409) await this.reload();
    }
    this.draw();
  }

  async reload() {
    const at = this.at;
    const some = Math.min(200, Math.max(MOST, this.groups.length));
    const found = await ask('GET', `/v1/queue?first=0&most=${some}`);
    this.groups = found.groups;
    $('more').hidden = !found.has_more;
    this.at = Math.min(at, Math.max(0, this.groups.length - 1));
  }

  draw() {
    if (!this.groups.length) {
      $('groups').replaceChildren(element('li', { class: 'none' }, 'Nothing is left to decide.'));
      return;
    }
    const { name } = document.activeElement;
    $('groups').replaceChildren(...this.groups.map((group, at) => this.item(group, at)));
    // Whoever pressed a button stays on it.
    if (name) $('groups').querySelector(`[name="${name}"]`)?.focus();
  }

  item(group, at) {
    const written = element('input', {
      'aria-label': `Another text for ${group.found}`,
      value: group.typed ?? group.replacement ?? '',
      autocomplete: 'off',
    });
    written.addEventListener('input', () => {
      group.typed = written.value;
    });
    const form = element('form', { class: 'row' }, written, element('button', {}, 'Write this'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.at = at;
      this.decide(group, `text: ${written.value}`);
    });
    const made = element(
      'li',
      { class: at === this.at ? 'group current' : 'group', 'aria-current': at === this.at && 'true' },
      element(
        'p',
        { class: 'what' },
        element('del', {}, group.found),
        ' → ',
        group.replacement === null ? '?' : element('ins', {}, group.replacement || '∅'),
        element('span', { class: 'where' }, ` ${group.times} × · ${group.rule} · ${group.kind}`),
      ),
      element('p', { class: 'where' }, group.reason),
      ...group.examples.map((one) =>
        element(
          'p',
          { class: 'example' },
          one.before,
          element('mark', {}, one.found),
          one.after,
          element('span', { class: 'where' }, ` ${one.path}, ${one.place}`),
        ),
      ),
      element(
        'div',
        { class: 'row' },
        this.button('Accept', group, at, 'accept', group.replacement === null),
        this.button('Reject', group, at, 'reject'),
        this.button('Take back', group, at, 'withdraw', !group.decision),
        form,
      ),
    );
    made.addEventListener('focusin', () => {
      this.at = at;
    });
    return made;
  }

  button(text, group, at, decision, isOff = false) {
    const made = element(
      'button',
      {
        type: 'button',
        name: `${decision}-${group.group}`,
        'aria-pressed': decision === 'withdraw' ? undefined : String(group.decision === decision),
        disabled: isOff,
      },
      text,
    );
    made.addEventListener('click', () => {
      this.at = at;
      this.decide(group, decision);
    });
    return made;
  }
}
