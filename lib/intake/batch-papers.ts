/** The papers of a batch as they lie in the database, looked at a page of merchants at a time, and what they give to say. */
import { ITEM_GONE } from '@/lib/batches/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import { Prisma } from '@/lib/platform/tenant'
import { type MerchantSlots, slotMatrix } from './completeness'
import type { ListedMerchant, ReadMerchant } from './fields'
import type { Issue } from './issue'
import { documentMatcher, duplicates, type PlacedDocument, placeIssues } from './match-documents'
import type { Side, Slot } from './slots'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>
/** Papers of nobody read at once. */
const PAGE = 5_000

type StoredPaper = {
  id: string
  applicationId: string | null
  slot: string | null
  side: string | null
  state: string
  originalPath: string
  sha256: string
  expiresOn: Date | null
  mediaType: string
  sizeBytes: bigint
}
/** A paper that the bank has refused: it fills no slot, and says why the slot is empty. */
export type RefusedPaper = Pick<StoredPaper, 'applicationId' | 'slot' | 'originalPath' | 'expiresOn'>
/** What is said of papers that only all of them together can tell. */
export class BatchPapers {
  total = 0
  unmatched = 0
  private readonly again: PlacedDocument[] = []
  private readonly ctx: Ctx
  private readonly batchId: string
  private readonly doubled: ReadonlySet<string>
  readonly none: boolean

  private constructor(ctx: Ctx, batchId: string, doubled: ReadonlySet<string>, none: boolean) {
    this.ctx = ctx
    this.batchId = batchId
    this.doubled = doubled
    this.none = none
  }

  static async of(ctx: Ctx, batchId: string): Promise<BatchPapers> {
    const where = { bankId: ctx.actor.bankId, batchId, state: { not: 'SUPERSEDED' } }
    const any = await ctx.tx.document.findFirst({ where, select: { id: true } })
    const twice = await ctx.tx.$queryRaw<{ sha256: string }[]>`
      select sha256 from document where bank_id = ${ctx.actor.bankId}::uuid and batch_id = ${batchId}::uuid and state not in ('SUPERSEDED', 'REJECTED')
      group by sha256 having count(*) > 1`
    return new BatchPapers(ctx, batchId, new Set(twice.map((t) => t.sha256)), any === null)
  }

  /** The slots of these merchants, what is said of their papers one by one, and the papers that the bank has refused. */
  async ofMerchants(
    ids: readonly string[],
    merchants: readonly ReadMerchant[],
    required: readonly Slot[],
  ): Promise<{ matrix: MerchantSlots[]; issues: Issue[]; refused: RefusedPaper[] }> {
    const placeOf = new Map(ids.map((id, i) => [id, merchants[i]!]))
    const papers = await read(this.ctx, Prisma.sql`d.application_id = any (${[...ids]}::uuid[])`)
    this.total += papers.length
    const placed = papers
      .filter((d) => d.state !== 'REJECTED')
      .map((d) => asPlaced(d, placeOf.get(d.applicationId!)!.index))
    const byIndex = new Map(merchants.map((m) => [m.index, m]))
    for (const p of placed) if (this.doubled.has(p.document.sha256)) this.again.push(p)
    return {
      matrix: slotMatrix([...merchants], placed, required),
      issues: placed.flatMap((p) => placeIssues(p, (i) => byIndex.get(i)!)),
      refused: papers.filter((d) => d.state === 'REJECTED'),
    }
  }

  /** When every merchant has been looked at: the same file at several of them. */
  sameFiles(merchants: readonly ListedMerchant[]): Issue[] {
    return duplicates(this.again, merchants)
  }

  /** Papers of nobody, and of merchants that are gone, a page at a time: whom they may belong to is named. */
  async *ofNobody(merchants: readonly ListedMerchant[]): AsyncGenerator<Issue[]> {
    const here = Prisma.sql`not exists (select from application a where a.bank_id = d.bank_id and a.id = d.application_id
      and a.state <> all (${[...ITEM_GONE]}))`
    let match: ReturnType<typeof documentMatcher> | null = null
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const page = await read(
        this.ctx,
        Prisma.sql`d.batch_id = ${this.batchId}::uuid and ${here} and d.id > ${after}::uuid`,
        PAGE,
      )
      this.total += page.length
      const nobodys = page
        .filter((d) => d.state !== 'REJECTED')
        .map((d) => asPlaced(d, null))
        .filter((p) => !p.slot?.startsWith('OP_'))
      this.unmatched += nobodys.length
      if (nobodys.length > 0) match ??= documentMatcher(merchants)
      yield nobodys.flatMap((p) => {
        const { merchant, candidates } = match!(p.document)
        // what a person has taken from a merchant is still most likely that merchant's
        return placeIssues({ ...p, candidates: merchant === null ? candidates : [merchant] }, (i) => merchants[i]!)
      })
      if (page.length < PAGE) return
      after = page.at(-1)!.id
    }
  }
}

/**
 * Merchants' papers are asked for by merchant alone, not by batch as well: in the transaction that brings a market's papers
 * the planner has no figures of them, and would read the whole batch for each page.
 */
function read(ctx: Ctx, which: Prisma.Sql, most?: number): Promise<StoredPaper[]> {
  return ctx.tx.$queryRaw<StoredPaper[]>`
    select d.id, d.application_id as "applicationId", d.slot, d.side, d.state, d.original_path as "originalPath", d.sha256,
      d.expires_on as "expiresOn", f.media_type as "mediaType", f.size_bytes as "sizeBytes"
    from document d join file_object f on f.bank_id = d.bank_id and f.id = d.file_id
    where d.bank_id = ${ctx.actor.bankId}::uuid and d.state <> 'SUPERSEDED' and ${which}
    order by d.id ${most ? Prisma.sql`limit ${most}` : Prisma.empty}`
}

function asPlaced(d: StoredPaper, merchant: number | null): PlacedDocument {
  const document = {
    path: d.originalPath,
    type: typeOf(d.mediaType),
    mime: d.mediaType,
    sizeBytes: Number(d.sizeBytes),
    sha256: d.sha256,
  }
  return { document, merchant, slot: d.slot as Slot | null, side: d.side as Side | null, evidence: [], candidates: [] }
}

function typeOf(mime: string): 'JPG' | 'PNG' | 'PDF' | 'OFD' {
  return mime === 'image/jpeg' ? 'JPG' : mime === 'image/png' ? 'PNG' : mime === 'application/pdf' ? 'PDF' : 'OFD'
}
