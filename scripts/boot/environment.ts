/** What the web and worker processes are given to run with: nothing that they do not need (never the owner's address). */
import { type Places, ROOT } from './places'
import type { Secrets } from './secrets'

export type Address = { host: string; port: number; url: string }

/** Where the web process listens, and the address that people type. */
export function address(): Address {
  const port = Number(process.env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Error(`PORT must be a number from 1 to 65535, not "${process.env.PORT}".`)
  const host = process.env.HOST ?? '127.0.0.1'
  const shown = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host
  return { host, port, url: process.env.FANGSHI_URL ?? process.env.NEXTAUTH_URL ?? `http://${shown}:${port}` }
}

export function liveMode(): boolean {
  return process.env.FANGSHI_MODE === 'live'
}

/** The secret of live mode comes from the operator and is checked; otherwise it is the installation's own random one. */
export function checkLiveSettings(): void {
  if (!liveMode()) return
  const secret = process.env.FANGSHI_SECRET ?? ''
  if (secret.length < 32 || new Set(secret).size < 12) {
    throw new Error(
      'FANGSHI_MODE=live needs FANGSHI_SECRET: at least 32 random characters, for example from "openssl rand -base64 48". ' +
        'Keep it: second factors are encrypted with it.',
    )
  }
  if (process.env.FANGSHI_SEED) throw new Error('FANGSHI_MODE=live refuses demo accounts: remove FANGSHI_SEED.')
}

export function applicationEnv(at: Places, secrets: Secrets, appUrl: string, where: Address): NodeJS.ProcessEnv {
  const { DATABASE_OWNER_URL: _owner, FANGSHI_STARTED_BY: _starter, ...inherited } = process.env
  const secret = process.env.FANGSHI_SECRET ?? secrets.secret
  return {
    ...inherited,
    NODE_ENV: 'production',
    TZ: 'UTC',
    FANGSHI_ROOT: ROOT,
    DATABASE_URL: appUrl,
    FANGSHI_DATA: at.home,
    FANGSHI_FILES: at.files,
    FANGSHI_SECRET: secret,
    // a demo answers its own questions to bureau and registers; a bank connects its sources or brings the reports
    FANGSHI_CHECKS: process.env.FANGSHI_CHECKS ?? (process.env.FANGSHI_MODE === 'live' ? 'manual' : 'simulated'),
    NEXTAUTH_URL: where.url,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET ?? secret,
    HOSTNAME: where.host,
    PORT: String(where.port),
  }
}
