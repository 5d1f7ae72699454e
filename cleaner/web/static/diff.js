// The changes alone: each line that changes, as it is and as it becomes.

import { element } from './marks.js';

/** Shows the lines with changes; `edits` are {start, end, text} in code points, in order. */
export function showChanges(box, text, edits) {
  const points = Array.from(text);
  const shown = lines(points)
    .map(([start, end]) => [start, end, edits.filter((one) => one.start >= start && one.start <= end)])
    .filter(([, , inside]) => inside.length);
  if (!shown.length) {
    box.replaceChildren(element('p', { class: 'none' }, 'Nothing is changed so far.'));
    return;
  }
  box.replaceChildren(
    ...shown.map(([start, end, inside]) =>
      element(
        'div',
        { class: 'change' },
        element('p', { class: 'old' }, ...pieces(points, start, end, inside, 'del')),
        element('p', { class: 'new' }, ...pieces(points, start, end, inside, 'ins')),
      ),
    ),
  );
}

function lines(points) {
  const found = [];
  let start = 0;
  points.forEach((point, at) => {
    if (point !== '\n') return;
    found.push([start, at]);
    start = at + 1;
  });
  found.push([start, points.length]);
  return found;
}

function* pieces(points, start, end, edits, name) {
  let done = start;
  for (const one of edits) {
    yield points.slice(done, one.start).join('');
    yield element(name, {}, name === 'del' ? points.slice(one.start, one.end).join('') : one.text);
    done = one.end;
  }
  yield points.slice(done, Math.max(end, done)).join('');
}
