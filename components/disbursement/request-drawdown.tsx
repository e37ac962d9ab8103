'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { requestDrawdownAction } from '@/lib/disbursement/actions'
import { type PaymentLine, PaymentLines } from './payment-lines'

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
  const [open, setOpen] = useState(false)
  const [amount, setAmount] = useState(approved)
  const [account, setAccount] = useState('')
  const [holder, setHolder] = useState(borrower)
  const [entrusted, setEntrusted] = useState(false)
  const [payments, setPayments] = useState<PaymentLine[]>([])
  const act = useAct()
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
        <PaymentLines payments={payments} onChange={setPayments} amount={amount} purpose={purpose} />
      </div>
    </Dialog>
  )
}
