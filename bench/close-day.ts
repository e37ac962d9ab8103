/**
 * Closes one day in a process of its own and says how long it took and how much memory it held: `close-day.ts <bank> <day>`.
 * First it closes that day of the bank WRM, which has no loans: a worker that runs for weeks has its code and its queries ready.
 */
import { systemActor } from '@/lib/platform/actor'
import { closeDatabase } from '@/lib/platform/db/client'
import { findBankByCode } from '@/lib/platform/tenant'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'

const [code, day] = process.argv.slice(2)
const bank = (await findBankByCode(code!))!
const close = async (bank: { id: string; code: string }): Promise<void> => {
  const closed = await closeBusinessDay(systemActor(bank, 'bench'), { date: day! })
  if (!closed.ok) throw new Error(JSON.stringify(closed.error))
}
await close((await findBankByCode('WRM'))!)
const memory = (): number => Math.round(process.memoryUsage().rss / 1024 / 1024)
const before = memory()
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, memory())
}, 50)
const began = performance.now()
const used = process.cpuUsage()
await close(bank)
const ms = performance.now() - began
const { user, system } = process.cpuUsage(used)
clearInterval(watch)
console.log(JSON.stringify({ ms, cpu: (user + system) / 1000, before, peak: Math.max(peak, memory()) }))
await closeDatabase()
