import { Api, ApiError } from './api';
import { forget, remember, remembered, type Credentials } from './credentials';
import { takeFiles } from './files';
import { Gallery } from './gallery';
import { Uploads } from './uploads';

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
let gallery: Gallery | null = null;
let uploads: Uploads | null = null;

const announce = (text: string): void => {
  announcer.textContent = text;
};

function askForKey(message = ''): void {
  gallery = uploads = null;
  workspace.hidden = signOut.hidden = true;
  signIn.hidden = false;
  byId('sign-in-error').textContent = message;
  byId<HTMLInputElement>('key').focus();
}

/** Runs something that calls the API; a wrong key leads back to the form, anything else to a sentence. */
async function attempt(action: () => Promise<void>): Promise<void> {
  try {
    notice.textContent = '';
    await action();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      forget();
      askForKey(error.message);
    } else {
      notice.textContent = error instanceof Error ? error.message : String(error);
    }
  }
}

async function enter(credentials: Credentials): Promise<void> {
  const api = new Api(credentials);
  const entered = new Gallery(api, byId('assets'), byId('empty'), more, announce);
  gallery = entered;
  uploads = new Uploads(api, announce);
  signIn.hidden = true;
  workspace.hidden = signOut.hidden = false;
  await attempt(() => entered.load());
}

takeFiles(byId('drop'), byId<HTMLInputElement>('files'), (files) => {
  const [target, queue] = [gallery, uploads];
  if (!target || !queue) return;
  announce(files.length === 1 ? `Uploading ${files[0]!.name}` : `Uploading ${files.length} files`);
  void attempt(() => queue.add(files.map((file) => ({ file, card: target.add(file.name) }))));
});

signIn.addEventListener('submit', (event) => {
  event.preventDefault();
  const credentials = { key: byId<HTMLInputElement>('key').value.trim(), secret: byId<HTMLInputElement>('secret').value.trim() };
  remember(credentials);
  signIn.reset();
  void enter(credentials);
});
signOut.addEventListener('click', () => {
  forget();
  askForKey();
});
more.addEventListener('click', () => {
  if (gallery) void attempt(() => gallery!.load());
});
// A link with a key, opened in the tab that already shows the page, changes the fragment only.
window.addEventListener('hashchange', () => {
  const given = location.hash.includes('key=') ? remembered() : null;
  if (given) void enter(given);
});

const credentials = remembered();
if (credentials) void enter(credentials);
else askForKey();
