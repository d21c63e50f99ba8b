/** Extensions of what Magpie takes, and the media type of each; browsers know few of them by themselves. See `FileTypes` of the server. */
const typesByExtension: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', jpe: 'image/jpeg', jfif: 'image/jpeg', png: 'image/png', apng: 'image/png', gif: 'image/gif', webp: 'image/webp',
  heic: 'image/heic', heif: 'image/heic', hif: 'image/heic', avif: 'image/avif', avifs: 'image/avif', tif: 'image/tiff', tiff: 'image/tiff',
  bmp: 'image/bmp', dib: 'image/bmp',
  mp4: 'video/mp4', m4v: 'video/mp4', mpeg: 'video/mpeg', mpg: 'video/mpeg', mpe: 'video/mpeg', m2v: 'video/mpeg', vob: 'video/mpeg',
  mov: 'video/quicktime', qt: 'video/quicktime', avi: 'video/x-msvideo', webm: 'video/webm', mkv: 'video/x-matroska',
};

/** What the browser says a file is, else what its name says; null where neither says anything. */
export function typeOf(file: File): string | null {
  return file.type && file.type !== 'application/octet-stream' ? file.type : typeByName(file.name);
}

/** What a file of this name is; null for what Magpie does not take. */
export function typeByName(name: string): string | null {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(typesByExtension, extension) ? typesByExtension[extension]! : null;
}
