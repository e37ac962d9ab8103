/**
 * The arrows of the house: app → components → lib/<feature> → lib/platform, one way only; rules are pure; no cycles.
 * The parser is swc, because TypeScript 7 has no compiler API that dependency-cruiser could use.
 */
const feature = '^lib/(?!platform/)'
const rules = '^lib/[^/]+/rules(\\.ts$|/)'
const pure = `${rules}|^lib/platform/(money|ratio|dates|trace|errors)\\.ts$|(^|/)decimal\\.js/`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-missing-file', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'lib-below-screens', severity: 'error', from: { path: '^lib/' }, to: { path: '^(app|components)/' } },
    { name: 'components-below-app', severity: 'error', from: { path: '^components/' }, to: { path: '^app/' } },
    { name: 'platform-below-features', severity: 'error', from: { path: '^lib/platform/' }, to: { path: feature } },
    {
      name: 'primitives-know-no-domain',
      comment: 'components/ui holds no word of the domain',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: `${feature}|^components/(?!ui/)` },
    },
    {
      name: 'rules-are-pure',
      comment: 'rules import other rules, money, ratios, dates and traces: no I/O, no clock, no database',
      severity: 'error',
      from: { path: rules },
      to: { pathNot: pure },
    },
    {
      name: 'database-behind-platform',
      comment: 'everything else reaches the database through withTenant',
      severity: 'error',
      from: { pathNot: '^(lib/platform/|lib/(worker|cli)\\.ts$|tests/)' },
      to: { path: '^lib/platform/db/(client\\.ts|generated/)' },
    },
    {
      name: 'product-without-scaffolding',
      severity: 'error',
      from: { path: '^(app|components|lib)/' },
      to: { path: '^(tests|scripts|bench|prisma)/' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: '(^|/)node_modules/|^lib/platform/db/generated/' },
    exclude: { path: '\\.css$' },
    webpackConfig: { fileName: 'scripts/checks/alias.cjs' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
