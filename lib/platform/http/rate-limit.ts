/**
 * Limits on how often: in the memory of each web process, so the whole allows as many times more as there are
 * processes. They slow guessing and protect the service; the lock on an account itself stands in the database.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

type LimitName = keyof typeof LIMITS

const LIMITS = {
  /** refused sign-ins from one address */
  signIn: { points: 30, duration: 600, blockDuration: 600 },
  /** requests with a token or cookie that nobody has, from one address */
  unknownToken: { points: 60, duration: 60, blockDuration: 60 },
  /** wrong passwords or codes by a person already signed in */
  reauthenticate: { points: 10, duration: 600, blockDuration: 600 },
  /** readings of one person's calendar by its secret address */
  calendarFeed: { points: 60, duration: 3600, blockDuration: 0 },
  /** requests of one person to the API; FANGSHI_API_RATE a minute */
  api: { points: Number(process.env.FANGSHI_API_RATE ?? 6000), duration: 60, blockDuration: 0 },
}

const store = globalThis as unknown as { fangshiLimits?: Partial<Record<LimitName, RateLimiterMemory>> }

function limiter(name: LimitName): RateLimiterMemory {
  store.fangshiLimits ??= {}
  store.fangshiLimits[name] ??= new RateLimiterMemory({ keyPrefix: name, ...LIMITS[name] })
  return store.fangshiLimits[name]
}

/** Counts one use. Answers the seconds to wait when the limit is passed, else null. */
export async function countUse(name: LimitName, key: string): Promise<number | null> {
  try {
    await limiter(name).consume(key)
    return null
  } catch (refused) {
    return secondsLeft(refused)
  }
}

/** The seconds to wait when the limit is already passed, without counting. */
export async function waitFor(name: LimitName, key: string): Promise<number | null> {
  const used = await limiter(name).get(key)
  return used && used.consumedPoints > LIMITS[name].points ? secondsLeft(used) : null
}

function secondsLeft(refused: unknown): number {
  if (!(refused instanceof RateLimiterRes)) throw refused
  return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
}

/** Forgets every count (tests). */
export function resetLimits(): void {
  store.fangshiLimits = {}
}
