/** biome-ignore-all lint/suspicious/noArrayIndexKey: lines have no name of their own; their place is what they are */
'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { VisitField } from './visit-fields'

type Good = { name: string; price?: string; cost?: string; share?: string }
type Stock = { name: string; quantity?: string; unitCost?: string }

/** The few goods that make most of the sales: bought at, sold at, their share. */
export function GoodsTable({
  goods,
  onChange,
  readOnly,
}: {
  goods: Good[]
  onChange: (goods: Good[]) => void
  readOnly: boolean
}) {
  const t = useTranslations('scoring.visit')
  const set = (n: number, patch: Partial<Good>) =>
    onChange(goods.map((g, i) => (i === n ? clean({ ...g, ...patch }) : g)))
  return (
    <div className="space-y-2">
      {goods.map((g, n) => (
        <div
          key={n}
          className="grid grid-cols-[1fr_1fr_1fr_auto] items-end gap-2 rounded-md border border-line p-2 sm:grid-cols-[2fr_1fr_1fr_1fr_auto]"
        >
          <VisitField
            className="col-span-4 sm:col-span-1"
            kind="text"
            label={t('goodName')}
            value={g.name}
            disabled={readOnly}
            onChange={(v) => set(n, { name: v ?? '' })}
          />
          <VisitField
            label={t('price')}
            value={g.price ?? ''}
            disabled={readOnly}
            onChange={(v) => set(n, { price: v ?? undefined })}
          />
          <VisitField
            label={t('cost')}
            value={g.cost ?? ''}
            disabled={readOnly}
            onChange={(v) => set(n, { cost: v ?? undefined })}
          />
          <VisitField
            kind="percent"
            label={t('share')}
            value={g.share ?? ''}
            disabled={readOnly}
            onChange={(v) => set(n, { share: v ?? undefined })}
          />
          <Button
            tone="quiet"
            icon
            aria-label={`${t('remove')} ${n + 1}`}
            disabled={readOnly}
            onClick={() => onChange(goods.filter((_, i) => i !== n))}
          >
            <Trash2 />
          </Button>
        </div>
      ))}
      {!readOnly && goods.length < 12 && (
        <Button onClick={() => onChange([...goods, { name: '' }])}>
          <Plus aria-hidden />
          {t('addGood')}
        </Button>
      )}
    </div>
  )
}

/** What lies in the stall and the store, line by line. */
export function StockTable({
  stock,
  onChange,
  readOnly,
}: {
  stock: Stock[]
  onChange: (stock: Stock[]) => void
  readOnly: boolean
}) {
  const t = useTranslations('scoring.visit')
  const set = (n: number, patch: Partial<Stock>) =>
    onChange(stock.map((s, i) => (i === n ? clean({ ...s, ...patch }) : s)))
  return (
    <div className="space-y-2">
      {stock.map((s, n) => (
        <div
          key={n}
          className="grid grid-cols-[1fr_1fr_auto] items-end gap-2 rounded-md border border-line p-2 sm:grid-cols-[2fr_1fr_1fr_auto]"
        >
          <VisitField
            className="col-span-3 sm:col-span-1"
            kind="text"
            label={t('stockName')}
            value={s.name}
            disabled={readOnly}
            onChange={(v) => set(n, { name: v ?? '' })}
          />
          <VisitField
            kind="decimal"
            label={t('quantity')}
            value={s.quantity ?? ''}
            disabled={readOnly}
            onChange={(v) => set(n, { quantity: v ?? undefined })}
          />
          <VisitField
            label={t('unitCost')}
            value={s.unitCost ?? ''}
            disabled={readOnly}
            onChange={(v) => set(n, { unitCost: v ?? undefined })}
          />
          <Button
            tone="quiet"
            icon
            aria-label={`${t('remove')} ${n + 1}`}
            disabled={readOnly}
            onClick={() => onChange(stock.filter((_, i) => i !== n))}
          >
            <Trash2 />
          </Button>
        </div>
      ))}
      {!readOnly && stock.length < 200 && (
        <Button onClick={() => onChange([...stock, { name: '' }])}>
          <Plus aria-hidden />
          {t('addStock')}
        </Button>
      )}
    </div>
  )
}

/** Without the fields that were emptied. */
function clean<T extends object>(line: T): T {
  return Object.fromEntries(Object.entries(line).filter(([, v]) => v !== undefined)) as T
}
