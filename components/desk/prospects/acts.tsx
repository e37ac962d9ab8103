import { useTranslations } from 'next-intl'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { moveProspectAction } from '@/lib/desk/prospects/actions'
import { LOST_PROSPECT } from '@/lib/desk/rules/prospects'

const STEPS = ['contact', 'find-need', 'recommend', 'revive'] as const

/** What can be done next with a prospect: the next step first, losing him quietly. */
export function ProspectActs({ id, need, events }: { id: string; need: string; events: readonly string[] }) {
  const t = useTranslations('manager.prospects')
  const note: ActField = { name: 'note', label: t('note'), kind: 'area' }
  return (
    <span className="flex flex-wrap gap-1">
      {STEPS.filter((e) => events.includes(e)).map((event) => (
        <ActDialog
          key={event}
          label={t(`act.${event}`)}
          fields={[
            ...(event === 'find-need'
              ? [{ name: 'need', label: t('need'), kind: 'area' as const, required: true, value: need }]
              : []),
            note,
          ]}
          fixed={{ prospectId: id, event }}
          action={moveProspectAction}
        />
      ))}
      {events.includes('lose') && (
        <ActDialog
          label={t('act.lose')}
          tone="quiet"
          fields={[
            {
              name: 'lostReason',
              label: t('why'),
              kind: 'choice',
              required: true,
              options: LOST_PROSPECT.map((x) => ({ value: x, label: t(`lostReason.${x}`) })),
            },
            note,
          ]}
          fixed={{ prospectId: id, event: 'lose' }}
          action={moveProspectAction}
        />
      )}
    </span>
  )
}
