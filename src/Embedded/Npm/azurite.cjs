// Azurite, ended with whoever started it: when the other end of stdin goes away, however it went, Azurite saves and ends.
const saveLimit = 5_000; // milliseconds

const end = () => {
  // Azurite's own request to stop; nobody listens yet while it starts.
  if (!process.emit('message', 'shutdown')) process.exit(0);
  setTimeout(() => process.exit(0), saveLimit).unref();
};
process.stdin.on('end', end).on('error', end).resume();
process.stdin.unref?.();

// Ctrl-C reaches every process of the terminal: the app must still find its storage while it finishes what it has begun.
if (!process.stdin.isTTY) {
  process.on('SIGINT', () => {});
  const once = process.once;
  process.once = (event, listener) => (event === 'SIGINT' ? process : once.call(process, event, listener));
}

require('azurite/dist/src/azurite');
