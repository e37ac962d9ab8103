/** Reads one waiting packet in a process of its own, as the worker does: `read-packet.ts <bank>`; prints time and memory. */
import '@/lib/intake/jobs'
import { closeDatabase } from '@/lib/platform/db/client'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { findBankByCode, withTenant } from '@/lib/platform/tenant'

const bank = (await findBankByCode(process.argv[2]!))!
const memory = (): number => Math.round(process.memoryUsage().rss / 2 ** 20)
const before = memory()
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, memory())
}, 20)
const began = performance.now()
const phase = setInterval(async () => {
  if (!process.env.BENCH_PHASES) return
  const packet = await withTenant({ bankId: bank.id, partyId: null }, (tx) => tx.packet.findFirst({}))
  const { heapUsed, external } = process.memoryUsage()
  console.error(
    `${Math.round((performance.now() - began) / 1000)} s ${packet?.state} ${JSON.stringify(packet?.progress)} rss ${memory()} heap ${Math.round(heapUsed / 2 ** 20)} external ${Math.round(external / 2 ** 20)}`,
  )
}, 5_000)
await drainJobs(bank.id)
const ms = performance.now() - began
clearInterval(watch)
clearInterval(phase)
console.log(JSON.stringify({ ms, before, peak: Math.max(peak, memory()) }))
await closeDatabase()
