// What is decided and not saved yet stays in this browser, whatever becomes of page or service.

const PREFIX = 'cleaner-draft:';
const LAST = 'cleaner-last';

/** Decisions by finding, under the name and the digest of a text. */
export function keep(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    return false;
  }
  return true;
}

export function kept(key) {
  return read(PREFIX + key);
}

export function forget(key) {
  localStorage.removeItem(PREFIX + key);
}

/** The text that was pasted last, so that a reload finds it again. */
export function keepLast(pasted) {
  if (pasted) keep(LAST, pasted);
  else forget(LAST);
}

export function last() {
  return kept(LAST);
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
