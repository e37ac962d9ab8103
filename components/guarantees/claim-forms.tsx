'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { DateField } from '@/components/ui/date-field'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { MoneyField } from '@/components/ui/money-field'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import {
  debitAcceptedAction,
  debitMarginAction,
  decideReceiptAction,
  decideRecoveryAction,
  endClaimAction,
  notifyClaimAction,
  recordAnswerAction,
  requestReceiptAction,
  requestRecoveryAction,
  submitClaimAction,
} from '@/lib/guarantees/claim-actions'

const CHANNELS = ['REGISTERED_MAIL', 'COURIER', 'NOTARY', 'IN_PERSON', 'PARTNER_DESK'] as const
const ORIGINS = ['BORROWER', 'COLLATERAL', 'COURT', 'OTHER'] as const

function useDone() {
  const t = useTranslations('guarantees.claim')
  const router = useRouter()
  return () => {
    toast.ok(t('done'))
    router.refresh()
  }
}

/** What may be done with the claim as a whole, by whoever it is whose turn it is. */
export function ClaimSteps({
  id,
  events,
  today,
  debitable,
  marginDebitable,
}: {
  id: string
  events: string[]
  today: string
  debitable: boolean
  /** the guarantor's days to pay are over: its margin may be taken */
  marginDebitable: boolean
}) {
  const t = useTranslations('guarantees.claim')
  const done = useDone()
  const mine = ['submit', 'discard', 'notify', 'fall-short', 'close'].some((e) => events.includes(e))
  if (!mine && !debitable && !marginDebitable) return null
  return (
    <div className="flex flex-wrap gap-2">
      {events.includes('submit') && (
        <ReasonDialog
          trigger={<Button tone="primary">{t('submit')}</Button>}
          title={t('submit')}
          confirmLabel={t('submit')}
          reason="none"
          action={() => submitClaimAction({ claimId: id })}
          onDone={done}
        />
      )}
      {events.includes('discard') && (
        <ReasonDialog
          trigger={<Button tone="danger-quiet">{t('discard')}</Button>}
          title={t('discard')}
          confirmLabel={t('discard')}
          reason="none"
          tone="danger"
          action={() => submitClaimAction({ claimId: id, discard: true })}
          onDone={done}
        />
      )}
      {events.includes('notify') && <Notify id={id} today={today} />}
      {debitable && (
        <ReasonDialog
          trigger={<Button tone="primary">{t('debit')}</Button>}
          title={t('debit')}
          description={t('debitHint')}
          confirmLabel={t('debit')}
          reason="none"
          action={() => debitAcceptedAction({ claimId: id })}
          onDone={done}
        />
      )}
      {marginDebitable && (
        <ReasonDialog
          trigger={<Button>{t('debitMargin')}</Button>}
          title={t('debitMargin')}
          description={t('debitMarginHint')}
          confirmLabel={t('debitMargin')}
          reason="none"
          action={() => debitMarginAction({ claimId: id })}
          onDone={done}
        />
      )}
      {(['fall-short', 'close'] as const)
        .filter((e) => events.includes(e))
        .map((e) => (
          <ReasonDialog
            key={e}
            trigger={<Button tone="danger-quiet">{t(e === 'close' ? 'close' : 'fallShort')}</Button>}
            title={t(e === 'close' ? 'close' : 'fallShort')}
            confirmLabel={t(e === 'close' ? 'close' : 'fallShort')}
            tone="danger"
            action={(reason) => endClaimAction({ claimId: id, event: e, reason })}
            onDone={done}
          />
        ))}
    </div>
  )
}

