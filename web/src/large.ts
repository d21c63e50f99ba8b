import type { Asset } from './api';

const preciseTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
/** A camera's clock names no zone and is kept as if it were UTC: so it is shown as it stood, and as the filters count its day. */
const cameraTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

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
  return [
    asset.title ? asset.name : '',
    asset.width && asset.height ? `${asset.width} × ${asset.height}` : '',
    asset.duration ? `${Math.round(asset.duration)} s` : '',
    asset.bytes ? sizeOf(asset.bytes) : '',
    timeOf(asset),
  ].filter(Boolean);
}

function timeOf({ takenAt, createdAt }: Asset): string {
  if (takenAt) return `taken ${cameraTime.format(new Date(takenAt))}`;
  return createdAt ? `arrived ${preciseTime.format(new Date(createdAt))}` : '';
}

/** Three digits; the unit is chosen after rounding, so that 999,500 bytes are 1.00 MB. */
function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = bytes / 1000;
  while (units.length > 1 && Number(size.toPrecision(3)) >= 1000) {
    size /= 1000;
    units.shift();
  }

  return `${size.toPrecision(3)} ${units[0]}`;
}
