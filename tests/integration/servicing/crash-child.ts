/** A process that closes days until it is killed or has closed the last one: `crash-child.ts <bank code> <last day>`. */
import { systemActor } from '@/lib/platform/actor'
import { businessDate } from '@/lib/platform/calendar'
import { date, isAfter } from '@/lib/platform/dates'
import { closeDatabase } from '@/lib/platform/db/client'
import { findBankByCode, withTenant } from '@/lib/platform/tenant'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'

const [code, last] = process.argv.slice(2)
const bank = (await findBankByCode(code!))!
const actor = systemActor(bank, 'crash-test')
process.stdout.write('ready\n')
for (;;) {
  const day = await withTenant(actor, (tx) => businessDate(tx, bank.id))
  if (isAfter(day, date(last!))) break
  const closed = await closeBusinessDay(actor, { date: day.toString() })
  if (!closed.ok) throw new Error(JSON.stringify(closed.error))
}
await closeDatabase()
process.stdout.write('done\n')
