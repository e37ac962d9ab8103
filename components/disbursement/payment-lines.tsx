'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { MoneyField } from '@/components/ui/money-field'
import { Select } from '@/components/ui/select'
import { type Fen, parseYuan, sumFen, toYuan } from '@/lib/platform/money'

export type PaymentLine = {
  key: string
  payeeName: string
  payeeAccount: string
  payeeBank: string
  payeeBusiness: 'TRADE'
  amount: string
  purpose: string
}
const BUSINESSES = ['TRADE', 'SECURITIES', 'REAL_ESTATE', 'OTHER'] as const
const fenOf = (text: string): Fen => parseYuan(text) ?? 0n

export const blankPayment = (amount: string, purpose: string): PaymentLine => ({
  key: crypto.randomUUID(),
  payeeName: '',
  payeeAccount: '',
  payeeBank: '',
  payeeBusiness: 'TRADE',
  amount,
  purpose,
})

/** Whom an amount is paid to, line by line, with what is still to be given out. */
export function PaymentLines({
  payments,
  onChange,
  amount,
  purpose,
}: {
  payments: PaymentLine[]
  onChange: (payments: PaymentLine[]) => void
  amount: string
  purpose: string
}) {
  const t = useTranslations('disbursement.screen')
  const left = fenOf(amount) - sumFen(payments.map((p) => fenOf(p.amount)))
  const change = (key: string, part: Partial<PaymentLine>) =>
    onChange(payments.map((p) => (p.key === key ? { ...p, ...part } : p)))
  return (
    <fieldset className="space-y-3">
      <legend className="text-sm font-medium">{t('payments')}</legend>
      {payments.map((p, i) => (
        <div key={p.key} className="space-y-3 rounded-md border border-line px-3 py-3">
          <div className="flex items-center justify-between">
            <span className="text-sm text-ink-2">{t('paymentNo', { no: i + 1 })}</span>
            <Button
              size="sm"
              tone="quiet"
              icon
              aria-label={t('removePayment', { no: i + 1 })}
              onClick={() => onChange(payments.filter((x) => x.key !== p.key))}
            >
              <Trash2 />
            </Button>
          </div>
          <div className="grid gap-3 sm:grid-cols-2">
            <FieldFrame id={`${p.key}n`} label={t('payee')} required>
              <Input
                id={`${p.key}n`}
                value={p.payeeName}
                onChange={(e) => change(p.key, { payeeName: e.currentTarget.value })}
              />
            </FieldFrame>
            <FieldFrame id={`${p.key}k`} label={t('business')}>
              <Select
                id={`${p.key}k`}
                value={p.payeeBusiness}
                options={BUSINESSES.map((b) => ({ value: b, label: t(`payeeBusiness.${b}`) }))}
                onChange={(v) => change(p.key, { payeeBusiness: v as 'TRADE' })}
              />
            </FieldFrame>
            <FieldFrame id={`${p.key}c`} label={t('payeeAccount')} required>
              <Input
                id={`${p.key}c`}
                value={p.payeeAccount}
                inputMode="numeric"
                onChange={(e) => change(p.key, { payeeAccount: e.currentTarget.value })}
              />
            </FieldFrame>
            <FieldFrame id={`${p.key}b`} label={t('payeeBank')} required>
              <Input
                id={`${p.key}b`}
                value={p.payeeBank}
                onChange={(e) => change(p.key, { payeeBank: e.currentTarget.value })}
              />
            </FieldFrame>
            <FieldFrame id={`${p.key}m`} label={t('amount')} required>
              <MoneyField id={`${p.key}m`} value={p.amount} onChange={(v) => change(p.key, { amount: v })} />
            </FieldFrame>
            <FieldFrame id={`${p.key}u`} label={t('purpose')} required>
              <Input
                id={`${p.key}u`}
                value={p.purpose}
                onChange={(e) => change(p.key, { purpose: e.currentTarget.value })}
              />
            </FieldFrame>
          </div>
        </div>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button size="sm" onClick={() => onChange([...payments, blankPayment(left > 0n ? toYuan(left) : '', purpose)])}>
          <Plus /> {t('addPayment')}
        </Button>
        {payments.length > 0 && (
          <span className={left === 0n ? 'text-sm text-ok' : 'text-sm text-danger'} aria-live="polite">
            {left === 0n ? t('sumRight') : t('sumLeft')} {left !== 0n && <Money value={left} />}
          </span>
        )}
      </div>
    </fieldset>
  )
}
