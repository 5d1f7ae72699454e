// A text with its findings marked in place. Everything is put in as text, never as HTML.

const TAG = /<[^<>]*>/g;

/** An element with text and attributes. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === undefined || value === null) continue;
    made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Shows a text; `state(finding)` says how each finding is decided, `pick` is called with its number. */
export function show(box, review, state, pick) {
  const points = Array.from(review.text);
  const pieces = [];
  let done = 0;
  review.findings.forEach((finding, number) => {
    if (finding.start < done) return;
    pieces.push(...plain(points.slice(done, finding.start).join(''), review.format));
    pieces.push(mark(finding, number, state(finding), pick));
    done = finding.end;
  });
  pieces.push(...plain(points.slice(done).join(''), review.format));
  box.replaceChildren(...pieces);
}

function mark(finding, number, decided, pick) {
  const isChanged = decided.kind === 'accept' || decided.kind === 'write';
  const made = element(
    'button',
    {
      type: 'button',
      class: `mark ${decided.kind} ${finding.safety}`,
      'data-number': number,
      tabindex: -1,
      'aria-label': `${finding.found}, ${said(decided)}`,
    },
    ...(isChanged
      ? [element('del', {}, finding.found), ' ', element('ins', {}, decided.text || '∅')]
      : [finding.found || '‸']),
  );
  made.addEventListener('click', () => pick(number));
  return made;
}

export function said(decided) {
  if (decided.kind === 'accept') return `becomes ${decided.text || 'nothing'}`;
  if (decided.kind === 'write') return `becomes ${decided.text || 'nothing'}, as written`;
  return decided.kind === 'reject' ? 'stays' : 'open';
}

function* plain(text, format) {
  if (format === 'text') {
    yield text;
    return;
  }
  let done = 0;
  for (const match of text.matchAll(TAG)) {
    yield text.slice(done, match.index);
    yield element('span', { class: 'tag' }, match[0]);
    done = match.index + match[0].length;
  }
  yield text.slice(done);
}
