/**
 * A Chromium for the browser tests: the one that PLAYWRIGHT_CHROMIUM names, the system's, Playwright's own; when there is
 * none, the system's packages (as root) or Playwright's download. Chinese fonts come with the packages.
 */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { tool } from './command'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The program's path; throws with what to do when none can be had. */
export function ensureBrowser(say: (line: string) => void): string {
  const named = process.env.PLAYWRIGHT_CHROMIUM
  if (named) {
    if (!runs(named)) throw new Error(`PLAYWRIGHT_CHROMIUM names ${named}, which does not run.`)
    return named
  }
  const there = find()
  if (there) return there
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    say('No browser found: installing chromium and Chinese fonts with apt-get …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium', 'fonts-noto-cjk'], { env, stdio: 'ignore' })
    const installed = find()
    if (installed) return installed
  }
  say('No browser found: installing Playwright’s Chromium …')
  spawnSync(process.execPath, [tool('playwright'), 'install', 'chromium'], { stdio: ['ignore', 'inherit', 'inherit'] })
  const downloaded = find()
  if (downloaded) return downloaded
  throw new Error('No browser could be installed. Install Chromium and set PLAYWRIGHT_CHROMIUM to its path.')
}

function find(): string | undefined {
  const candidates = [...NAMES.map(onPath), ...MAC, chromium.executablePath()]
  return candidates.find((path) => path && existsSync(path) && runs(path))
}

function onPath(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // not in this folder
    }
  }
  return undefined
}

function runs(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}
