import type { Asset } from './api';

const preciseTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** What an asset is called. */
export function nameOf(asset: Asset): string {
  return asset.title || asset.name;
}

/** An asset's large picture, or its film. */
export function large(asset: Asset): HTMLElement {
  if (asset.type === 'video') {
    const video = document.createElement('video');
    video.controls = true;
    video.preload = 'metadata';
    video.poster = asset.urls?.preview ?? '';
    video.src = asset.urls?.original ?? '';
    return video;
  }

  const picture = document.createElement('img');
  picture.alt = (asset.tags ?? []).slice(0, 5).join(', ') || asset.name;
  picture.src = asset.urls?.preview ?? asset.urls?.original ?? '';
  return picture;
}

/** What is known of an asset beside its tags, each as a few words. */
export function factsOf(asset: Asset): string[] {
  const time = asset.takenAt ?? asset.createdAt;
  return [
    asset.title ? asset.name : '',
    asset.width && asset.height ? `${asset.width} × ${asset.height}` : '',
    asset.duration ? `${Math.round(asset.duration)} s` : '',
    asset.bytes ? sizeOf(asset.bytes) : '',
    time ? `${asset.takenAt ? 'taken' : 'arrived'} ${preciseTime.format(new Date(time))}` : '',
  ].filter(Boolean);
}

function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toPrecision(3)} ${units[power]}`;
}
