import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { AppFrame } from '@/components/shell/app-frame'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { Button, TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { FieldDiff, TextDiff } from '@/components/ui/diff'
import { Explain } from '@/components/ui/explain'
import { FileViewer } from '@/components/ui/file-viewer/file-viewer'
import { Money, Percent } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { SideBySide } from '@/components/ui/side-by-side'
import { Skeleton } from '@/components/ui/skeleton'
import { SlaClock } from '@/components/ui/sla-clock'
import { railFromMachine, StageRail } from '@/components/ui/stage-rail'
import { State } from '@/components/ui/state'
import { Tabs } from '@/components/ui/tabs'
import { Timeline } from '@/components/ui/timeline'
import { Watermark } from '@/components/ui/watermark'
import { CivilDate } from '@/components/ui/when'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { merchantLimit } from '@/lib/plans/rules/merchant-limit'
import { readListParams } from '@/lib/platform/list-params'
import { liveMode } from '@/lib/platform/mode'
import { yuan } from '@/lib/platform/money'
import { acceptSample, doNothing, searchSample, signOutSample } from './actions'
import { ChartSample } from './chart-sample'
import { CheckSample } from './check-sample'
import { FormSample } from './form-sample'
import { LayerSample } from './layer-sample'
import { SAMPLE_SORTS, SAMPLE_STATES, samplePage } from './sample-rows'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('design'))('title') }
}

const KIND = {
  draft: 'draft',
  waiting: 'waiting',
  active: 'active',
  good: 'good',
  returned: 'returned',
  refused: 'refused',
} as const

const COLOURS = ['paper', 'surface', 'sunken', 'ink', 'accent', 'seal', 'ok', 'warn', 'danger', 'info'] as const

