'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Combobox } from '@/components/ui/combobox'
import { Dialog } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useAct } from '@/components/ui/use-act'
import { delegateSeatsAction, endDelegationAction } from '@/lib/approvals/actions'
import type { delegationChoices } from '@/lib/approvals/commands/delegation'

type Choices = Awaited<ReturnType<typeof delegationChoices>>

/** Names who sits for a person, from one day to another; a head also arranges it for the own people. */
export function DelegationDialog({ choices, today }: { choices: Choices; today: string }) {
  const t = useTranslations('approvals')
  const all = useTranslations()
  const router = useRouter()
  const act = useAct()
  const [open, setOpen] = useState(false)
  const [userId, setUserId] = useState(choices.me.id)
  const [delegateId, setDelegateId] = useState('')
  const [kind, setKind] = useState<'ABSENCE' | 'AUTHORITY'>('ABSENCE')
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState(today)
  const [reason, setReason] = useState('')
  const delegates =
    userId === choices.me.id ? choices.me.delegates : (choices.others.find((o) => o.id === userId)?.delegates ?? [])
  const roleName = (r: string) => (all.has(`shell.roles.${r}`) ? all(`shell.roles.${r}`) : r)
  const save = () =>
    act.run(
      () =>
        delegateSeatsAction({
          ...(userId === choices.me.id ? {} : { userId }),
          delegateId,
          kind,
          fromOn: from,
          untilOn: until,
          reason,
        }),
      () => {
        setOpen(false)
        router.refresh()
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={<Button tone="primary">{t('delegation.new')}</Button>}
      title={t('delegation.new')}
      footer={
        <Button tone="primary" busy={act.busy} disabled={delegateId === ''} onClick={save}>
          {t('delegation.save')}
        </Button>
      }
    >
      <div className="grid gap-3">
        {act.problem}
        {choices.others.length > 0 && (
          <FieldFrame id="d-whose" label={t('delegation.whose')}>
            <Select
              id="d-whose"
              value={userId}
              onChange={(id) => {
                setUserId(id)
                setDelegateId('')
              }}
              options={[
                { value: choices.me.id, label: t('delegation.mine') },
                ...choices.others.map((o) => ({ value: o.id, label: o.name })),
              ]}
            />
          </FieldFrame>
        )}
        <FieldFrame id="d-delegate" label={t('delegation.delegate')} required>
          <Combobox
            id="d-delegate"
            value={delegateId}
            onChange={(id) => setDelegateId(id ?? '')}
            options={delegates.map((d) => ({
              value: d.id,
              label: `${d.name} · ${d.roles.map(roleName).join(' / ')}`,
            }))}
          />
        </FieldFrame>
        <FieldFrame id="d-kind" label={t('delegation.kindLabel')}>
          <Select
            id="d-kind"
            value={kind}
            onChange={(k) => setKind(k as typeof kind)}
            options={(['ABSENCE', 'AUTHORITY'] as const).map((k) => ({ value: k, label: t(`delegation.kind.${k}`) }))}
          />
        </FieldFrame>
        <div className="grid grid-cols-2 gap-3">
          <FieldFrame id="d-from" label={t('delegation.from')}>
            <Input id="d-from" type="date" min={today} value={from} onChange={(e) => setFrom(e.target.value)} />
          </FieldFrame>
          <FieldFrame id="d-until" label={t('delegation.until')}>
            <Input id="d-until" type="date" min={from} value={until} onChange={(e) => setUntil(e.target.value)} />
          </FieldFrame>
        </div>
        <FieldFrame id="d-reason" label={t('delegation.reason')} required>
          <Textarea id="d-reason" rows={2} value={reason} onChange={(e) => setReason(e.target.value)} />
        </FieldFrame>
      </div>
    </Dialog>
  )
}

export function EndDelegation({ id }: { id: string }) {
  const t = useTranslations('approvals')
  const router = useRouter()
  const act = useAct()
  return (
    <>
      <Button
        size="sm"
        busy={act.busy}
        onClick={() =>
          act.run(
            () => endDelegationAction({ delegationId: id }),
            () => router.refresh(),
          )
        }
      >
        {t('delegation.end')}
      </Button>
      {act.problem}
    </>
  )
}
