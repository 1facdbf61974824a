import { defineConfig, type Plugin } from "vite";
import { messages } from "./messages.ts";
import { maps } from "./world.ts";

/** The brief's style sheets are Jinja templates and follow the system's theme; the cockpit also lets a reader choose one. */
function sharedStyles(): Plugin {
  const dark = /@media screen and \(prefers-color-scheme: dark\) \{ :root \{([^}]*)\} \}/g;
  return {
    name: "shared-styles",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".css")) return null;
      return code
        .replace(/\{#[\s\S]*?#\}/g, "")
        .replace(
          dark,
          (_, rules: string) =>
            `@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${rules}} }\n` +
            `@media screen { :root[data-theme="dark"] {${rules}} }`,
        );
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [sharedStyles(), maps(), messages()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { fs: { allow: [".."] }, proxy: { "/api": "http://127.0.0.1:8765" } },
  build: {
    outDir: process.env.NEWIND_STATIC ?? "../src/newind/web/static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    license: { fileName: "licences.md" },
    rollupOptions: {
      // stable names: a rebuild is compared with the committed files byte for byte, and the server sends ETags
      output: { entryFileNames: "app.js", chunkFileNames: "[name].js", assetFileNames: "[name][extname]" },
    },
  },
});
