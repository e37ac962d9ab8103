/** P-5: what the history tells, replayed, is the state that stands in the tables. */

import { withTenant } from '@/lib/platform/tenant'
import { allMachines } from '@/lib/platform/workflow'

type Line = { objectId: string; machine: string; event: string; stateFrom: string | null; stateTo: string }

/** Each break between the history of an object and its row: a step that begins elsewhere, an event that no table knows, an end that is not the state. */
export async function replayBreaks(bankId: string): Promise<string[]> {
  const breaks: string[] = []
  await withTenant({ bankId, partyId: null }, async (tx) => {
    const history: Line[] = await tx.stateHistory.findMany({ where: { bankId }, orderBy: { id: 'asc' } })
    for (const machine of allMachines().values()) {
      const model = (
        tx as unknown as Record<string, { findMany(a: object): Promise<{ id: string; state: string }[]> }>
      )[machine.model]!
      const rows = await model.findMany({ where: { bankId }, select: { id: true, state: true } })
      const byObject = Map.groupBy(
        history.filter((h) => h.machine === machine.name),
        (h) => h.objectId,
      )
      for (const row of rows) {
        const lines = byObject.get(row.id) ?? []
        // rows that came in by the hundred begin in the machine's first state without a line of their own
        let at: string | null = lines[0]?.stateFrom === null ? null : machine.initial
        for (const line of lines) {
          if (line.stateFrom !== at)
            breaks.push(`${machine.name} ${row.id}: ${line.event} begins at ${line.stateFrom}, not at ${at}`)
          const known = machine.transitions.some(
            (t) =>
              t.event === line.event &&
              t.from.includes(line.stateFrom ?? '') &&
              (typeof t.to === 'string' ? t.to === line.stateTo : t.to.includes(line.stateTo)),
          )
          if (line.stateFrom !== null && !known)
            breaks.push(`${machine.name}: no transition ${line.stateFrom} --${line.event}--> ${line.stateTo}`)
          at = line.stateTo
        }
        if (at !== row.state) breaks.push(`${machine.name} ${row.id}: history ends at ${at}, the row says ${row.state}`)
      }
    }
  })
  return breaks
}
