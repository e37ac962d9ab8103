import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { reportFields } from '@/components/reports/report-fields'
import { ShareFigure } from '@/components/reports/share-figure'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { sayIn } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { fiveCategory, inclusiveLending, regulatoryName } from '@/lib/desk/lists/reports'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Translate } from '@/lib/platform/i18n/translator'
import { changeReportAction } from '@/lib/reports/actions'
import { regulatoryReport } from '@/lib/reports/regulatory'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('tab.regulatory') }
}

const CLASSES = ['normal', 'special', 'substandard', 'doubtful', 'loss'] as const

/** One table for the regulator, counted at this moment. */
export default async function RegulatoryTable({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, classes, whole, { id }] = [
    await currentActor(),
    await getTranslations('reports'),
    await getTranslations('servicing.class'),
    (await getTranslations()) as unknown as Translate,
    await params,
  ]
  const report = await orNotFound(regulatoryReport(actor, { reportId: id }))
  const say = sayIn(await getLocale(), whole)
  const inclusive = report.kind === 'INCLUSIVE'
  const className = {
    normal: 'NORMAL',
    special: 'SPECIAL_MENTION',
    substandard: 'SUBSTANDARD',
    doubtful: 'DOUBTFUL',
    loss: 'LOSS',
  } as const
  return (
    <>
      <PageHeader
        title={report.name}
        breadcrumb={[{ label: t('tab.regulatory'), href: '/reports/regulatory' }, { label: report.name }]}
        meta={
          <span>
            {t(`kind.${report.kind}`)} · {t('reg.counted', { date: report.asOn.toString() })} ·{' '}
            {t(`schedule.${report.schedule}`)}
          </span>
        }
        actions={
          hasRole(actor, 'SB_HEAD', 'CR_HEAD', 'RISK_MGR') && (
            <>
              <ActDialog
                label={t('reg.change')}
                size="md"
                fields={await reportFields(report)}
                fixed={{ reportId: id }}
                action={changeReportAction}
              />
              <ActDialog
                label={t('reg.remove')}
                description={t('reg.removeHint')}
                size="md"
                tone="danger"
                fields={[]}
                fixed={{ reportId: id, remove: true }}
                action={changeReportAction}
              />
            </>
          )
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, inclusive ? inclusiveLending : fiveCategory, { report: id }))}
          label={report.name}
          search={false}
          keyboard={false}
          rows={[...report.items, { ...report.total, name: null }].map((r) => ({
            id: r.key,
            name: regulatoryName(say, report.groupBy, r.key, r.name),
            clients: r.clients,
            loans: r.href ? <TextLink href={r.href}>{r.loans}</TextLink> : r.loans,
            principal: r.principalFen,
            yearLoans: r.yearLoans,
            yearGranted: r.yearGrantedFen,
            averageRate: r.averageRatePpm,
            ...Object.fromEntries(
              CLASSES.map((key) => [
                key,
                r.href ? (
                  <TextLink key={key} href={`${r.href}&class=${className[key]}`}>
                    <Money value={r[`${key}Fen`]} suffix={false} />
                  </TextLink>
                ) : (
                  <Money key={key} value={r[`${key}Fen`]} suffix={false} />
                ),
              ]),
            ),
            npl: r.nplFen,
            nplRatio: <ShareFigure share={r.nplShare} />,
            provision: r.provisionFen,
          }))}
          columns={[
            { key: 'name', header: t('col.name'), fixed: true },
            ...(inclusive ? [{ key: 'clients', header: t('col.clients'), type: 'count' as const }] : []),
            { key: 'loans', header: t('col.loans'), type: 'node' },
            { key: 'principal', header: t('col.principal'), type: 'money' },
            ...(inclusive
              ? [
                  { key: 'yearLoans', header: t('col.yearLoans'), type: 'count' as const },
                  { key: 'yearGranted', header: t('col.yearGranted'), type: 'money' as const },
                  { key: 'averageRate', header: t('col.averageRate'), type: 'percent' as const },
                ]
              : CLASSES.map((key) => ({ key, header: classes(className[key]), type: 'node' as const }))),
            { key: 'npl', header: t('col.npl'), type: 'money' },
            { key: 'nplRatio', header: t('col.nplRatio'), type: 'node' },
            ...(inclusive ? [] : [{ key: 'provision', header: t('col.provision'), type: 'money' as const }]),
          ]}
        />
      </Card>
    </>
  )
}
