/** A demand letter as a PDF, from the figures frozen with it: the same document whenever it is asked for. */
import { renderPdf } from '@/lib/contracts/typst'
import type { Actor } from '@/lib/platform/actor'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { formatYuan, parseYuan } from '@/lib/platform/money'
import { collectionLetter } from './queries'

/** GET /collection/letters/{id}. Always in the language of the contract's country: Chinese. */
export async function letterDocument(actor: Actor, actId: string): Promise<Response> {
  const { number, bank, content } = await collectionLetter(actor, { actId })
  const t = await translatorFor('zh-CN')
  const w = (key: string, values?: Record<string, string>) => t(`collection.letter.${key}`, values)
  const text = (key: string) => String(content[key] ?? '')
  const yuan = (key: string) => formatYuan(parseYuan(text(key)) ?? 0n)
  const pdf = renderPdf('servicing/demand-letter.typ', {
    title: w('title'),
    number: `${w('number')} ${number}`,
    to: w('to', { name: text('addressee') }),
    place: text('place'),
    body: [
      w('owes', { merchant: text('merchant'), loan: text('loan'), asOf: text('asOf'), days: text('dpd') }),
      w('pay', { payBy: text('payBy') }),
      w(text('stage') === 'LEGAL' ? 'legal' : 'else'),
    ],
    heads: [w('item'), w('amount')],
    rows: (['principal', 'interest', 'penalty', 'costs'] as const).map((k) => [w(`row.${k}`), yuan(k)]),
    total: [w('row.total'), yuan('total')],
    bank: bank?.name ?? '',
    date: text('asOf'),
    receipt: w('receipt'),
  })
  return new Response(Buffer.from(pdf), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `inline; filename="${number}.pdf"`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
