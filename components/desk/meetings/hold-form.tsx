'use client'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/choice'
import { FieldFrame } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { useAct } from '@/components/ui/use-act'
import { holdMeetingAction } from '@/lib/desk/meetings/actions'
import { MEETING_ROLES, type MeetingRole } from '@/lib/desk/rules/meetings'

type Resolution = { content: string; owner: string; dueOn: string; proposesLimit: boolean }
const EMPTY: Resolution = { content: '', owner: '', dueOn: '', proposesLimit: false }

/** Minutes of a meeting: who came, what was said, and numbered resolutions, each with an owner and a day. */
export function HoldForm({
  meetingId,
  invited,
}: {
  meetingId: string
  invited: { role: MeetingRole; name: string }[]
}) {
  const t = useTranslations('manager.meetings')
  const router = useRouter()
  const id = useId()
  const { run, problem, busy } = useAct()
  const [names, setNames] = useState<Record<string, string>>(Object.fromEntries(invited.map((i) => [i.role, i.name])))
  const [minutes, setMinutes] = useState('')
  const [rows, setRows] = useState<Resolution[]>([EMPTY])
  const change = (i: number, patch: Partial<Resolution>) =>
    setRows((before) => before.map((r, j) => (j === i ? { ...r, ...patch } : r)))
  const send = () =>
    run(
      () =>
        holdMeetingAction({
          meetingId,
          attendance: MEETING_ROLES.flatMap((role) =>
            names[role]?.trim() ? [{ role, name: names[role].trim() }] : [],
          ),
          minutes,
          resolutions: rows.filter((r) => r.content.trim() !== ''),
        }),
      () => {
        toast.ok(t('held'))
        router.refresh()
      },
    )
  return (
    <Card title={t('minutes')} description={t('quorumHint')}>
      <div className="space-y-3">
        <div className="grid gap-2 sm:grid-cols-2">
          {MEETING_ROLES.map((role) => (
            <FieldFrame key={role} id={`${id}-${role}`} label={t(`role.${role}`)}>
              <Input
                id={`${id}-${role}`}
                value={names[role] ?? ''}
                maxLength={60}
                placeholder={t('absent')}
                onChange={(e) => setNames({ ...names, [role]: e.currentTarget.value })}
              />
            </FieldFrame>
          ))}
        </div>
        <FieldFrame id={`${id}-minutes`} label={t('said')} required>
          <Textarea
            id={`${id}-minutes`}
            rows={5}
            maxLength={10000}
            value={minutes}
            onChange={(e) => setMinutes(e.currentTarget.value)}
          />
        </FieldFrame>
        <fieldset className="space-y-3">
          <legend className="text-sm font-medium">{t('resolutions')}</legend>
          {rows.map((r, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a resolution is its number
            <div key={i} className="grid gap-2 rounded-md border border-line p-2 sm:grid-cols-[2fr_1fr_1fr]">
              <Input
                aria-label={`${t('content')} ${i + 1}`}
                placeholder={t('content')}
                maxLength={2000}
                value={r.content}
                onChange={(e) => change(i, { content: e.currentTarget.value })}
              />
              <Input
                aria-label={`${t('owner')} ${i + 1}`}
                placeholder={t('ownerHint')}
                maxLength={80}
                value={r.owner}
                onChange={(e) => change(i, { owner: e.currentTarget.value })}
              />
              <Input
                aria-label={`${t('due')} ${i + 1}`}
                type="date"
                value={r.dueOn}
                onChange={(e) => change(i, { dueOn: e.currentTarget.value })}
              />
              <Checkbox
                label={t('proposesLimit')}
                checked={r.proposesLimit}
                onChange={(v: unknown) => change(i, { proposesLimit: v === true })}
              />
            </div>
          ))}
          <Button size="sm" onClick={() => setRows([...rows, EMPTY])}>
            <Plus aria-hidden />
            {t('addResolution')}
          </Button>
        </fieldset>
        {problem}
        <Button tone="primary" busy={busy} onClick={() => void send()}>
          {t('hold')}
        </Button>
      </div>
    </Card>
  )
}
