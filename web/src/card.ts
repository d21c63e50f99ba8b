import type { Asset } from './api';
import { assetChanged, assetDeleted, removeCard } from './changes';

const words: Readonly<Record<string, string>> = {
  waiting: 'Waiting', uploading: 'Uploading', arrived: 'Arrived, waiting to be tagged', reserved: 'Waiting for the file', received: 'Tagging…',
  ready: 'Ready', rejected: 'Not accepted', failed: 'Failed', expired: 'Nothing arrived', deleted: 'Deleted',
};

const reasons: Readonly<Record<string, string>> = {
  'unsupported-type': 'Magpie takes photos (JPEG, PNG, GIF, WebP, HEIC, AVIF, TIFF) and videos; this is another kind of file.',
  'type-mismatch': 'What is in the file is not what its name says.',
  'too-large': 'The file is larger than Magpie takes.',
  'too-many-pixels': 'The picture has more pixels than Magpie takes.',
  corrupt: 'The file is damaged or incomplete.',
  empty: 'The file is empty.',
  'checksum-mismatch': 'What arrived is not what was sent; upload it again.',
};

/** What a card sends, through its list: more like it is wanted, what carries a tag, to see it large, or another try. */
export const likeWanted = 'like-wanted';
export const tagWanted = 'tag-wanted';
export const viewWanted = 'view-wanted';
export const retryWanted = 'retry-wanted';

/** What comes with `viewWanted` and `retryWanted`. */
export interface Viewed {
  readonly card: Card;
  readonly asset: Asset;
}

/** One file or asset in the list. Everything from outside is set as text, never as HTML. */
export class Card {
  readonly element = document.createElement('li');
  private readonly picture = document.createElement('img');
  private readonly title = document.createElement('h3');
  private readonly status = document.createElement('p');
  private readonly progress = document.createElement('progress');
  private readonly tags = document.createElement('ul');
  private readonly why = document.createElement('p');
  private readonly like = document.createElement('button');
  private readonly again = document.createElement('button');
  private readonly frame = document.createElement('button');
  private shown = '';
  private asset: Asset | null = null;

  constructor(name: string) {
    this.title.textContent = name;
    this.title.title = name;
    this.picture.alt = '';
    this.picture.hidden = true;
    this.status.className = 'status';
    this.tags.className = 'tags';
    this.tags.setAttribute('aria-label', 'Tags');
    this.progress.max = 1;
    this.progress.hidden = true;
    this.progress.setAttribute('aria-label', `Upload of ${name}`);
    this.frame.className = 'frame';
    this.frame.type = 'button';
    this.frame.disabled = true;
    this.frame.append(this.picture);
    this.frame.addEventListener('click', () => this.view());
    this.why.className = 'why';
    this.why.hidden = true;
    this.like.className = 'quiet like';
    this.like.type = 'button';
    this.like.textContent = 'More like this';
    this.like.hidden = true;
    this.again.className = 'quiet again';
    this.again.type = 'button';
    this.again.textContent = 'Try again';
    this.element.append(this.frame, this.title, this.status, this.again, this.why, this.progress, this.tags, this.like);
    this.element.addEventListener(assetChanged, (event) => this.show((event as CustomEvent<Asset>).detail));
    this.element.addEventListener(assetDeleted, () => removeCard(this.element));
    this.say('waiting');
  }

  say(state: string, detail = ''): void {
    this.element.dataset['state'] = state;
    this.status.textContent = [words[state] ?? state, detail].filter(Boolean).join(': ');
    this.again.hidden = true;
    if (state !== 'uploading') this.progress.hidden = true;
  }

  /** Says a state that is not the one it says already; answers whether it is another. */
  become(state: string): boolean {
    if (this.element.dataset['state'] === state) return false;
    this.say(state);
    return true;
  }

  /** Offers another try of what has not worked. */
  offerAgain(action: () => void): void {
    this.again.hidden = false;
    this.again.setAttribute('aria-label', `Try again: ${this.title.textContent}`);
    this.again.onclick = () => {
      // The button goes; whoever came by the keyboard stays at the card.
      this.element.tabIndex = -1;
      this.element.focus();
      action();
    };
  }

  uploaded(part: number): void {
    this.say('uploading', `${Math.floor(part * 100)} %`);
    this.progress.hidden = false;
    this.progress.value = part;
  }

  /** Asks for the large view, where there is one. */
  view(): void {
    if (this.asset?.state === 'ready') this.send(viewWanted, { card: this, asset: this.asset } satisfies Viewed);
  }

  show(asset: Asset): void {
    this.asset = asset;
    this.element.dataset['asset'] = asset.id;
    const name = asset.title || asset.name;
    this.title.textContent = name;
    this.title.title = name;
    this.say(asset.state, reason(asset));
    if (asset.state === 'failed') this.offerAgain(() => this.send(retryWanted, { card: this, asset } satisfies Viewed));
    this.showTags(asset);
    this.like.hidden = asset.state !== 'ready';
    this.like.setAttribute('aria-label', `More like ${name}`);
    this.like.onclick = () => this.send(likeWanted, { like: asset.id, name });
    this.frame.disabled = asset.state !== 'ready';
    this.frame.setAttribute('aria-label', `Look at ${name}`);
    this.frame.dataset['type'] = asset.type ?? '';
    const thumb = asset.urls?.thumb ?? '';
    if (/^https?:/.test(thumb) && thumb !== this.shown) {
      this.shown = thumb;
      void this.showPicture(thumb, describe(asset));
    }
  }

  /** Says why this was found. */
  explain(reasons: string): void {
    this.why.textContent = reasons ? `Found: ${reasons}` : '';
    this.why.hidden = !reasons;
  }

  private showTags(asset: Asset): void {
    const confidences = new Map(asset.mlTags?.map((tag) => [tag.tag, tag.confidence]));
    const shown = new Set([...(asset.tags ?? []), ...confidences.keys()]);
    this.tags.replaceChildren(...[...shown].map((tag) => {
      const item = document.createElement('li');
      const find = document.createElement('button');
      find.type = 'button';
      find.textContent = tag;
      find.title = `What else is ${tag}`;
      find.addEventListener('click', () => this.send(tagWanted, tag));
      item.append(find);
      const confidence = confidences.get(tag);
      if (confidence !== undefined) {
        const percent = document.createElement('span');
        percent.textContent = ` ${Math.round(confidence * 100)} %`;
        item.append(percent);
      }

      return item;
    }));
    if (asset.state === 'ready' && shown.size === 0) {
      this.status.textContent = asset.tagging?.status === 'unavailable' ? 'Ready, not tagged: no model is available' : 'Ready, no tags';
    }
  }

  private send(name: string, detail: unknown): void {
    this.element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  private async showPicture(url: string, description: string): Promise<void> {
    try {
      this.picture.src = url;
      await this.picture.decode();
      this.picture.alt = description;
      this.picture.hidden = false;
    } catch {
      this.picture.hidden = true;
    }
  }
}

function describe(asset: Asset): string {
  const tags = (asset.tags ?? []).slice(0, 5).join(', ');
  return tags || asset.title || asset.name;
}

function reason(asset: Asset): string {
  const error = asset.error;
  if (!error) return '';
  if (typeof error === 'string') return reasons[error] ?? error;
  return error.message ?? error.detail ?? reasons[error.code ?? ''] ?? error.code ?? '';
}
