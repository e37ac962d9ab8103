import { defineConfig } from '@playwright/test'

/** A running server can be tested with E2E_URL; otherwise one is started with the demo banks (scripts/e2e-server.mjs). */
const port = Number(process.env.E2E_PORT ?? 3100)
const given = process.env.E2E_URL
const executablePath = process.env.PLAYWRIGHT_CHROMIUM

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: given ?? `http://127.0.0.1:${port}`,
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    // without a film of every test, which would cost more than the test
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    },
  },
  webServer: given
    ? undefined
    : {
        command: 'node scripts/e2e-server.mjs',
        env: { E2E_PORT: String(port) },
        url: `http://127.0.0.1:${port}/api/health`,
        timeout: 300_000,
        stdout: 'pipe',
        reuseExistingServer: false,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
      },
})
