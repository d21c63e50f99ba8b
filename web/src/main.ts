import { Api, ApiError } from './api';
import { likeWanted, retryWanted, tagWanted, type Viewed } from './card';
import { assetDeleted, followChangesIn } from './changes';
import { completeTags } from './completions';
import { forget, remember, remembered, type Credentials } from './credentials';
import { takeFiles } from './files';
import { FilterFields } from './filters';
import type { Batch } from './folders';
import { follow } from './follow';
import { Gallery } from './gallery';
import { Search } from './search';
import { typeByName } from './types';
import { Uploads } from './uploads';
import { Viewer, viewCardsOf } from './viewer';
import { keepInAddress, queryOf, wantedByAddress, type Wanted } from './wanted';

function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no #${id}.`);
  return element as T;
}

const signIn = byId<HTMLFormElement>('sign-in');
const signOut = byId<HTMLButtonElement>('sign-out');
const workspace = byId('workspace');
const notice = byId('notice');
const more = byId<HTMLButtonElement>('more');
const announcer = byId('announcer');
const viewerDialog = byId<HTMLDialogElement>('viewer');
const box = byId<HTMLInputElement>('search');
const newest = byId('newest');
let api: Api | null = null;
let gallery: Gallery | null = null;
let search: Search | null = null;
let uploads: Uploads | null = null;

/** Behind the open viewer nothing is heard: it has an announcer of its own. */
const announce = (text: string): void => {
  (viewerDialog.open ? byId('viewer-announcer') : announcer).textContent = text;
};
const filters = new FilterFields(byId<HTMLFormElement>('search-form'), byId<HTMLDetailsElement>('filters'), byId('swatches'), () => {
  filters.tell();
  look(queryOf(box.value, filters.read()));
});
const viewer = new Viewer(viewerDialog, () => api, announce, (text) => {
  notice.textContent = text;
});
for (const list of [byId('assets'), byId('hits')]) {
  viewCardsOf(list, viewer);
  followChangesIn(list);
}
document.addEventListener(assetDeleted, () => gallery?.sayIfEmpty());

function askForKey(message = ''): void {
  api?.close();
  api = gallery = uploads = null;
  void search?.show(null);
  search = null;
  byId('assets').replaceChildren();
  workspace.hidden = signOut.hidden = true;
  signIn.hidden = false;
  byId('sign-in-error').textContent = message;
  byId<HTMLInputElement>('key').focus();
}

/** A key that is not taken is forgotten. */
function refuse(error: ApiError): void {
  forget();
  askForKey(error.message);
}

/** Runs something that calls the API; a wrong key leads back to the form, anything else to a sentence. */
async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    notice.textContent = '';
    await action();
  } catch (error) {
    const isOver = error instanceof DOMException && error.name === 'AbortError';
    if (error instanceof ApiError && error.status === 401) refuse(error);
    else if (!isOver) {
      notice.textContent = error instanceof Error ? error.message : String(error);
    }
  }
}

async function enter(credentials: Credentials): Promise<void> {
  api?.close();
  const connection = new Api(credentials, refuse);
  api = connection;
  search = new Search(
    connection,
    { section: byId('found'), title: byId('found-title'), list: byId('hits'), note: byId('found-note'), more: byId<HTMLButtonElement>('more-hits') },
    announce,
    (error) => void attempt(() => Promise.reject(error)),
  );
  const entered = new Gallery(connection, byId('assets'), byId('empty'), more, announce);
  gallery = entered;
  uploads = new Uploads(connection, announce);
  signIn.hidden = true;
  workspace.hidden = signOut.hidden = false;
  followAddress();
  await attempt(() => entered.load());
}

/** Shows the search that the address names, or everything. */
function followAddress(): void {
  const wanted = wantedByAddress();
  const query = wanted && 'words' in wanted ? wanted : null;
  box.value = query?.words ?? '';
  filters.show(query?.filters ?? {});
  newest.hidden = wanted !== null;
  notice.textContent = '';
  void search?.show(wanted);
}

function look(wanted: Wanted): void {
  keepInAddress(wanted);
  followAddress();
}

