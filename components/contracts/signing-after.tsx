'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Dialog } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { uploadFile } from '@/components/ui/upload-file'
import { useAct } from '@/components/ui/use-act'
import { Instant } from '@/components/ui/when'
import {
  cancelSigningAction,
  deliverCopiesAction,
  rescheduleSigningAction,
  verifyContractAction,
} from '@/lib/contracts/actions'
import type { verifyContract } from '@/lib/contracts/signature/verify'
import type { Wire } from '@/lib/platform/wire'
import type { PersonView } from './table-view'

const METHODS = ['PAPER', 'ELECTRONIC', 'POST'] as const

/** §7.1 step 7: signed copies handed over, with the receipt where there is one. */
export function DeliverCopies({ person }: { person: PersonView }) {
  const t = useTranslations('contracts.after')
  const id = useId()
  const [method, setMethod] = useState<(typeof METHODS)[number]>('PAPER')
  const [receipt, setReceipt] = useState<File | null>(null)
  const act = useAct()
  const signed = person.documents.filter((d) => d.state === 'SIGNED')
  const open = signed.filter((d) => !d.deliveredAt)
  if (signed.length === 0) return null
  const send = () =>
    act.run(
      async () => {
        const file = receipt ? await uploadFile(receipt, 'EVIDENCE') : null
        if (file && !file.ok) return file
        return deliverCopiesAction({
          signerIds: open.map((d) => d.signerId),
          method,
          ...(file ? { receiptFileId: file.value.id } : {}),
        })
      },
      () => toast.ok(t('delivered')),
    )
  return (
    <Card title={t('deliver')} description={t('deliverHint')}>
      {open.length === 0 ? (
        <Notice tone="ok">{t('allDelivered')}</Notice>
      ) : (
        <div className="flex flex-wrap items-end gap-3">
          <FieldFrame id={`${id}m`} label={t('method')}>
            <Select
              id={`${id}m`}
              value={method}
              options={METHODS.map((m) => ({ value: m, label: t(`methods.${m}`) }))}
              onChange={(v) => setMethod(v as 'PAPER')}
            />
          </FieldFrame>
          <FieldFrame id={`${id}r`} label={t('receipt')}>
            <Input
              id={`${id}r`}
              type="file"
              accept="image/*,application/pdf"
              onChange={(e) => setReceipt(e.currentTarget.files?.[0] ?? null)}
            />
          </FieldFrame>
          <Button tone="primary" busy={act.busy} onClick={send}>
            {t('deliverCount', { count: open.length })}
          </Button>
          {act.problem}
        </div>
      )}
    </Card>
  )
}

type ProofView = Wire<Awaited<ReturnType<typeof verifyContract>>>

/** Proves the signatures now: the file, what the row says of it, and the signature itself. */
export function ContractProof({ contractId }: { contractId: string }) {
  const t = useTranslations('contracts.after')
  const role = useTranslations('contracts.role')
  const [proof, setProof] = useState<ProofView | null>(null)
  const act = useAct()
  return (
    <>
      <Button
        size="sm"
        busy={act.busy}
        onClick={() =>
          act.run(
            () => verifyContractAction({ contractId }),
            (v) => setProof(v as ProofView),
          )
        }
      >
        {t('prove')}
      </Button>
      {act.problem}
      <Dialog
        open={proof !== null}
        onOpenChange={(open) => !open && setProof(null)}
        title={t('proof')}
        description={proof?.number}
      >
        {proof && (
          <div className="space-y-3">
            <Notice tone={proof.proved ? 'ok' : 'danger'}>{t(proof.proved ? 'proved' : 'notProved')}</Notice>
            <ul className="space-y-2">
              {proof.proofs.map((p) => (
                <li key={`${p.signer}${p.role}`} className="rounded-md border border-line px-3 py-2">
                  <b>{p.signer}</b> {role(p.role as 'BORROWER')} <Instant value={p.at} />
                  <p className="text-sm text-ink-2">{`${p.algorithm} ${p.publicKey.slice(0, 20)}…`}</p>
                  <p className="text-sm">
                    {(['file', 'row', 'signature'] as const)
                      .map((k) => `${p[k] ? '✓' : '✗'} ${t(`checks.${k}`)}`)
                      .join('　')}
                  </p>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Dialog>
    </>
  )
}

/** Another place or time, with the reason. */
export function Reschedule({ sessionId, place, startsAt }: { sessionId: string; place: string; startsAt: string }) {
  const t = useTranslations('contracts.after')
  const screen = useTranslations('contracts.screen')
  const id = useId()
  const [where, setWhere] = useState(place)
  const [when, setWhen] = useState(startsAt)
  return (
    <ReasonDialog
      trigger={<Button size="sm">{t('reschedule')}</Button>}
      title={t('reschedule')}
      confirmLabel={t('reschedule')}
      action={(reason) => rescheduleSigningAction({ sessionId, place: where, startsAt: `${when}:00+08:00`, reason })}
      onDone={() => toast.ok(t('rescheduled'))}
    >
      <div className="mb-3 grid gap-3">
        <FieldFrame id={`${id}p`} label={screen('place')} required>
          <Input id={`${id}p`} value={where} maxLength={200} onChange={(e) => setWhere(e.currentTarget.value)} />
        </FieldFrame>
        <FieldFrame id={`${id}t`} label={screen('time')} required>
          <Input id={`${id}t`} type="datetime-local" value={when} onChange={(e) => setWhen(e.currentTarget.value)} />
        </FieldFrame>
      </div>
    </ReasonDialog>
  )
}

/** Calls the signing off: what was merged for it is void, its merchants wait for another appointment. */
export function CancelSigning({ sessionId }: { sessionId: string }) {
  const t = useTranslations('contracts.after')
  return (
    <ReasonDialog
      trigger={
        <Button size="sm" tone="danger">
          {t('cancel')}
        </Button>
      }
      title={t('cancel')}
      description={t('cancelHint')}
      confirmLabel={t('cancel')}
      tone="danger"
      action={(reason) => cancelSigningAction({ sessionId, reason })}
      onDone={({ merchants, voided }) => toast.ok(t('cancelled', { merchants, voided }))}
    />
  )
}
