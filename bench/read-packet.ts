/** Reads one waiting packet in a process of its own, as the worker does: `read-packet.ts <bank>`; prints time and memory. */
import '@/lib/intake/jobs'
import { closeDatabase } from '@/lib/platform/db/client'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { findBankByCode } from '@/lib/platform/tenant'

const bank = (await findBankByCode(process.argv[2]!))!
const memory = (): number => Math.round(process.memoryUsage().rss / 2 ** 20)
const before = memory()
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, memory())
}, 20)
const began = performance.now()
await drainJobs(bank.id)
const ms = performance.now() - began
clearInterval(watch)
console.log(JSON.stringify({ ms, before, peak: Math.max(peak, memory()) }))
await closeDatabase()
