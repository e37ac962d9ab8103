/**
 * The worker's sign of life, for readiness: a counter of one bank, set to the second of the last beat. A worker whose
 * event loop hangs stops beating, which a mere connection would not show.
 */
import { listBanks, withTenant } from '../tenant'

const NAME = 'worker.heartbeat'
const EVERY_MS = 10_000
/** A worker not heard of for this long counts as gone. */
export const SILENT_MS = 45_000

export async function beat(now = new Date()): Promise<void> {
  const bank = (await listBanks())[0]
  if (!bank) return
  const second = Math.floor(now.getTime() / 1000)
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.counter.upsert({
      where: { bankId_name: { bankId: bank.id, name: NAME } },
      create: { bankId: bank.id, name: NAME, value: second },
      update: { value: second },
    }),
  )
}

/** Beats until the signal aborts; a beat that fails is tried again with the next. */
export function startHeartbeat(signal: AbortSignal): void {
  const tick = () => void beat().catch(() => undefined)
  tick()
  const timer = setInterval(tick, EVERY_MS)
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}

/** The last beat of any worker; null when there was none; 'NO_BANK' while there is nobody to work for. */
export async function lastBeat(): Promise<Date | null | 'NO_BANK'> {
  const bank = (await listBanks())[0]
  if (!bank) return 'NO_BANK'
  const row = await withTenant(
    { bankId: bank.id, partyId: null },
    (tx) => tx.counter.findFirst({ where: { bankId: bank.id, name: NAME } }),
    { readOnly: true },
  )
  return row ? new Date(Number(row.value) * 1000) : null
}
