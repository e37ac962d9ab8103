/** Counts of a test run, read from the reports that vitest and Playwright write. */
import { readFileSync } from 'node:fs'

export type Counts = { passed: number; failed: number; skipped: number; failures: string[] }

export const none = (): Counts => ({ passed: 0, failed: 0, skipped: 0, failures: [] })

export function add(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  }
}

/** A check that either holds or does not. */
export function single(name: string, ok: boolean): Counts {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, failures: ok ? [] : [name] }
}

type VitestReport = {
  testResults: {
    name: string
    status: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}

/** A file that could not even be loaded has no tests, and counts as one failure. */
export function readVitest(path: string, root: string): Counts {
  const report = JSON.parse(readFileSync(path, 'utf8')) as VitestReport
  const counts = none()
  for (const file of report.testResults) {
    const name = file.name.replace(`${root}/`, '')
    for (const test of file.assertionResults) {
      if (test.status === 'passed') counts.passed++
      else if (test.status === 'failed') {
        counts.failed++
        counts.failures.push(`${name}: ${test.fullName}`)
      } else counts.skipped++
    }
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      counts.failed++
      counts.failures.push(`${name}: could not be run`)
    }
  }
  return counts
}

type PlaywrightSuite = {
  title: string
  suites?: PlaywrightSuite[]
  specs?: { title: string; file: string; tests: { projectName: string; status: string }[] }[]
}
type PlaywrightReport = { suites: PlaywrightSuite[]; errors: { message?: string }[] }

/** An error outside any test (a server that did not start, a file that does not load) counts as one failure. */
export function readPlaywright(path: string): Counts {
  const report = JSON.parse(readFileSync(path, 'utf8')) as PlaywrightReport
  const counts = none()
  const visit = (suite: PlaywrightSuite) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status === 'expected' || test.status === 'flaky') counts.passed++
        else if (test.status === 'skipped') counts.skipped++
        else {
          counts.failed++
          counts.failures.push(`tests/e2e/${spec.file}: ${spec.title}`)
        }
      }
    }
    for (const inner of suite.suites ?? []) visit(inner)
  }
  for (const suite of report.suites) visit(suite)
  for (const error of report.errors) {
    counts.failed++
    counts.failures.push(`e2e: ${(error.message ?? 'error').split('\n')[0]}`)
  }
  return counts
}
