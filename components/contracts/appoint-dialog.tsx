'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { appointSigningAction } from '@/lib/contracts/actions'

export type WaitingGroup = { id: string; code: string; name: string; members: number; batchId: string; batch: string }

/** §7.1 step 1: groups of one batch, a place, a time, and the contract officer who comes along. */
export function AppointDialog({
  groups,
  singles,
  officers,
  start,
}: {
  groups: WaitingGroup[]
  /** merchants that are in no group, by batch */
  singles: { batchId: string; batch: string; merchants: number }[]
  officers: { id: string; name: string }[]
  /** 'YYYY-MM-DDTHH:mm', the next working morning */
  start: string
}) {
  const t = useTranslations('contracts.screen')
  const papers = useTranslations('contracts.papers')
  const id = useId()
  const batches = [...new Map([...groups, ...singles].map((g) => [g.batchId, g.batch])).entries()]
  const [open, setOpen] = useState(false)
  const [batchId, setBatchId] = useState(batches[0]?.[0] ?? '')
  const mine = groups.filter((g) => g.batchId === batchId)
  const alone = singles.find((s) => s.batchId === batchId)
  const [withSingles, setWithSingles] = useState(true)
  const [chosen, setChosen] = useState<string[]>(mine.map((g) => g.id))
  const [place, setPlace] = useState('')
  const [startsAt, setStartsAt] = useState(start)
  const [officer, setOfficer] = useState(officers[0]?.id ?? '')
  const act = useAct()
  const send = () =>
    act.run(
      () =>
        appointSigningAction({
          batchId,
          groupIds: chosen,
          allWithoutGroup: alone !== undefined && withSingles,
          place,
          startsAt: `${startsAt}:00+08:00`,
          contractOfficerId: officer,
        }),
      (v) => {
        setOpen(false)
        toast.ok(t('appointed', { count: v.sessions.length }))
      },
    )
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('appoint')}
      description={t('appointHint')}
      trigger={<Button tone="primary">{t('appoint')}</Button>}
      footer={
        <>
          <DialogClose>{t('cancel')}</DialogClose>
          <Button
            tone="primary"
            busy={act.busy}
            disabled={(chosen.length === 0 && !(alone && withSingles)) || place.trim().length < 2}
            onClick={send}
          >
            {t('appointCount', { count: chosen.length + (alone && withSingles ? 1 : 0) })}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {act.problem}
        {batches.length > 1 && (
          <FieldFrame id={`${id}b`} label={t('batch')} required>
            <Select
              id={`${id}b`}
              value={batchId}
              options={batches.map(([value, label]) => ({ value, label }))}
              onChange={(v) => {
                setBatchId(v)
                setChosen(groups.filter((g) => g.batchId === v).map((g) => g.id))
              }}
            />
          </FieldFrame>
        )}
        <fieldset>
          <legend className="mb-1 text-sm font-medium">{t('groups')}</legend>
          <div className="max-h-56 overflow-y-auto rounded-md border border-line px-3 py-1">
            {mine.map((g) => (
              <Checkbox
                key={g.id}
                label={`${g.code} ${g.name} · ${t('members', { count: g.members })}`}
                checked={chosen.includes(g.id)}
                onChange={(on) => setChosen(on ? [...chosen, g.id] : chosen.filter((x) => x !== g.id))}
              />
            ))}
            {alone && (
              <Checkbox
                label={`${papers('singles')} · ${t('members', { count: alone.merchants })}`}
                checked={withSingles}
                onChange={setWithSingles}
              />
            )}
          </div>
        </fieldset>
        <FieldFrame id={`${id}p`} label={t('place')} hint={t('placeHint')} required>
          <Input id={`${id}p`} value={place} maxLength={200} onChange={(e) => setPlace(e.currentTarget.value)} />
        </FieldFrame>
        <div className="grid gap-4 sm:grid-cols-2">
          <FieldFrame id={`${id}t`} label={t('time')} required>
            <Input
              id={`${id}t`}
              type="datetime-local"
              value={startsAt}
              onChange={(e) => setStartsAt(e.currentTarget.value)}
            />
          </FieldFrame>
          <FieldFrame id={`${id}o`} label={t('officer')} hint={t('officerHint')} required>
            <Select
              id={`${id}o`}
              value={officer}
              options={officers.map((o) => ({ value: o.id, label: o.name }))}
              onChange={setOfficer}
            />
          </FieldFrame>
        </div>
      </div>
    </Dialog>
  )
}
