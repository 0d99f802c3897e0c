export const DEMONSTRATION_GRANT = 'urn:dun:grant:demonstration';

/** An access token for the API in the name of a demonstration account, from the provider's own grant. */
export async function bearer(issuer, secret, username) {
  const body = new URLSearchParams({
    grant_type: DEMONSTRATION_GRANT,
    client_id: 'dun-demonstration',
    client_secret: secret,
    username,
  });
  const response = await fetch(`${issuer}/token`, { method: 'POST', body });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${username}: ${answer.error} (${answer.error_description})`);
  return answer.access_token;
}
