const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const KEPT = 'magpie';
const MAX_SHOWN = 200_000;
const api = await load();
if (api) show();

async function load() {
  try {
    const response = await fetch('/openapi.json');
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return await response.json();
  } catch (error) {
    document.getElementById('notice').textContent = `The document could not be read: ${error.message}`;
    return null;
  }
}

/** An element; attributes that are null are left out, properties begin with a dot. Text is only ever text. */
function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined) continue;
    if (key.startsWith('.')) element[key.slice(1)] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return element;
}

/** Paragraphs, with what stands between backticks as code. */
function prose(text) {
  return (text ?? '').split('\n\n').filter(Boolean)
    .map(paragraph => el('p', {}, paragraph.split('`').map((part, index) => index % 2 ? el('code', {}, part) : part)));
}

function resolve(node) {
  return node?.$ref ? node.$ref.slice(2).split('/').reduce((at, name) => at[name], api) : node;
}

function show() {
  document.getElementById('version').textContent = api.info.version;
  document.getElementById('about').append(...prose(api.info.description));
  const contents = document.getElementById('contents');
  const main = document.getElementById('operations');
  const operations = Object.entries(api.paths).flatMap(([path, item]) =>
    METHODS.filter(method => item[method]).map(method => ({ method, path, ...item[method] })));
  for (const tag of api.tags) {
    const own = operations.filter(operation => operation.tags.includes(tag.name));
    contents.append(el('h2', {}, tag.name), ...own.map(operation => el('a', { href: `#${operation.operationId}` }, operation.summary)));
    main.append(el('section', {}, el('h2', {}, tag.name), el('p', {}, tag.description), own.map(operationView)));
  }
  main.append(el('section', {}, el('h2', {}, 'What webhooks are sent'), el('p', {}, prose(Object.values(api.webhooks)[0].post.description).flatMap(p => [...p.childNodes])),
    Object.values(api.webhooks).map(item => operationView({ method: 'post', path: 'your address', ...item.post, receives: true }))));
  keepCredentials();
  addEventListener('hashchange', open);
  open();
}

/** Opens the operation that the address names. */
function open() {
  const operation = document.getElementById(location.hash.slice(1));
  if (operation instanceof HTMLDetailsElement) {
    operation.open = true;
    operation.scrollIntoView();
  }
}

function operationView(operation) {
  const details = el('details', { class: 'operation', id: operation.operationId },
    el('summary', {}, el('span', { class: `method ${operation.method}` }, operation.method.toUpperCase()), el('code', {}, operation.path), el('span', {}, operation.summary)));
  // Filled when it is opened: thirty operations with all their schemas are much for a page nobody reads all of.
  details.addEventListener('toggle', () => details.append(operationBody(operation)), { once: true });
  return details;
}

function operationBody(operation) {
  const parameters = (operation.parameters ?? []).map(resolve);
  const inputs = parameters.map(parameter => ({ parameter, input: operation.receives ? null : inputFor(parameter) }));
  const request = bodyView(operation.requestBody, operation.receives);
  return el('div', {}, prose(operation.receives ? '' : operation.description), el('p', { class: 'hint' }, operation.receives ? null : access(operation)),
    inputs.length ? [el('h3', {}, 'Parameters'), el('dl', { class: 'members' }, inputs.map(parameterView))] : null,
    request.view,
    operation.receives ? null : tryView(operation, inputs, request),
    el('h3', {}, 'Answers'), Object.entries(operation.responses).map(([status, response]) => answerView(status, resolve(response))));
}

function access(operation) {
  const ways = operation.security ?? api.security;
  if (ways.length === 0) return 'Public.';
  return ways.some(way => way.publishableKey) ? 'A key with its secret, or a publishable key.' : 'A key with its secret.';
}

