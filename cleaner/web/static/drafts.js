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

/** A short name of a text: the same for the same text, 64 bits of FNV-1a. */
export function digest(text) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16);
}

export function kept(key) {
  return read(PREFIX + key);
}

export function forget(key) {
  localStorage.removeItem(PREFIX + key);
}

/** The text that was pasted last, so that a reload finds it again. */
export function keepLast(pasted) {
  if (pasted) return keep(LAST, pasted);
  forget(LAST);
  return true;
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