export default async function Design({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  if (liveMode()) notFound()
  const t = await getTranslations('design')
  const filters = ['state', 'amount', 'visited', 'mine'] as const
  const params = readListParams(await searchParams, {
    sort: SAMPLE_SORTS,
    defaultSort: '-updated',
    filters,
    defaultSize: 25,
  })
  const list = samplePage(params)
  const limit = merchantLimit(
    {
      newLoanFen: yuan('520000'),
      verifiedTurnoverFen: yuan('1560000'),
      coefficientPpm: 1_000_000,
      householdNetAssetsFen: yuan('1200000'),
      modeSingleCapFen: yuan('600000'),
      partnerSingleCapFen: null,
      amountAppliedFen: yuan('550000'),
      otherExposureFen: 0n,
      wholesaleOrRetail: true,
    },
    PLAN_DEFAULTS.merchantLimit,
  )
  const nav = [
    {
      key: 'work',
      items: [
        { key: 'design', label: t('nav.design'), href: '/design', icon: 'today' as const, count: 12, onPhone: true },
        { key: 'forms', label: t('nav.forms'), href: '/design#form', icon: 'score' as const, onPhone: true },
        { key: 'lists', label: t('nav.lists'), href: '/design#list', icon: 'batch' as const, count: 3, onPhone: true },
      ],
    },
    {
      key: 'more',
      label: t('nav.other'),
      items: [
        { key: 'pictures', label: t('nav.pictures'), href: '/design#charts', icon: 'report' as const, onPhone: true },
        { key: 'other', label: t('nav.other'), href: '/design#nothing', icon: 'settings' as const },
      ],
    },
  ]
  const stages = railFromMachine(
    [
      { key: 'survey', label: t('stage.survey'), states: ['SURVEYED'] },
      { key: 'intake', label: t('stage.intake'), states: ['SUBMITTED'] },
      { key: 'scoring', label: t('stage.scoring'), states: ['SCORING'] },
      { key: 'approval', label: t('stage.approval'), states: ['IN_REVIEW', 'COUNTERSIGNING'], note: t('stage.note') },
      { key: 'contract', label: t('stage.contract'), states: ['CONTRACTING'] },
      { key: 'disbursement', label: t('stage.disbursement'), states: ['DISBURSING'] },
      { key: 'post-loan', label: t('stage.postLoan'), states: ['ACTIVE'] },
    ],
    'COUNTERSIGNING',
  )
  return (
    <AppFrame
      bankName={t('bank')}
      businessDate="2026-11-24"
      user={{ name: t('user'), login: 'demo', title: t('role') }}
      nav={nav}
      unread={7}
      notificationsHref="/design"
      search={searchSample}
      onSignOut={signOutSample}
    >
      <PageHeader
        title={t('title')}
        state={<StatusBadge kind="active">{t('state.active')}</StatusBadge>}
        breadcrumb={[{ label: t('nav.work'), href: '/design' }, { label: t('title') }]}
        meta={t('meta')}
        actions={
          <>
            <Button>{t('button.default')}</Button>
            <Button tone="primary">{t('button.primary')}</Button>
          </>
        }
      >
        <StageRail stages={stages} />
      </PageHeader>
      <div className="grid gap-4">
        <Section id="colours" title={t('section.colours')}>
          <div className="grid grid-cols-2 gap-2 sm:grid-cols-5 xl:grid-cols-10">
            {COLOURS.map((c) => (
              <div key={c} className="overflow-hidden rounded-md border border-line text-xs">
                <div className="h-9" style={{ background: `var(--${c})` }} />
                <div className="px-2 py-1">{t(`colour.${c}`)}</div>
              </div>
            ))}
          </div>
        </Section>
        <Section id="type" title={t('section.type')}>
          <p className="font-serif text-2xl font-bold">{t('sampleHeading')}</p>
          <p className="mt-1 max-w-prose text-ink-2">{t('sampleText')}</p>
          <p className="mt-2 flex flex-wrap gap-x-8 gap-y-1 text-lg">
            <Money value={98_765_432n} />
            <Money value={98_765_432n} unit="wan" />
            <Money value={-1_250_000n} />
            <Percent value={43_500} />
            <CivilDate value="2026-11-24" />
          </p>
        </Section>
        <div className="grid gap-4 xl:grid-cols-2">
          <Section id="buttons" title={t('section.buttons')}>
            <div className="flex flex-wrap items-center gap-2">
              <Button tone="primary">{t('button.primary')}</Button>
              <Button>{t('button.default')}</Button>
              <Button tone="quiet">{t('button.quiet')}</Button>
              <Button tone="danger">{t('button.danger')}</Button>
              <Button tone="danger-quiet">{t('button.dangerQuiet')}</Button>
              <Button tone="primary" busy>
                {t('button.busy')}
              </Button>
              <Button disabled>{t('button.disabled')}</Button>
              <Button icon aria-label={t('button.icon')}>
                <Plus />
              </Button>
              <TextLink href="#form">{t('button.link')}</TextLink>
            </div>
          </Section>
          <Section id="states" title={t('section.states')}>
            <div className="flex flex-wrap gap-2">
              {(
                [
                  'draft',
                  'waiting',
                  'active',
                  'attention',
                  'good',
                  'done',
                  'returned',
                  'refused',
                  'paused',
                  'closed',
                ] as const
              ).map((k) => (
                <StatusBadge key={k} kind={k}>
                  {t(`state.${k}`)}
                </StatusBadge>
              ))}
              <Badge>{t('badge.mode')}</Badge>
              <Badge tone="accent">{t('badge.grade')}</Badge>
            </div>
            <div className="mt-3 flex flex-wrap gap-2">
              <SlaClock state="RUN" leftMinutes={1125} dueAt="2026-11-26T09:00:00Z" />
              <SlaClock state="DUE" leftMinutes={96} dueAt="2026-11-24T09:00:00Z" />
              <SlaClock state="OVERDUE" leftMinutes={-250} dueAt="2026-11-23T09:00:00Z" />
              <SlaClock state="PAUSED" leftMinutes={700} />
            </div>
          </Section>
        </div>
        <Section id="facts" title={t('section.facts')}>
          <Descriptions
            items={[
              { label: t('fact.name'), value: t('value.name') },
              { label: t('fact.code'), value: '92371000MA3MXH0E3W' },
              { label: t('fact.stall'), value: 'E3-112' },
              { label: t('fact.owner'), value: t('value.owner') },
              { label: t('fact.applied'), value: <Money value="550000.00" />, figure: true },
              { label: t('fact.rate'), value: <Percent value="4.35" />, figure: true },
              { label: t('fact.due'), value: <CivilDate value="2027-11-24" /> },
              { label: t('fact.note'), value: null, span: 2 },
              { label: t('fact.address'), value: t('value.address'), span: 'full' },
            ]}
          />
        </Section>
        <Section id="figures" title={t('section.figures')}>
          <div className="grid gap-3 sm:grid-cols-3">
            <Stat
              label={t('value.limit')}
              value={
                <Explain trace={limit.trace}>
                  <Money value={limit.value.limitFen} unit="wan" />
                </Explain>
              }
            />
            <Stat label={t('value.turnover')} value={<Money value={yuan('1560000')} unit="wan" />} />
            <Stat label={t('fact.rate')} value={<Percent value={43_500} />} tone="ok" />
          </div>
        </Section>
        <Section id="form" title={t('section.form')}>
          <FormSample />
        </Section>
        <Section id="layers" title={t('section.layers')}>
          <LayerSample />
          <div className="mt-3 grid gap-2 md:grid-cols-2">
            <Notice tone="info">{t('layer.popoverText')}</Notice>
            <Notice tone="warn" title={t('state404.error')}>
              {t('state404.errorDetail')}
            </Notice>
          </div>
        </Section>
        <Card id="list" title={t('section.list')} flush>
          <DataTable
            id="design"
            label={t('list.label')}
            defaultSort="-updated"
            defaultSize={25}
            maxHeight="30rem"
            search={{ placeholder: t('list.search') }}
            rowHref="/design?row={id}"
            rows={list.rows.map((r) => ({
              ...r,
              stateBadge: <StatusBadge kind={KIND[r.state]}>{t(`state.${r.state}`)}</StatusBadge>,
            }))}
            page={list.page}
            totals={{ amountFen: list.totalFen }}
            exportHref="/design/sample/lease.pdf"
            columns={[
              { key: 'name', header: t('list.name'), sort: true, fixed: true, href: '/design?row={id}' },
              { key: 'stall', header: t('list.stall') },
              { key: 'stateBadge', header: t('list.state'), type: 'node' },
              { key: 'amountFen', header: t('list.amount'), type: 'money', sort: 'amount' },
              { key: 'limitFen', header: t('list.limit'), type: 'wan' },
              { key: 'ratePpm', header: t('list.rate'), type: 'percent' },
              { key: 'score', header: t('list.score'), type: 'count', sort: true },
              { key: 'visited', header: t('list.visited'), type: 'date', sort: true },
              { key: 'updated', header: t('list.updated'), type: 'instant', sort: true },
            ]}
            filters={[
              {
                key: 'state',
                label: t('list.filterState'),
                type: 'choice',
                options: SAMPLE_STATES.map((s) => ({ value: s, label: t(`state.${s}`) })),
              },
              { key: 'amount', label: t('list.filterAmount'), type: 'amounts' },
              { key: 'visited', label: t('list.filterDate'), type: 'dates' },
              { key: 'mine', label: t('list.mine'), type: 'flag' },
            ]}
            views={{
              items: [
                { id: '1', name: t('list.view1'), query: 'state=waiting&mine=1', mine: true },
                { id: '2', name: t('list.view2'), query: 'sort=-amount&amount=500000..', shared: true },
              ],
              onSave: doNothing,
              onDelete: doNothing,
            }}
            bulk={[
              { key: 'accept', label: t('list.accept'), tone: 'primary', action: acceptSample },
              {
                key: 'return',
                label: t('list.return'),
                tone: 'danger',
                reason: 'required',
                action: acceptSample,
                needs: 'acceptable',
              },
            ]}
          />
        </Card>
        <div className="grid gap-4 xl:grid-cols-2">
          <Section id="timeline" title={t('section.timeline')}>
            <Timeline
              events={[
                {
                  key: '3',
                  at: '2026-11-20T02:20:00Z',
                  what: t('event.accepted'),
                  who: t('event.who2'),
                  role: t('event.rm'),
                  tone: 'ok',
                  from: <StatusBadge kind="waiting">{t('state.waiting')}</StatusBadge>,
                  to: <StatusBadge kind="active">{t('state.active')}</StatusBadge>,
                },
                {
                  key: '2',
                  at: '2026-11-18T07:45:00Z',
                  what: t('event.returned'),
                  who: t('event.who2'),
                  role: t('event.rm'),
                  tone: 'warn',
                  why: t('event.why'),
                },
                {
                  key: '1',
                  at: '2026-11-17T01:05:00Z',
                  what: t('event.submitted'),
                  who: t('event.who1'),
                  role: t('event.operator'),
                },
              ]}
            />
          </Section>
          <Section id="tabs" title={t('section.tabs')}>
            <Tabs
              param="part"
              label={t('section.tabs')}
              tabs={[
                {
                  key: 'diff',
                  label: t('section.diff'),
                  count: 2,
                  content: (
                    <div className="space-y-4">
                      <TextDiff before={t('diff.before')} after={t('diff.after')} />
                      <FieldDiff
                        changes={[
                          {
                            key: 'limit',
                            label: t('diff.limit'),
                            before: <Money value="400000.00" />,
                            after: <Money value="350000.00" />,
                          },
                          { key: 'tenor', label: t('diff.tenor'), before: '12', after: '12' },
                        ]}
                      />
                    </div>
                  ),
                },
                {
                  key: 'progress',
                  label: t('section.progress'),
                  content: (
                    <div className="space-y-5">
                      <Progress label={t('progress.reading')} done={61} total={86} failed={3} eta={t('progress.eta')} />
                      <Progress label={t('progress.unknown')} done={0} total={null} />
                      <Progress label={t('progress.done')} done={86} total={86} state="done" />
                      <Skeleton className="w-2/3" />
                    </div>
                  ),
                },
              ]}
            />
          </Section>
        </div>
        <Section id="charts" title={t('section.charts')}>
          <ChartSample />
        </Section>
        <Section id="file" title={t('section.file')}>
          <SideBySide
            id="design"
            className="lg:h-140"
            left={
              <FileViewer
                files={[
                  { id: '1', name: t('file.licence'), type: 'image/png', href: '/design/sample/licence.png' },
                  { id: '2', name: t('file.contract'), type: 'application/pdf', href: '/design/sample/lease.pdf' },
                ]}
              />
            }
            right={<CheckSample />}
          />
        </Section>
        <Section id="nothing" title={t('section.nothing')}>
          <div className="grid divide-line md:grid-cols-3 md:divide-x">
            <State
              kind="empty"
              heading="h3"
              title={t('state404.empty')}
              detail={t('state404.emptyDetail')}
              action={<Button tone="primary">{t('state404.emptyAction')}</Button>}
            />
            <State
              kind="error"
              heading="h3"
              title={t('state404.error')}
              detail={t('state404.errorDetail')}
              code="E_FILE_TYPE"
            />
            <State
              kind="forbidden"
              heading="h3"
              title={t('state404.forbidden')}
              detail={t('state404.forbiddenDetail')}
            />
          </div>
        </Section>
        <Section id="watermark" title={t('section.watermark')}>
          <div className="relative">
            <p className="max-w-prose py-6">{t('sampleText')}</p>
            <Watermark lines={[`${t('user')} demo`, '2026-11-24 14:05']} />
          </div>
        </Section>
      </div>
    </AppFrame>
  )
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <Card id={id} title={title}>
      {children}
    </Card>
  )
}
