/** Workbooks for the operator to take away: its own list with every fault marked in it, and an empty list to fill in. */
import { z } from 'zod'
import { PAPER_READERS } from '@/lib/batches/access'
import { type Actor, PARTNER_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { errorText } from '@/lib/platform/i18n/error-text'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { toYuan } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Field } from './fields'
import { markList } from './parse-worker'
import { listPolicy } from './policy'
import { tellable } from './spoken-issues'
import { type RowSource, sourceOf } from './stored-rows'
import { writeTemplate } from './template'
import type { Mark, SummaryRow } from './write-marked-copy'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const listOfPacket = defineQuery({
  name: 'packets.list',
  input: z.strictObject({ packetId: zId }),
  access: { roles: [...PAPER_READERS, ...PARTNER_ROLES] },
  async run({ tx, actor, input }) {
    const packet = await tx.packet.findFirst({
      where: { bankId: actor.bankId, id: input.packetId, state: 'DONE' },
      include: { listFile: true, batch: { select: { code: true } } },
    })
    if (!packet?.listFile) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const issues = await tx.packetIssue.findMany({
      where: { bankId: actor.bankId, batchId: packet.batchId, resolvedAt: null, ...tellable(actor) },
      include: { application: { select: { raw: true } } },
      orderBy: { id: 'asc' },
    })
    return { packet, file: packet.listFile, issues }
  },
})

/** GET /packets/{id}/marked-copy: the list as it was sent, faulty cells coloured, with what to do in words. */
export async function markedCopy(actor: Actor, packetId: string): Promise<Response> {
  const { packet, file, issues } = await listOfPacket(actor, { packetId })
  const t = await translatorFor(actor.locale, actor.bankId)
  const marks: Mark[] = []
  const summary: SummaryRow[] = []
  for (const issue of issues) {
    const params = (issue.params as Record<string, string | number> | null) ?? {}
    const text = errorText(t, { code: issue.code, params }).detail
    const level = issue.level === 'ERROR' ? 'error' : 'warning'
    const at: RowSource | null = issue.application && sourceOf(issue.application)
    if (at?.line) marks.push({ sheet: at.sheet, line: at.line, field: issue.field as Field | null, level, text })
    const named = issue.field && t.has(`errors.names.${issue.field}`) ? t(`errors.names.${issue.field}`) : issue.field
    summary.push([issue.rowNo ?? '', issue.merchantName ?? '', named ?? '', t(`intake.level.${level}`), text])
  }
  const m = (key: string) => t(`intake.marked.${key}`)
  const bytes = await markList(
    await fileStore().localPath(actor.bankId, file.sha256),
    // what the bank let in is not refused on its way out
    { mapping: (packet.mapping as Record<string, Field> | null) ?? undefined, macros: 'strip' },
    {
      marks,
      summary,
      texts: {
        column: m('column'),
        summary: m('summary'),
        headings: [m('row'), m('merchant'), m('field'), m('level'), m('text')],
      },
    },
  )
  return workbook(bytes, `${packet.batch.code}-${m('summary')}.xlsx`)
}

const marketOfTemplate = defineQuery({
  name: 'packets.templateMarket',
  input: z.strictObject({ market: z.string().trim().min(1).max(40) }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input }) {
    const market = await tx.market.findFirst({
      where: { bankId: actor.bankId, code: input.market },
      select: { code: true, name: true },
    })
    if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
    return market
  },
})

/** GET /markets/{code}/list-template: an empty list for this market, in the person's language. */
export async function listTemplate(actor: Actor, code: string): Promise<Response> {
  const market = await marketOfTemplate(actor, { market: code })
  const t = await translatorFor(actor.locale, actor.bankId)
  const policy = listPolicy('JG')
  const bytes = await writeTemplate({
    marketName: market.name,
    required: policy.required,
    maxAmountWan: Number(toYuan(policy.hardAmountCapFen)) / 10_000,
    maxMonths: policy.hardTenorCapMonths,
    t: (key, values) => t(`intake.${key}`, values),
  })
  return workbook(bytes, `${market.code}-${t('intake.template.sheet')}.xlsx`)
}

function workbook(bytes: Uint8Array, name: string): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': XLSX,
      'content-disposition': `attachment; filename="list.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
