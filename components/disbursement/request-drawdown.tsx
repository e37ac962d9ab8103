'use client'
import { Plus, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { MoneyField } from '@/components/ui/money-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { requestDrawdownAction } from '@/lib/disbursement/actions'
import { type Fen, parseYuan, sumFen } from '@/lib/platform/money'

type Payment = {
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

/** RM asks for the money: the amount, the borrower's account, and to whom it is paid. The rules decide entrusted or self payment. */
export function RequestDrawdownDialog({
  applicationId,
  amount: approved,
  purpose,
  borrower,
}: {
  applicationId: string
  amount: string
  purpose: string
  /** the borrower's name, as its account is expected to stand */
  borrower: string
}) {
  const t = useTranslations('disbursement.screen')
  const id = useId()
  const router = useRouter()
  const blank = (amount: string): Payment => ({
    key: crypto.randomUUID(),
    payeeName: '',
    payeeAccount: '',
    payeeBank: '',
    payeeBusiness: 'TRADE',
    amount,
    purpose,
  })
  const [open, setOpen] = useState(false)
  const [amount, setAmount] = useState(approved)
  const [account, setAccount] = useState('')
  const [holder, setHolder] = useState(borrower)
  const [entrusted, setEntrusted] = useState(false)
  const [payments, setPayments] = useState<Payment[]>([])
  const act = useAct()
  const total = sumFen(payments.map((p) => fenOf(p.amount)))
  const left = fenOf(amount) - total
  const change = (key: string, part: Partial<Payment>) =>
    setPayments(payments.map((p) => (p.key === key ? { ...p, ...part } : p)))
  const send = () =>
    act.run(
      () =>
        requestDrawdownAction(
          {
            applicationId,
            amount,
            settlementAccount: account,
            settlementHolder: holder,
            lenderRequiresEntrusted: entrusted,
            payments: payments.map(({ key: _, ...p }) => p),
          },
          { idempotencyKey: crypto.randomUUID() },
        ),
      (v) => {
        setOpen(false)
        toast.ok(t('requested', { number: v.number, method: t(`method.${v.paymentMethod}`) }))
        router.refresh()
      },
    )
  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={setOpen}
      title={t('request')}
      description={t('requestHint')}
      trigger={<Button tone="primary">{t('request')}</Button>}
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button
            tone="primary"
            busy={act.busy}
            disabled={account.trim().length < 4 || holder.trim().length < 2}
            onClick={send}
          >
            {t('requestSend')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        <div className="grid gap-4 sm:grid-cols-2">
          <FieldFrame id={`${id}a`} label={t('amount')} required>
            <MoneyField id={`${id}a`} value={amount} onChange={setAmount} />
          </FieldFrame>
          <FieldFrame id={`${id}s`} label={t('settlementAccount')} hint={t('settlementHint')} required>
            <Input
              id={`${id}s`}
              value={account}
              inputMode="numeric"
              maxLength={40}
              onChange={(e) => setAccount(e.currentTarget.value)}
            />
          </FieldFrame>
          <FieldFrame id={`${id}h`} label={t('settlementHolder')} hint={t('settlementHolderHint')} required>
            <Input id={`${id}h`} value={holder} maxLength={100} onChange={(e) => setHolder(e.currentTarget.value)} />
          </FieldFrame>
        </div>
        <Checkbox label={t('requireEntrusted')} checked={entrusted} onChange={setEntrusted} />
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
                  onClick={() => setPayments(payments.filter((x) => x.key !== p.key))}
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
            <Button
              size="sm"
              onClick={() =>
                setPayments([
                  ...payments,
                  blank(left > 0n ? `${left / 100n}.${(left % 100n).toString().padStart(2, '0')}` : ''),
                ])
              }
            >
              <Plus /> {t('addPayment')}
            </Button>
            {payments.length > 0 && (
              <span className={left === 0n ? 'text-sm text-ok' : 'text-sm text-danger'} aria-live="polite">
                {left === 0n ? t('sumRight') : t('sumLeft')} {left !== 0n && <Money value={left} />}
              </span>
            )}
          </div>
        </fieldset>
      </div>
    </Dialog>
  )
}
