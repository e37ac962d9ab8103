import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ObserveActs } from '@/components/monitoring/observe-acts'
import { Reading } from '@/components/monitoring/reading'
import { ReturnList } from '@/components/monitoring/return-list'
import { StopList } from '@/components/monitoring/stop-list'
import { WarningActions } from '@/components/monitoring/warning-actions'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Tabs } from '@/components/ui/tabs'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { board as boardList, visits as visitsList, warnings as warningsList } from '@/lib/desk/lists/monitoring'
import { monitoringBoard, visitList } from '@/lib/monitoring/queries'
import { indicatorList, warningList } from '@/lib/monitoring/warning-queries'
import { visitMachine, warningMachine } from '@/lib/monitoring/workflow'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'

const LEVELS = ['RED', 'ORANGE', 'YELLOW'] as const
const STATE_KIND = {
  RAISED: 'waiting',
  ASSIGNED: 'waiting',
  VERIFYING: 'waiting',
  CONFIRMED: 'attention',
  HANDLING: 'attention',
  FALSE_ALARM: 'closed',
  CLOSED: 'closed',
} as const
const LEVEL_TONE = { YELLOW: 'warn', ORANGE: 'warn', RED: 'danger' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring'))('title') }
}

export default async function Monitoring({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, query] = [await currentActor(), await getTranslations('monitoring'), await searchParams]
  const [askedSignals, askedVisits] = [readList(warningsList, query, 'w'), readList(visitsList, query, 'v')]
  const watches = hasRole(actor, 'RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'COLLECTOR')
  const [board, signals, visits] = [
    await monitoringBoard(actor, {}),
    await orNotFound(warningList(actor, { ...warningsList.input(askedSignals), ...pageOf(askedSignals) })),
    await orNotFound(visitList(actor, { ...visitsList.input(askedVisits), ...pageOf(askedVisits) })),
  ]
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{board.asOf.toString()}</span>}
        actions={
          <span className="flex flex-wrap gap-2">
            <ButtonLink href="/monitoring/lines">{t('line.title')}</ButtonLink>
            <ButtonLink href="/monitoring/classification">{t('class.title')}</ButtonLink>
            {watches && <ObserveActs indicators={(await indicatorList(actor, {})).items} />}
          </span>
        }
      />
      <Tabs
        param="tab"
        tabs={[
          {
            key: 'board',
            label: t('board'),
            count: board.markets.length,
            content: (
              <Card flush>
                <DataTable
                  {...(await listTools(actor, boardList, query))}
                  label={t('board')}
                  search={false}
                  rowHref="/markets/{id}"
                  keyboard={false}
                  rows={board.markets.map((m) => ({
                    id: m.id,
                    market: `${m.code} ${m.name}`,
                    grade: m.grade ? <Badge tone="accent">{m.grade}</Badge> : '',
                    loans: m.loans,
                    balanceFen: m.balanceFen,
                    overdueFen: m.overdueFen,
                    nplFen: m.nplFen,
                    signals: (
                      <span className="flex gap-1">
                        {m.red > 0 && <Badge tone="danger">{`${t('levels.RED')} ${m.red}`}</Badge>}
                        {m.orange > 0 && <Badge tone="warn">{`${t('levels.ORANGE')} ${m.orange}`}</Badge>}
                        {m.yellow > 0 && <Badge>{`${t('levels.YELLOW')} ${m.yellow}`}</Badge>}
                      </span>
                    ),
                    named: m.named ?? '',
                    deputy: m.deputy ?? '',
                  }))}
                  columns={[
                    { key: 'market', header: t('col.market'), fixed: true, href: '/markets/{id}' },
                    { key: 'grade', header: t('col.grade'), type: 'node' },
                    { key: 'loans', header: t('col.loans'), type: 'count' },
                    { key: 'balanceFen', header: t('col.balance'), type: 'money' },
                    { key: 'overdueFen', header: t('col.overdue'), type: 'money' },
                    { key: 'nplFen', header: t('col.npl'), type: 'money' },
                    { key: 'signals', header: t('col.signals'), type: 'node' },
                    { key: 'named', header: t('col.named') },
                    { key: 'deputy', header: t('col.deputy') },
                  ]}
                  empty={{ title: t('empty.board') }}
                />
              </Card>
            ),
          },
          {
            key: 'signals',
            label: t('signals'),
            count: signals.items.length,
            content: (
              <Card flush>
                <DataTable
                  {...(await listTools(actor, warningsList, query))}
                  label={t('signals')}
                  search={false}
                  keyboard={false}
                  prefix="w"
                  filters={[
                    {
                      key: 'level',
                      label: t('col.level'),
                      type: 'choice',
                      multiple: true,
                      options: LEVELS.map((l) => ({ value: l, label: t(`levels.${l}`) })),
                    },
                    {
                      key: 'state',
                      label: t('col.state'),
                      type: 'choice',
                      multiple: true,
                      options: warningMachine.states.map((s) => ({ value: s, label: t(`state.${s}`) })),
                    },
                  ]}
                  page={{ after: signals.nextCursor, before: null }}
                  rows={signals.items.map((w) => ({
                    id: w.id,
                    level: <Badge tone={LEVEL_TONE[w.level as 'RED']}>{t(`levels.${w.level as 'RED'}`)}</Badge>,
                    code: `${w.code} ${t(`warnings.${w.code as 'W-C01'}`)}`,
                    object: w.object,
                    value: <Reading value={w.value} unit={w.unit} />,
                    raised: w.raisedOn.toString(),
                    verifyBy: w.verifyBy?.toString() ?? '',
                    assigned: w.assignedTo ?? '',
                    state: (
                      <StatusBadge kind={STATE_KIND[w.state as 'RAISED'] ?? 'waiting'}>
                        {t(`state.${w.state as 'RAISED'}`)}
                      </StatusBadge>
                    ),
                    act: <WarningActions id={w.id} events={w.allowedEvents} />,
                  }))}
                  columns={[
                    { key: 'level', header: t('col.level'), type: 'node' },
                    { key: 'code', header: t('col.code'), wrap: true, href: '/monitoring/warnings/{id}' },
                    { key: 'object', header: t('col.object') },
                    { key: 'value', header: t('col.value'), type: 'node' },
                    { key: 'raised', header: t('col.raised'), type: 'date' },
                    { key: 'verifyBy', header: t('col.verifyBy'), type: 'date' },
                    { key: 'assigned', header: t('col.assigned') },
                    { key: 'state', header: t('col.state'), type: 'node' },
                    { key: 'act', header: '', type: 'node' },
                  ]}
                  empty={{ title: t('empty.signals') }}
                />
              </Card>
            ),
          },
          { key: 'stops', label: t('stop.title'), content: <StopList actor={actor} query={query} /> },
          {
            key: 'returns',
            label: t('return.titles'),
            content: <ReturnList actor={actor} query={query} base="/monitoring/returns" />,
          },
          {
            key: 'visits',
            label: t('visits'),
            count: visits.items.length,
            content: (
              <Card flush>
                <DataTable
                  {...(await listTools(actor, visitsList, query))}
                  label={t('visits')}
                  search={false}
                  keyboard={false}
                  prefix="v"
                  filters={[
                    {
                      key: 'state',
                      label: t('col.state'),
                      type: 'choice',
                      multiple: true,
                      options: visitMachine.states.map((s) => ({ value: s, label: t(`state.${s}`) })),
                    },
                    { key: 'mine', label: t('mine'), type: 'flag' },
                  ]}
                  page={{ after: visits.nextCursor, before: null }}
                  rowHref="/monitoring/visits/{id}"
                  rows={visits.items.map((v) => ({
                    id: v.id,
                    kind: t(`kind.${v.kind as 'ROUTINE'}`),
                    merchant: v.merchant ? `${v.merchant} ${v.stallNo ?? ''}` : (v.market?.name ?? ''),
                    onsite: t(v.isOnsite ? 'onsite.yes' : 'onsite.no'),
                    planned: v.plannedOn.toString(),
                    due: v.dueOn.toString(),
                    assignee: v.assignee ?? '',
                    state: t(`state.${v.state as 'PLANNED'}`),
                  }))}
                  columns={[
                    { key: 'kind', header: t('col.kind'), href: '/monitoring/visits/{id}', fixed: true },
                    { key: 'merchant', header: t('col.merchant') },
                    { key: 'onsite', header: t('col.onsite') },
                    { key: 'planned', header: t('col.planned'), type: 'date' },
                    { key: 'due', header: t('col.due'), type: 'date' },
                    { key: 'assignee', header: t('col.assignee') },
                    { key: 'state', header: t('col.state') },
                  ]}
                  empty={{ title: t('empty.visits') }}
                />
              </Card>
            ),
          },
        ]}
      />
    </>
  )
}