box.addEventListener('input', () => {
  const wanted = queryOf(box.value, filters.read());
  search?.type(wanted, () => {
    keepInAddress(wanted);
    newest.hidden = wanted !== null;
    notice.textContent = '';
  });
});
byId<HTMLFormElement>('search-form').addEventListener('submit', (event) => {
  event.preventDefault();
  look(queryOf(box.value, filters.read()));
});
box.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !wantedByAddress()) return;
  event.preventDefault();
  look(null);
});
document.addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLElement && event.target.matches('input, textarea, [contenteditable]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping || workspace.hidden) return;
  event.preventDefault();
  box.focus();
});
// As a link it would put its fragment in the place of the search's.
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId(workspace.hidden ? 'key' : byId('found').hidden ? 'assets' : 'found-title').focus();
});
workspace.addEventListener(likeWanted, (event) => {
  look((event as CustomEvent<{ like: string; name: string }>).detail);
  byId('found-title').focus();
  window.scrollTo({ top: 0 });
});
workspace.addEventListener(tagWanted, (event) => {
  look(queryOf((event as CustomEvent<string>).detail, {}));
  byId('found-title').focus();
  window.scrollTo({ top: 0 });
});
byId('all').addEventListener('click', () => {
  look(null);
  box.focus();
});
byId('more-hits').addEventListener('click', () => void search?.load());
completeTags(box, byId('completions'), () => api);

takeFiles(byId('drop'), { files: byId<HTMLInputElement>('files'), folder: byId<HTMLInputElement>('folder') }, (batches, isFolder) => {
  void attempt(() => upload(batches, isFolder));
});
byId('choose-folder').hidden = !('webkitdirectory' in HTMLInputElement.prototype);

/** Puts files on the list and sends them. In a folder lies what nobody meant to upload: it is named, and left where it is. */
async function upload(batches: AsyncIterable<Batch>, isFolder: boolean): Promise<void> {
  const [target, queue] = [gallery, uploads];
  if (!target || !queue) return;
  if (wantedByAddress()) look(null);
  const leftOut: string[] = [];
  let last = '';
  let count = 0;
  for await (const { files, problem } of batches) {
    if (uploads !== queue) return;
    const isWanted = ({ name }: File): boolean => !isFolder || typeByName(name) !== null;
    const wanted = files.filter(isWanted);
    leftOut.push(...files.filter((file) => !isWanted(file)).map(({ name }) => name));
    queue.add(wanted.map((file) => ({ file, card: target.add(file.name) })));
    count += wanted.length;
    last = wanted.at(-1)?.name ?? last;
    if (problem) notice.textContent = problem;
  }

  if (count > 0) announce(count === 1 ? `Uploading ${last}` : `Uploading ${count} files`);
  else if (leftOut.length === 0) notice.textContent ||= 'Nothing in it to upload.';
  if (leftOut.length === 0) return;
  const names = leftOut.slice(0, 3).join(', ') + (leftOut.length > 3 ? ', …' : '');
  notice.textContent = `${notice.textContent} Left out, because they are no photos or videos that Magpie takes: ${leftOut.length} (${names}).`.trim();
}

workspace.addEventListener(retryWanted, (event) => {
  const { card, asset } = (event as CustomEvent<Viewed>).detail;
  const connection = api;
  if (!connection) return;
  void attempt(async () => {
    try {
      await connection.retry(asset.id);
    } catch (error) {
      card.show(asset);
      throw error;
    }

    card.say('received');
    follow(connection, asset.id, card, announce, { isRetried: true });
  });
});

signIn.addEventListener('submit', (event) => {
  event.preventDefault();
  const credentials = { key: byId<HTMLInputElement>('key').value.trim(), secret: byId<HTMLInputElement>('secret').value.trim() };
  remember(credentials);
  signIn.reset();
  void enter(credentials);
  box.focus();
});
signOut.addEventListener('click', () => {
  const left = uploads?.underWay ?? 0;
  if (left > 0 && !window.confirm(`${left === 1 ? 'One file is' : `${left} files are`} still on the way and will not arrive. Forget the key?`)) return;
  forget();
  askForKey();
});
more.addEventListener('click', () => {
  if (gallery) void attempt(() => gallery!.load());
});
window.addEventListener('beforeunload', (event) => {
  if (!uploads?.underWay) return;
  event.preventDefault();
  // Browsers of before 2024 look at this only.
  event.returnValue = true;
});
// A link with a key, opened in the tab that already shows the page, changes the fragment only.
window.addEventListener('hashchange', () => {
  const given = location.hash.includes('key=') ? remembered() : null;
  if (given) void enter(given);
});
window.addEventListener('popstate', () => {
  if (search && !location.hash.includes('key=')) followAddress();
});

const credentials = remembered();
if (credentials) void enter(credentials);
else askForKey();
