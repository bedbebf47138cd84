// what the page asks of the gateway

import { byId } from './dom.js';

export async function get(path) {
  const answer = await fetch('/console/' + path);
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// who may change something has the token, or sits at the machine itself
export function change(path) {
  const token = byId('token').value;
  return fetch('/console/' + path, { method: 'POST', headers: token ? { Authorization: 'Bearer ' + token } : {} });
}
