/** The worker process: runs background jobs until it is told to stop; the job in hand is given back by its lease. */
import { runWorker } from '@/lib/worker'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
await runWorker(stop.signal)
process.exit(0)
