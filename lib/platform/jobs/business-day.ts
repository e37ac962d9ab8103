/** What the worker does once a business date of a bank, beside its jobs. */
import { type Actor, systemActor } from '../actor'
import { businessDate } from '../calendar'
import type { PlainDate } from '../dates'
import type { Result } from '../errors'
import { log } from '../log'
import { type BankRow, type Tx, withTenant } from '../tenant'

/** How often it is looked whether the day has come: the worker turns every second. */
const TURN_MS = 60_000

export type OnceADay = {
  /** as it is called in the trail and the log */
  name: string
  /** whether it was done on this business date: a row says so, whichever worker wrote it */
  isDone(tx: Tx, bankId: string, day: PlainDate): Promise<boolean>
  run(actor: Actor): Promise<Result<unknown>>
}

/** For the worker at every turn. What cannot be done is logged and tried again a minute later; it holds nothing else up. */
export function onceABusinessDay({ name, isDone, run }: OnceADay): (bank: BankRow) => Promise<void> {
  const looked = new Map<string, number>()
  return async (bank) => {
    const at = Date.now()
    if (at - (looked.get(bank.id) ?? 0) < TURN_MS) return
    looked.set(bank.id, at)
    try {
      const actor = systemActor(bank, name)
      const done = await withTenant(actor, async (tx) => isDone(tx, bank.id, await businessDate(tx, bank.id)), {
        readOnly: true,
      })
      if (done) return
      const result = await run(actor)
      if (!result.ok) log.error({ bank: bank.code, name, code: result.error.code }, 'the work of the day was refused')
    } catch (err) {
      log.error({ bank: bank.code, name, err }, 'the work of the day failed')
    }
  }
}
