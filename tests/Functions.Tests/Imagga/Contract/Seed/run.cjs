// Runs snippets, one after the other: [{name, code}] comes in, {name: what was logged} goes out.
'use strict';

const { createRequire } = require('module');
const vm = require('vm');

const fromRoot = createRequire(process.cwd() + '/package.json');

function run(code) {
    return new Promise((resolve, reject) => {
        process.once('unhandledRejection', reject);
        const snippet = vm.runInThisContext(`(function (require, console) { ${code}\n})`);
        snippet(fromRoot, { log: resolve });
    }).finally(() => process.removeAllListeners('unhandledRejection'));
}

(async () => {
    const chunks = [];
    for await (const chunk of process.stdin) {
        chunks.push(chunk);
    }

    const said = {};
    for (const { name, code } of JSON.parse(Buffer.concat(chunks).toString())) {
        said[name] = await run(code);
    }

    process.stdout.write(JSON.stringify(said));
})().catch(error => {
    process.stderr.write(String(error.stack));
    process.exit(1);
});
