import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useNote } from '@/components/desk/work-list'
import { Badge } from '@/components/ui/badge'
import { CivilDate, Instant } from '@/components/ui/when'
import type { WorkKind } from '@/lib/desk/work-sources'
import type { NoticeList } from '@/lib/notices/queries'
import { ReadButton } from './read-buttons'

/** One line a notice: what kind, on what, until when; it leads to where the work is done. What is done already says so. */
export function NoticeItems({ items }: { items: NoticeList['items'] }) {
  const t = useTranslations()
  const note = useNote()
  return (
    <ul className="divide-y divide-line">
      {items.map((n) => {
        const { title, detail } = n.kind.startsWith('portal')
          ? {
              title: n.title,
              detail:
                n.detail === 'RETURNED'
                  ? t('monitoring.return.state.RETURNED')
                  : n.count > 1
                    ? t('desk.today.count', { count: n.count })
                    : null,
            }
          : note({ kind: n.kind as WorkKind, title: n.title, detail: n.detail })
        const fresh = !n.readAt && !n.goneAt
        return (
          <li key={n.id} className="flex items-center gap-2 pr-3 hover:bg-hover">
            <Link href={n.href} className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
              <Badge tone={n.overdue ? 'danger' : fresh ? 'accent' : 'neutral'}>
                {t(
                  n.kind.startsWith('portal')
                    ? `notices.portalKind.${n.kind as 'portalCase'}`
                    : `desk.today.kind.${n.kind as WorkKind}`,
                )}
              </Badge>
              <span className={`min-w-44 flex-1 break-words ${fresh ? 'font-medium' : 'text-ink-2'}`}>
                {title}
                {detail && <span className="ml-2 font-normal text-ink-2">{detail}</span>}
              </span>
              <span className="text-sm text-ink-2">
                {n.goneAt ? (
                  t('notices.done')
                ) : n.dueOn || n.dueAt ? (
                  <>
                    {t(n.overdue ? 'desk.today.late' : 'desk.today.due')}{' '}
                    {n.dueOn ? <CivilDate value={n.dueOn} /> : <Instant value={n.dueAt} />}
                  </>
                ) : (
                  <Instant value={n.createdAt} />
                )}
              </span>
            </Link>
            {fresh && <ReadButton id={n.id} title={title} />}
          </li>
        )
      })}
    </ul>
  )
}
