import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { KeyAccounts } from '@/components/desk/accounts/key-accounts'
import { ReportFacts } from '@/components/desk/log/facts'
import { ReportForm } from '@/components/desk/log/report-form'
import { ReportList } from '@/components/desk/log/report-list'
import { OwnTarget } from '@/components/desk/targets/own-target'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Instant } from '@/components/ui/when'
import { myReport } from '@/lib/desk/log/queries'
import { REPORT_KINDS } from '@/lib/desk/rules/reports'
import { SUPERIORS, WRITERS } from '@/lib/desk/team/people'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { parseDate } from '@/lib/platform/dates'
import { orNotFound } from '@/lib/platform/http/page'
import type { SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.log'))('title') }
}

/** One's own log of the day, review of the week or summary of the month; for a superior, those of the team. */
export default async function Log({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.log'), await searchParams]
  const kind = REPORT_KINDS.find((k) => k === query.kind) ?? 'DAILY'
  const writes = hasRole(actor, ...WRITERS)
  const asked = parseDate(String(query.on ?? ''))
  const report = writes ? await orNotFound(myReport(actor, { kind, ...(asked ? { on: asked.toString() } : {}) })) : null
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{t('intro')}</span>} />
      <div className="space-y-4">
        {report && (
          <>
            <nav aria-label={t('title')} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
              {REPORT_KINDS.map((k) => (
                <TextLink key={k} href={`/desk/log?kind=${k}&on=${report.on}`} aria-current={k === kind}>
                  {t(`kind.${k}`)}
                </TextLink>
              ))}
              <span className="ml-auto flex flex-wrap items-center gap-x-3">
                <TextLink href={`/desk/log?kind=${kind}&on=${report.period.startsOn.subtract({ days: 1 })}`}>
                  {t('before')}
                </TextLink>
                <span className="font-medium tabular-nums">
                  {kind === 'DAILY'
                    ? report.period.startsOn.toString()
                    : `${report.period.startsOn} – ${report.period.endsOn}`}
                </span>
                <TextLink href={`/desk/log?kind=${kind}&on=${report.period.endsOn.add({ days: 1 })}`}>
                  {t('after')}
                </TextLink>
              </span>
            </nav>
            <p className="flex flex-wrap items-center gap-2 text-sm text-ink-2">
              <Badge tone={report.state === 'REVIEWED' ? 'ok' : 'neutral'}>
                {t(`state.${report.state as 'DRAFT'}`)}
              </Badge>
              {report.late && <Badge tone="warn">{t('late')}</Badge>}
              {t('dueAt')} <Instant value={report.period.dueAt} />
            </p>
            {(report.praise || report.comment) && (
              <Notice tone="ok" title={t('answer')}>
                {report.praise && <p>{report.praise}</p>}
                {report.comment && <p>{report.comment}</p>}
              </Notice>
            )}
            {kind !== 'DAILY' && hasRole(actor, 'RM') && (
              <OwnTarget actor={actor} month={report.period.startsOn.toString().slice(0, 7)} />
            )}
            {kind === 'MONTHLY' && hasRole(actor, 'RM') && <KeyAccounts actor={actor} />}
            <div className="grid items-start gap-4 xl:grid-cols-2">
              <ReportFacts facts={report.facts} />
              {report.mayWrite ? (
                <ReportForm
                  key={`${kind}-${report.period.startsOn}`}
                  kind={kind}
                  on={report.period.startsOn.toString()}
                  words={report.words}
                  customers={report.facts.customers}
                />
              ) : (
                report.state === 'DRAFT' && <Notice>{t('closed')}</Notice>
              )}
            </div>
          </>
        )}
        {hasRole(actor, ...SUPERIORS, 'AUDITOR') && <ReportList actor={actor} scope="TEAM" query={query} />}
        {writes && <ReportList actor={actor} scope="MINE" query={query} />}
      </div>
    </>
  )
}
