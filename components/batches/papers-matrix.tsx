import { useTranslations } from 'next-intl'
import { Badge, type Tone } from '../ui/badge'
import { ButtonLink, TextLink } from '../ui/button'
import { Card } from '../ui/card'
import { cn } from '../ui/cn'
import { State } from '../ui/state'
import { ItemState } from './batch-state'

type Mark = 'PRESENT' | 'BUNDLED' | 'HALF' | 'MISSING' | 'REFUSED'
type Item = {
  id: string
  row: number | string | null
  name: string | null
  state: string
  slots: Record<string, Mark>
  issues: { level: 'error' | 'warning' }[]
}

const TONE: Record<Mark, Tone> = { PRESENT: 'ok', BUNDLED: 'ok', HALF: 'warn', MISSING: 'warn', REFUSED: 'danger' }

/** Merchants × papers, to read: who lacks what. Each merchant leads to its scans. */
export function PapersMatrix({
  batchId,
  items,
  slots,
  total,
  read,
  unplaced,
  scans,
  drafting,
}: {
  batchId: string
  items: readonly Item[]
  slots: readonly string[]
  total: number
  /** rows and papers of the latest packet */
  read: { rows: number; documents: number } | null
  unplaced: number
  /** the scans can be looked at by this person */
  scans: boolean
  /** still being put together: a merchant leads to the desk where it is mended */
  drafting: boolean
}) {
  const t = useTranslations('batches')
  const intake = useTranslations('intake')
  if (items.length === 0)
    return (
      <Card>
        <State kind="empty" title={t('papers.none')} detail={t('papers.noneDetail')} />
      </Card>
    )
  return (
    <Card
      title={t('papers.title')}
      description={
        <>
          {read && t('papers.read', read)}
          {unplaced > 0 && ` · ${t('papers.unplaced')} ${unplaced}`}
        </>
      }
      actions={
        <>
          {scans && !drafting && <ButtonLink href={`/batches/${batchId}/check`}>{t('papers.toCheck')}</ButtonLink>}
          {scans && (
            <ButtonLink href={`/batches/${batchId}/desk`} tone={drafting ? 'primary' : 'default'}>
              {t('go.papers')}
            </ButtonLink>
          )}
        </>
      }
      footer={
        <>
          {t('papers.legend')}
          {total > items.length && ` ${t('papers.more', { count: total - items.length })}`}
        </>
      }
      flush
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling frame must be reachable by keyboard */}
      <section aria-label={t('papers.title')} tabIndex={0} className="max-h-[68dvh] overflow-auto" data-scroll>
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              {[t('merchants.row'), t('merchants.name'), t('merchants.state')].map((h, i) => (
                <Head key={h} start={i === 1}>
                  {h}
                </Head>
              ))}
              {slots.map((s) => (
                <Head key={s} middle>
                  {intake(`slots.${s as 'BUNDLE'}`)}
                </Head>
              ))}
              <Head middle>{t('papers.issues')}</Head>
            </tr>
          </thead>
          <tbody>
            {items.map((m) => {
              const errors = m.issues.filter((i) => i.level === 'error').length
              const warnings = m.issues.length - errors
              return (
                <tr key={m.id} className="hover:bg-hover">
                  <td className="figure border-b border-line px-3 py-1.5 text-ink-2">{m.row}</td>
                  <th
                    scope="row"
                    className="sticky left-0 border-b border-line bg-surface px-3 py-1.5 text-left font-medium whitespace-nowrap"
                  >
                    {scans ? (
                      <TextLink
                        href={`/batches/${batchId}/${drafting ? 'desk?open' : 'check?item'}=${m.id}`}
                        className="text-ink"
                      >
                        {m.name}
                      </TextLink>
                    ) : (
                      m.name
                    )}
                  </th>
                  <td className="border-b border-line px-3 py-1.5">
                    <ItemState state={m.state} />
                  </td>
                  {slots.map((s) => {
                    const mark = m.slots[s] ?? 'MISSING'
                    return (
                      <td key={s} className="border-b border-line px-3 py-1.5 text-center">
                        <Badge tone={TONE[mark]}>{t(`papers.mark.${mark}`)}</Badge>
                      </td>
                    )
                  })}
                  <td className="border-b border-line px-3 py-1.5 text-center whitespace-nowrap">
                    {errors > 0 && (
                      <Badge tone="danger">
                        {intake('level.error')} {errors}
                      </Badge>
                    )}{' '}
                    {warnings > 0 && (
                      <Badge tone="warn">
                        {intake('level.warning')} {warnings}
                      </Badge>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
    </Card>
  )
}

function Head({ children, start, middle }: { children: React.ReactNode; start?: boolean; middle?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        'sticky top-0 border-b border-line-2 bg-sunken px-3 py-1.5 font-semibold whitespace-nowrap text-ink-2',
        middle ? 'text-center' : 'text-left',
        start ? 'left-0 z-2' : 'z-1',
      )}
    >
      {children}
    </th>
  )
}
