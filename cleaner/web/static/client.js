// Asks the service. The secret comes in the address behind #, which is never sent.

const KEY = 'cleaner-token';
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given) {
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, '', location.pathname);
}

// A new secret for a page that is open: the service was started again.
addEventListener('hashchange', () => location.reload());

export class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/** The answer to a request as JSON. Throws Refused, with a sentence for people. */
export async function ask(method, path, body) {
  const headers = {};
  const token = sessionStorage.getItem(KEY);
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, 'The service does not answer. What you decided is kept here; try again.');
  }
  if (response.status === 401 && askForToken()) return ask(method, path, body);
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, said.detail || response.statusText);
  return said;
}

function askForToken() {
  const token = prompt('The secret of this service (CLEANER_TOKEN):');
  if (token) sessionStorage.setItem(KEY, token.trim());
  return Boolean(token);
}
