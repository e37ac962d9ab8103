/** What was done at the table and has not reached the bank yet, laid over what the bank knows: the signing goes on without a line. */
import type { KeptRequest } from '@/components/field/kept-request'
import type { useOutbox } from '@/components/field/use-outbox'
import type { PersonView, TableView } from './table-view'

export type Submit = ReturnType<typeof useOutbox>['submit']

/** `waits`: signed on the phone, the bank has not answered yet. */
type KeptDocument = PersonView['documents'][number] & { waits?: boolean }
export type KeptPerson = Omit<PersonView, 'documents'> & { documents: KeptDocument[] }
type KeptView = Omit<TableView, 'persons'> & { persons: KeptPerson[] }

type Identified = { signerIds: string[] }
type Explained = { explanations: { signerId: string; clauses: string[] }[] }
type Signed = { signatures: { signerId: string; sha256: string }[]; method: string }

/** A refused act counts as not done; one that arrived counts until the bank has told the table anew. */
export function withKept(view: TableView, waiting: readonly KeptRequest[], arrived: readonly KeptRequest[]): KeptView {
  const open = waiting.filter((r) => !r.refused)
  const done = [...arrived, ...open]
  const of = <T>(from: readonly KeptRequest[], act: KeptRequest['act']) =>
    from.filter((r) => r.act === act).map((r) => ({ ...(r.input as T), madeAt: r.madeAt }))
  const identified = new Set(of<Identified>(done, 'signing.identify').flatMap((i) => i.signerIds))
  const explained = new Set<string>(
    of<Explained>(done, 'signing.explain').flatMap((e) =>
      e.explanations.flatMap((x) => x.clauses.map((clause) => `${x.signerId} ${clause}`)),
    ),
  )
  const signed = (from: readonly KeptRequest[]) =>
    new Map<string, { method: string; madeAt: string }>(
      of<Signed>(from, 'signing.sign').flatMap(({ signatures, method, madeAt }) =>
        signatures.map((s) => [`${s.signerId} ${s.sha256}`, { method, madeAt }] as const),
      ),
    )
  const [all, unsent] = [signed(done), signed(open)]
  const newly = new Map<string, number>()
  const persons = view.persons.map((p): KeptPerson => {
    const documents = p.documents.map((d): KeptDocument => {
      const key = `${d.signerId} ${d.sha256}`
      const sign = d.signedAt ? undefined : all.get(key)
      if (sign) newly.set(d.contractId, (newly.get(d.contractId) ?? 0) + 1)
      return {
        ...d,
        identityChecked: d.identityChecked || identified.has(d.signerId),
        clauses: d.clauses.map((c) => ({ ...c, confirmed: c.confirmed || explained.has(`${d.signerId} ${c.id}`) })),
        ...(sign ? { signedAt: sign.madeAt, method: sign.method, waits: unsent.has(key) } : {}),
      }
    })
    return {
      ...p,
      documents,
      identityChecked: documents.every((d) => d.identityChecked),
      clausesOpen: documents.reduce((n, d) => n + d.clauses.filter((c) => !c.confirmed).length, 0),
      signed: documents.filter((d) => d.signedAt).length,
    }
  })
  const contracts = view.contracts.map((c) => ({ ...c, signaturesDone: c.signaturesDone + (newly.get(c.id) ?? 0) }))
  return { ...view, persons, contracts }
}
