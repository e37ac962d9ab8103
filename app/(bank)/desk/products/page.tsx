import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Explain } from '@/components/ui/explain'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { productCard } from '@/lib/desk/products/product-card'
import { CARD_MODES, CARD_POINTS } from '@/lib/desk/rules/product-card'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { SearchParams } from '@/lib/platform/list-params'
import { toYuan } from '@/lib/platform/money'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.product'))('title') }
}

const FIELDS = ['market', 'amount', 'termMonths', 'fee'] as const

/** What a client is shown of a product: what speaks for it and against it, and what it costs a year all in. */
export default async function Products({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.product'), await searchParams]
  const modes = await getTranslations('batches.modes')
  const text = (key: string) => (typeof query[key] === 'string' ? (query[key] as string).trim() : '')
  const mode = CARD_MODES.find((m) => m === query.mode) ?? 'JG'
  const asked = Object.fromEntries(FIELDS.map((k) => [k, text(k)]).filter(([, v]) => v !== ''))
  const card = await productCard(actor, { mode, ...asked }).catch((e: unknown) => {
    if (e instanceof Refusal) return e.error
    throw e
  })
  const refused = 'code' in card ? errorText((await getTranslations()) as unknown as Translate, card) : null
  const shown = 'code' in card ? null : card
  const fee = mode === 'GC' ? 'guaranteeFee' : mode === 'LI' ? 'premium' : null
  const values: Record<(typeof FIELDS)[number], string> = {
    market: text('market'),
    amount: text('amount') || (shown ? toYuan(shown.amountFen) : ''),
    termMonths: text('termMonths') || String(shown?.tenorMonths ?? ''),
    fee: text('fee'),
  }
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} />
      <nav aria-label={t('title')} className="no-print mb-4 flex flex-wrap gap-2">
        {CARD_MODES.map((m) => (
          <ButtonLink
            key={m}
            size="sm"
            href={`/desk/products?${new URLSearchParams({ mode: m, ...(text('market') ? { market: text('market') } : {}) })}`}
            tone={m === mode ? 'primary' : 'default'}
            aria-current={m === mode ? 'page' : undefined}
          >
            {modes(m)}
          </ButtonLink>
        ))}
      </nav>
      <form action="/desk/products" className="no-print mb-4 grid gap-3 sm:grid-cols-2 xl:grid-cols-5 xl:items-end">
        <input type="hidden" name="mode" value={mode} />
        {FIELDS.filter((k) => k !== 'fee' || fee).map((k) => (
          <FieldFrame key={k} id={`card-${k}`} label={t(k === 'fee' ? `fees.${fee!}` : `field.${k}`)}>
            <Input
              id={`card-${k}`}
              name={k}
              defaultValue={values[k]}
              autoComplete="off"
              inputMode={k === 'market' ? undefined : 'decimal'}
            />
          </FieldFrame>
        ))}
        <Button type="submit">{t('show')}</Button>
      </form>
      {refused && (
        <Notice tone="danger" title={refused.title}>
          {refused.detail}
        </Notice>
      )}
      {shown && (
        <div className="space-y-4">
          <Card title={modes(mode)} description={t(`what.${mode}`)}>
            <div className="grid gap-4 sm:grid-cols-2">
              {(['good', 'bad'] as const).map((side) => (
                <div key={side}>
                  <h3 className="mb-1 text-sm font-semibold">{t(side)}</h3>
                  <ul className="list-disc space-y-1 ps-5 text-sm">
                    {CARD_POINTS.map((n) => (
                      <li key={n}>{t(`${side}s.${mode}.${n}`)}</li>
                    ))}
                  </ul>
                </div>
              ))}
            </div>
          </Card>
          {shown.costs ? (
            <Card
              title={t('costs')}
              description={t('costsHint', { grade: shown.marketGrade, months: shown.tenorMonths })}
              flush
            >
              <DataTable
                id="product-costs"
                label={t('costs')}
                search={false}
                keyboard={false}
                rows={shown.costs.map((c) => ({
                  id: c.customerGrade,
                  grade: c.customerGrade,
                  rate: <Explain trace={c.rate.trace} />,
                  allIn: <Explain trace={c.allIn.trace} />,
                  year: c.yearFen,
                }))}
                columns={[
                  { key: 'grade', header: t('grade'), fixed: true },
                  { key: 'rate', header: t('rate'), type: 'node' },
                  { key: 'allIn', header: t('allIn'), type: 'node' },
                  { key: 'year', header: t('year'), type: 'money' },
                ]}
              />
            </Card>
          ) : (
            <Notice tone="warn" title={t('noCost')}>
              {t(fee ? 'noFee' : 'noLpr')}
            </Notice>
          )}
          {shown.marginFen > 0n && (
            <p className="text-sm text-ink-2">
              {t(`locked.${mode as 'JG'}`)} <Money value={shown.marginFen} />
            </p>
          )}
          <p className="text-sm text-ink-2">{t('closing')}</p>
        </div>
      )}
    </>
  )
}