function Notify({ id, today }: { id: string; today: string }) {
  const t = useTranslations('guarantees.claim')
  const done = useDone()
  const key = useId()
  const [channel, setChannel] = useState<string>('PARTNER_DESK')
  const [sentOn, setSentOn] = useState(today)
  const [proofNo, setProof] = useState('')
  return (
    <ReasonDialog
      trigger={<Button tone="primary">{t('notify')}</Button>}
      title={t('notify')}
      description={t('notifyHint')}
      confirmLabel={t('notify')}
      reason="none"
      action={() =>
        notifyClaimAction({ claimId: id, channel: channel as 'COURIER', sentOn, ...(proofNo ? { proofNo } : {}) })
      }
      onDone={done}
    >
      <div className="mt-3 grid gap-3">
        <FieldFrame id={`${key}c`} label={t('channel')} required>
          <Select
            id={`${key}c`}
            value={channel}
            onChange={setChannel}
            options={CHANNELS.map((value) => ({ value, label: t(`channels.${value}`) }))}
          />
        </FieldFrame>
        <FieldFrame id={`${key}d`} label={t('sentOn')} required>
          <DateField id={`${key}d`} value={sentOn} max={today} onChange={setSentOn} />
        </FieldFrame>
        <FieldFrame id={`${key}p`} label={t('proofNo')} required={channel !== 'PARTNER_DESK'}>
          <Input id={`${key}p`} value={proofNo} onChange={(e) => setProof(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </ReasonDialog>
  )
}

/** Takes up the answer to a letter: as the partner gave it on its desk, or as it came on paper. */
export function AnswerActs({ noticeId, said }: { noticeId: string; said: boolean }) {
  const t = useTranslations('guarantees.claim')
  const done = useDone()
  if (said)
    return (
      <ReasonDialog
        trigger={<Button size="sm">{t('takeUp')}</Button>}
        title={t('takeUp')}
        description={t('takeUpHint')}
        confirmLabel={t('takeUp')}
        reason="none"
        action={() => recordAnswerAction({ noticeId, agree: true })}
        onDone={done}
      />
    )
  return (
    <span className="flex gap-2">
      {([true, false] as const).map((agree) => (
        <ReasonDialog
          key={String(agree)}
          trigger={
            <Button size="sm" tone={agree ? 'primary' : 'danger-quiet'}>
              {t(agree ? 'accepted' : 'disputed')}
            </Button>
          }
          title={t(agree ? 'accepted' : 'disputed')}
          confirmLabel={t('record')}
          reason={agree ? 'optional' : 'required'}
          action={(note) => recordAnswerAction({ noticeId, agree, ...(note ? { note } : {}) })}
          onDone={done}
        />
      ))}
    </span>
  )
}

export function ReceiptAct({ lineId, left, today }: { lineId: string; left: string; today: string }) {
  const t = useTranslations('guarantees.claim')
  const done = useDone()
  const key = useId()
  const [amount, setAmount] = useState(left)
  const [valueDate, setDate] = useState(today)
  const [reference, setReference] = useState('')
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('receipt')}</Button>}
      title={t('receipt')}
      confirmLabel={t('request')}
      reason="none"
      action={() => requestReceiptAction({ lineId, amount, valueDate, reference })}
      onDone={done}
    >
      <div className="mt-3 grid gap-3">
        <FieldFrame id={`${key}a`} label={t('amount')} required>
          <MoneyField id={`${key}a`} value={amount} onChange={setAmount} />
        </FieldFrame>
        <FieldFrame id={`${key}d`} label={t('valueDate')} required>
          <DateField id={`${key}d`} value={valueDate} max={today} onChange={setDate} />
        </FieldFrame>
        <FieldFrame id={`${key}r`} label={t('reference')} required>
          <Input id={`${key}r`} value={reference} onChange={(e) => setReference(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </ReasonDialog>
  )
}

/** The second hand on money of a claim: a receipt or a recovery. */
export function CheckActs({ id, kind }: { id: string; kind: 'receipt' | 'recovery' }) {
  const t = useTranslations('guarantees.claim')
  const done = useDone()
  const decide = async (decision: 'POST' | 'REJECT', reason: string) => {
    const more = { decision, ...(reason ? { reason } : {}) }
    const r =
      kind === 'receipt'
        ? await decideReceiptAction({ receiptId: id, ...more })
        : await decideRecoveryAction({ recoveryId: id, ...more })
    return r.ok ? { ok: true as const, value: r.value.id } : r
  }
  return (
    <span className="flex gap-2">
      <ReasonDialog
        trigger={
          <Button size="sm" tone="primary">
            {t('post')}
          </Button>
        }
        title={t('post')}
        confirmLabel={t('post')}
        reason="none"
        action={(r) => decide('POST', r)}
        onDone={done}
      />
      <ReasonDialog
        trigger={
          <Button size="sm" tone="danger-quiet">
            {t('reject')}
          </Button>
        }
        title={t('reject')}
        confirmLabel={t('reject')}
        tone="danger"
        action={(r) => decide('REJECT', r)}
        onDone={done}
      />
    </span>
  )
}

export function RecoveryAct({ loanId, today }: { loanId: string; today: string }) {
  const t = useTranslations('guarantees.claim')
  const done = useDone()
  const key = useId()
  const [amount, setAmount] = useState('')
  const [costs, setCosts] = useState('0.00')
  const [valueDate, setDate] = useState(today)
  const [origin, setOrigin] = useState<string>('BORROWER')
  const [reference, setReference] = useState('')
  return (
    <ReasonDialog
      trigger={<Button>{t('recovery')}</Button>}
      title={t('recovery')}
      description={t('recoveryHint')}
      confirmLabel={t('request')}
      reason="none"
      action={() => requestRecoveryAction({ loanId, amount, costs, valueDate, origin: origin as 'COURT', reference })}
      onDone={done}
    >
      <div className="mt-3 grid gap-3">
        <FieldFrame id={`${key}a`} label={t('amount')} required>
          <MoneyField id={`${key}a`} value={amount} onChange={setAmount} />
        </FieldFrame>
        <FieldFrame id={`${key}c`} label={t('costs')} required>
          <MoneyField id={`${key}c`} value={costs} onChange={setCosts} />
        </FieldFrame>
        <FieldFrame id={`${key}o`} label={t('origin')} required>
          <Select
            id={`${key}o`}
            value={origin}
            onChange={setOrigin}
            options={ORIGINS.map((value) => ({ value, label: t(`origins.${value}`) }))}
          />
        </FieldFrame>
        <FieldFrame id={`${key}d`} label={t('valueDate')} required>
          <DateField id={`${key}d`} value={valueDate} max={today} onChange={setDate} />
        </FieldFrame>
        <FieldFrame id={`${key}r`} label={t('reference')} required>
          <Input id={`${key}r`} value={reference} onChange={(e) => setReference(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </ReasonDialog>
  )
}
