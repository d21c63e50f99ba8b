import { defineConfig } from 'vite';

// The page as files that the app serves: no inline script or style, so that its content security policy needs no exception.
export default defineConfig({
  base: '/',
  build: {
    outDir: '../src/Functions/wwwroot',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: 'es2023',
  },
});
