// Azurite, ended with whoever started it: when the other end of stdin goes away, however it went, so does this process.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
require('azurite/dist/src/azurite');
