import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { MyWork } from '@/lib/desk/work'
import { Badge } from '../ui/badge'
import { CivilDate, Instant } from '../ui/when'

type Item = MyWork['items'][number]

/** One line a piece of work: what kind, on what, how many, until when; the line leads to where it is done. */
export function WorkList({ items }: { items: Item[] }) {
  const t = useTranslations('desk.today')
  const note = useNote()
  return (
    <ul className="divide-y divide-line">
      {items.map((w) => {
        const { title, detail } = note(w)
        return (
          <li key={`${w.kind}-${w.objectId}-${w.title}-${w.detail}-${w.dueOn ?? w.dueAt}-${w.href}`}>
            <Link href={w.href} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 hover:bg-hover">
              <Badge tone={w.overdue ? 'danger' : 'neutral'}>{t(`kind.${w.kind}`)}</Badge>
              <span className="min-w-0 flex-1 break-words font-medium">
                {title}
                {detail && <span className="ml-2 font-normal text-ink-2">{detail}</span>}
                {w.count > 1 && <span className="ml-2 font-normal text-ink-2">{t('count', { count: w.count })}</span>}
              </span>
              {(w.dueAt || w.dueOn) && (
                <span className={w.overdue ? 'text-sm font-medium text-danger' : 'text-sm text-ink-2'}>
                  {w.overdue ? t('late') : t('due')}{' '}
                  {w.dueOn ? <CivilDate value={w.dueOn} /> : <Instant value={w.dueAt} />}
                </span>
              )}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** The words beside a title: the state or kind of the object, in the words of its own feature. */
export function useNote() {
  const t = useTranslations()
  const known = (key: string) => (t.has(key) ? t(key) : null)
  return (w: Pick<Item, 'kind' | 'title' | 'detail'>): { title: string; detail: string | null } => {
    const { title, detail } = w
    switch (w.kind) {
      case 'task':
        return { title: known(`desk.today.taskKind.${title}`) ?? title, detail }
      case 'parameter':
        return { title: known(`parameters.${title.split('.').at(-1)}`) ?? title, detail: null }
      case 'batch':
        return { title, detail: known(`desk.today.batchState.${detail}`) }
      case 'market':
        return { title, detail: known(`markets.state.${detail}`) }
      case 'seat':
        return { title, detail: known(`approvals.round.${detail}`) }
      case 'drawdown':
        return { title, detail: known(`disbursement.drawdownState.${detail}`) }
      case 'claim':
        return { title, detail: known(`guarantees.claimState.${detail}`) }
      case 'visit':
        return { title, detail: known(`monitoring.kind.${detail}`) }
      case 'warning':
        return { title, detail: known(`monitoring.levels.${detail}`) }
      case 'referral':
        return { title, detail: known(`manager.referrals.state.${detail}`) }
      case 'grant':
        return { title, detail: known(`errors.names.${detail}`) }
      case 'overdue':
        return { title, detail: t('desk.today.dpd', { days: Number(detail ?? 0) }) }
      case 'signing':
        return { title, detail }
      default:
        return { title, detail: null }
    }
  }
}
