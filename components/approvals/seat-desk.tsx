'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Combobox } from '@/components/ui/combobox'
import { useAct } from '@/components/ui/use-act'
import { addCommitteeMemberAction, assignSeatAction } from '@/lib/approvals/actions'

type Choice = { id: string; role: string; person: string | null; people: { id: string; name: string }[] }

/** Who sits where: the heads name the members of a committee, the holder of the veto and substitutes. */
export function SeatDesk({
  planId,
  seats,
  members,
}: {
  planId: string
  seats: Choice[]
  /** whom a committee may be widened by; none without a committee */
  members: { id: string; name: string }[]
}) {
  const t = useTranslations('approvals')
  const router = useRouter()
  const act = useAct()
  const [chosen, setChosen] = useState<Record<string, string>>({})
  const row = (key: string, label: string, people: { id: string; name: string }[], save: () => void, name: string) => (
    <li key={key} className="flex flex-wrap items-center gap-2">
      <span className="w-40 text-sm">{label}</span>
      <div className="w-60">
        <Combobox
          aria-label={label}
          value={chosen[key] ?? ''}
          onChange={(id) => setChosen((c) => ({ ...c, [key]: id ?? '' }))}
          options={people.map((p) => ({ value: p.id, label: p.name }))}
        />
      </div>
      <Button size="sm" busy={act.busy} disabled={!chosen[key]} onClick={save}>
        {name}
      </Button>
    </li>
  )
  const done = () => {
    setChosen({})
    router.refresh()
  }
  return (
    <Card title={t('seats.title')} description={t('seats.intro')}>
      {act.problem}
      <ul className="grid gap-2">
        {seats.map((s) =>
          row(
            s.id,
            `${t(`seat.${s.role}`)}${s.person ? ` · ${s.person}` : ''}`,
            s.people,
            () => act.run(() => assignSeatAction({ planId, seatId: s.id, userId: chosen[s.id]! }), done),
            t('seats.name'),
          ),
        )}
        {members.length > 0 &&
          row(
            'member',
            t('seats.another'),
            members,
            () => act.run(() => addCommitteeMemberAction({ planId, userId: chosen.member! }), done),
            t('seats.add'),
          )}
      </ul>
    </Card>
  )
}