function parameterView({ parameter, input }) {
  return el('div', {},
    el('dt', {}, el('label', {}, el('code', { class: parameter.required ? 'needed' : null }, parameter.name), ' ', el('small', {}, parameter.in), input)),
    el('dd', {}, prose(parameter.description), el('small', {}, typeOf(parameter.schema))));
}

function inputFor({ schema, required }) {
  const choices = resolve(schema).enum;
  return choices
    ? el('select', {}, required ? null : el('option', { value: '' }, ''), choices.map(choice => el('option', { value: choice }, choice)))
    : el('input', { spellcheck: 'false', autocomplete: 'off', placeholder: schema.default ?? null });
}

/** The body's members, and what to type it in: JSON as text, a form as its fields. */
function bodyView(requestBody, receives) {
  if (!requestBody) return { view: null, read: () => undefined };
  const [type, media] = Object.entries(requestBody.content)[0];
  const view = el('div', {}, el('h3', {}, 'Body ', el('small', {}, type)));
  const members = el('details', { class: 'more' }, el('summary', {}, 'Members'), schemaView(media.schema));
  if (receives) {
    view.append(schemaView(media.schema));
    return { view, read: () => undefined };
  }
  if (type === 'multipart/form-data') {
    const form = el('form', {}, Object.entries(media.schema.properties).map(([name, schema]) => el('p', {},
      el('label', {}, el('code', { class: media.schema.required.includes(name) ? 'needed' : null }, name), ' ',
        el('input', { name, type: schema.contentMediaType ? 'file' : 'text' })))));
    view.append(form, members);
    return { view, read: () => ({ body: new FormData(form) }) };
  }
  const text = el('textarea', { spellcheck: 'false', 'aria-label': 'Body', '.value': JSON.stringify(media.example ?? {}, null, 2) });
  view.append(text, members);
  return { view, read: () => ({ body: text.value, type }) };
}

function answerView(status, response) {
  const [type, media] = Object.entries(response.content ?? {})[0] ?? [];
  const summary = [el('b', {}, status), ' ', prose(response.description).flatMap(p => [...p.childNodes])];
  if (!media?.schema || type === 'text/html') return el('p', { class: 'answer' }, summary);
  const codes = media.schema.allOf?.[1]?.properties?.code?.enum;
  return el('details', { class: 'answer' }, el('summary', {}, summary, codes ? [' ', codes.flatMap(code => [el('code', {}, code), ' '])] : null),
    el('div', {}, Object.keys(response.headers ?? {}).map(name => el('p', {}, el('code', {}, name), ' ', el('small', {}, resolve(response.headers[name]).description ?? 'header'))),
      schemaView(media.schema), exampleOf(media)));
}

function exampleOf(media) {
  const example = media.example ?? resolve(media.schema).examples?.[0];
  return example === undefined ? null : el('pre', {}, JSON.stringify(example, null, 2));
}

function typeOf(schema) {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.$ref) return resolve(schema).type === 'object' ? schema.$ref.split('/').pop() : typeOf(resolve(schema));
  if (schema.enum) return schema.enum.map(String).join(', ');
  if (schema.const !== undefined) return String(schema.const);
  const type = [schema.type ?? 'any'].flat().map(name => name === 'array' ? `array of ${typeOf(schema.items)}` : name).join(' or ');
  const least = schema.minimum ?? schema.minLength ?? schema.minItems;
  const most = schema.maximum ?? schema.maxLength ?? schema.maxItems;
  const range = least !== undefined && most !== undefined ? `${least} to ${most}` : most !== undefined ? `at most ${most}` : least !== undefined ? `at least ${least}` : null;
  return [type, schema.format, range, schema.default !== undefined ? `default ${schema.default}` : null].filter(Boolean).join(', ');
}

/** The object a schema leads to: itself, the items of a list, what is not null. */
function objectIn(schema) {
  const found = resolve(schema.allOf?.[0] ?? schema.anyOf?.[0] ?? schema);
  if (found.properties) return found;
  return found.items ? objectIn(found.items) : null;
}

