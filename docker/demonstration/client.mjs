/** The API as one account sees it: every answer as `{ status, headers, body }`, body parsed when it is JSON. */
export function client(api, bearer) {
  const call = async (path, options = {}) => {
    const headers = { ...(bearer && { authorization: `Bearer ${bearer}` }), ...options.headers };
    const response = await fetch(`${api}${path}`, { ...options, headers });
    const json = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: json ? await response.json() : await response.arrayBuffer(),
    };
  };
  return {
    get: (path) => call(path),
    post: (path, body) =>
      call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    delete: (path) => call(path, { method: 'DELETE' }),
    deposit: (dossier, fields, files) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      for (const { name, type, bytes } of files) form.append('fichiers', new Blob([bytes], { type }), name);
      return call(`/dossiers/${dossier}/pieces`, { method: 'POST', body: form });
    },
  };
}
