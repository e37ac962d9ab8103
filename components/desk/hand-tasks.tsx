import { getTranslations } from 'next-intl/server'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { CivilDate } from '@/components/ui/when'
import { finishTaskAction } from '@/lib/desk/team/actions'
import { objectTasks } from '@/lib/desk/team/hand-tasks'
import type { Actor } from '@/lib/platform/actor'

/** Follow-ups of one object: whose they are, until when, what came of them. Nothing when there are none. */
export async function HandTasks({
  actor,
  objectType,
  objectId,
}: {
  actor: Actor
  objectType: 'visit' | 'work-report' | 'user'
  objectId: string
}) {
  const t = await getTranslations('manager.tasks')
  const kinds = await getTranslations('desk.today.taskKind')
  const { items } = await objectTasks(actor, { objectType, objectId })
  if (items.length === 0) return null
  return (
    <Card title={t('title')} flush className="mt-4">
      <ul className="divide-y divide-line text-sm">
        {items.map((k) => (
          <li key={k.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <Badge tone={k.done ? 'ok' : k.late ? 'danger' : 'neutral'}>
              {kinds.has(k.kind) ? kinds(k.kind as 'HELP_WANTED') : k.kind}
            </Badge>
            <span className="min-w-0 flex-1">
              {k.text} {k.note && <span className="text-ink-2">{k.note}</span>}
            </span>
            <span className="text-ink-2">{k.owner ?? ''}</span>
            <CivilDate value={k.dueOn} />
            {k.mayFinish && (
              <ActDialog
                label={t('finish')}
                fields={[{ name: 'note', label: t('note'), kind: 'area', required: true }]}
                fixed={{ taskId: k.id }}
                action={finishTaskAction}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
