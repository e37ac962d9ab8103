'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { decidePaymentAgainAction, proposePaymentAgainAction } from '@/lib/disbursement/actions'
import { blankPayment, type PaymentLine, PaymentLines } from './payment-lines'

type Props = { paymentId: string; payee: string; amount: string; purpose: string }

/** Where the money of a payment that came back goes instead. */
export function ProposePaymentAgain({ paymentId, payee, amount, purpose }: Props) {
  const t = useTranslations('disbursement.again')
  const all = useTranslations('disbursement.screen')
  const id = useId()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [payments, setPayments] = useState<PaymentLine[]>(() => [blankPayment(amount, purpose)])
  const [reason, setReason] = useState('')
  const act = useAct()
  const send = () =>
    act.run(
      () => proposePaymentAgainAction({ paymentId, reason, payments: payments.map(({ key: _, ...p }) => p) }),
      () => {
        setOpen(false)
        toast.ok(t('proposed'))
        router.refresh()
      },
    )
  return (
    <Dialog
      size="lg"
      open={open}
      onOpenChange={setOpen}
      title={t('propose')}
      description={t('proposeHint', { payee })}
      trigger={
        <Button size="sm" tone="primary">
          {t('propose')}
        </Button>
      }
      footer={
        <>
          <DialogClose>{all('cancel')}</DialogClose>
          <Button tone="primary" busy={act.busy} disabled={reason.trim().length < 2} onClick={send}>
            {t('send')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        <PaymentLines payments={payments} onChange={setPayments} amount={amount} purpose={purpose} />
        <FieldFrame id={`${id}r`} label={all('reason')} required>
          <Textarea id={`${id}r`} value={reason} maxLength={500} onChange={(e) => setReason(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </Dialog>
  )
}

/** The approver's word on it: pay, or not. */
export function DecidePaymentAgain({ paymentId, amount }: { paymentId: string; amount: string }) {
  const t = useTranslations('disbursement.again')
  return (
    <span className="flex flex-wrap gap-2">
      <ReasonDialog
        trigger={<Button size="sm">{t('refuse')}</Button>}
        title={t('refuse')}
        confirmLabel={t('refuse')}
        tone="danger"
        action={(reason) => decidePaymentAgainAction({ paymentId, decision: 'REFUSE', reason })}
        onDone={() => toast.ok(t('refused'))}
      />
      <ReasonDialog
        trigger={
          <Button size="sm" tone="primary">
            {t('pay')}
          </Button>
        }
        title={t('pay')}
        description={t('payHint', { amount })}
        confirmLabel={t('pay')}
        reason="none"
        action={() => decidePaymentAgainAction({ paymentId, decision: 'PAY' })}
        onDone={() => toast.ok(t('sent'))}
      />
    </span>
  )
}