function schemaView(schema, depth = 0) {
  const found = objectIn(schema);
  if (!found || depth > 3) return null;
  return el('dl', { class: 'members' }, Object.entries(found.properties).map(([name, member]) => el('div', {},
    el('dt', {}, el('code', { class: found.required?.includes(name) ? 'needed' : null }, name)),
    el('dd', {}, el('small', {}, typeOf(member)), prose(member.description ?? resolve(member).description), nested(member, depth)))));
}

function nested(schema, depth) {
  if (!objectIn(schema)) return null;
  const details = el('details', { class: 'more' }, el('summary', {}, 'Members'));
  details.addEventListener('toggle', () => details.append(schemaView(schema, depth + 1) ?? ''), { once: true });
  return details;
}

function tryView(operation, inputs, request) {
  const state = el('span', { class: 'hint', role: 'status' });
  const shown = el('pre', { hidden: '', tabindex: '0' });
  const button = el('button', { type: 'button' }, 'Send');
  button.addEventListener('click', async () => {
    button.disabled = true;
    state.textContent = '…';
    try {
      await send(operation, inputs, request.read(), state, shown);
    } catch (error) {
      state.textContent = error.message;
      shown.hidden = true;
    } finally {
      button.disabled = false;
    }
  });
  return el('div', {}, el('div', { class: 'try' }, button, state), shown);
}

async function send(operation, inputs, content, state, shown) {
  const query = new URLSearchParams();
  const headers = new Headers();
  let path = operation.path;
  for (const { parameter, input } of inputs) {
    const value = input.value.trim();
    if (!value && parameter.required) throw new Error(`${parameter.name} is needed.`);
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value && parameter.in === 'query') (parameter.explode ? value.split(',') : [value]).forEach(one => query.append(parameter.name, one.trim()));
    else if (value && parameter.in === 'header') headers.set(parameter.name, value);
  }
  if ((operation.security ?? api.security).length > 0) headers.set('Authorization', authorization());
  if (content?.type) headers.set('Content-Type', content.type);
  const began = performance.now();
  const response = await fetch(query.size ? `${path}?${query}` : path, { method: operation.method.toUpperCase(), headers, body: content?.body, cache: 'no-store' });
  const type = response.headers.get('Content-Type') ?? '';
  const text = /json|text/.test(type) ? await response.text() : '';
  state.textContent = `${response.status} ${response.statusText}, ${Math.round(performance.now() - began)} ms`;
  const lines = ['ETag', 'Location', 'Retry-After', 'Content-Type', 'Content-Length'].filter(name => response.headers.has(name)).map(name => `${name}: ${response.headers.get(name)}`);
  shown.textContent = `${lines.join('\n')}\n\n${(/json/.test(type) ? pretty(text) : text).slice(0, MAX_SHOWN)}`.trim();
  shown.hidden = false;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function authorization() {
  const [key, secret] = ['key', 'secret'].map(id => document.getElementById(id).value.trim());
  if (!key) throw new Error('Type a key at the top of the page first.');
  return secret ? `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${key}:${secret}`)))}` : `Key ${key}`;
}

/** The same place as the page of pictures keeps them in: whoever signed in there is signed in here. */
function keepCredentials() {
  const [key, secret] = ['key', 'secret'].map(id => document.getElementById(id));
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
    if (kept) [key.value, secret.value] = [kept.key ?? '', kept.secret ?? ''];
  } catch {
    sessionStorage.removeItem(KEPT);
  }
  document.getElementById('credentials').addEventListener('submit', event => event.preventDefault());
  document.getElementById('credentials').addEventListener('change', () => {
    if (key.value.trim()) sessionStorage.setItem(KEPT, JSON.stringify({ key: key.value.trim(), secret: secret.value.trim() }));
    else sessionStorage.removeItem(KEPT);
  });
}
