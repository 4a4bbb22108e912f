// Our own scripts: plain browser scripts, strict, nothing unused, nothing by chance.
const js = require("@eslint/js");

const browser = Object.fromEntries(
  [
    "AbortController",
    "Event",
    "IntersectionObserver",
    "URL",
    "URLSearchParams",
    "caches",
    "clearTimeout",
    "console",
    "document",
    "fetch",
    "history",
    "localStorage",
    "location",
    "navigator",
    "requestAnimationFrame",
    "sessionStorage",
    "setTimeout",
    "window",
  ].map((name) => [name, "readonly"]),
);

module.exports = [
  { ignores: ["**/vendor/**", "**/node_modules/**", ".venv/**", "workspace/**", "**/public/**"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "script",
      globals: { ...browser, Kufu: "readonly", L: "readonly" },
    },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-alert": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
      "max-lines": ["error", 300],
    },
  },
  {
    files: ["site_builder/map/**"],
    rules: {
      strict: ["error", "global"],
      // What people wrote is text. These would make it markup.
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property })),
        { object: "document", property: "write" },
      ],
    },
  },
  {
    files: ["eslint.config.js"],
    languageOptions: { globals: { module: "writable", require: "readonly" } },
  },
];
