import { getLocale, getTranslations } from 'next-intl/server'
import { LIST_MAX_AGE_DAYS } from '@/lib/batches/commands/submit'
import { batchEvents, batchOverview } from '@/lib/batches/queries'
import { batchItems } from '@/lib/batches/screen-queries'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { batchMerchants } from '@/lib/desk/lists/batches'
import { DESK_FILTERS } from '@/lib/intake/desk-figures'
import { packetDesk, submissions } from '@/lib/intake/queries'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'
import { formatInstant } from '@/lib/platform/i18n/format'
import { pageOf } from '@/lib/platform/list-params'
import { toWire } from '@/lib/platform/wire'
import { BatchRail } from '../batches/batch-rail'
import { BatchState } from '../batches/batch-state'
import { SubmissionList } from '../batches/submission-list'
import { PageHeader } from '../shell/page-header'
import { Tabs } from '../ui/tabs'
import { Watermark } from '../ui/watermark'
import { CivilDate } from '../ui/when'
import { DeskActs } from './desk-acts'
import { DeskBanners } from './desk-banners'
import { DeskEvents } from './desk-events'
import { DeskFigures } from './desk-figures'
import { DeskMatrix } from './desk-matrix'
import type { Desk, DeskFilter, DeskRights } from './desk-types'
import { PaperTray } from './paper-tray'
import { ResultList } from './result-list'

type Search = Record<string, string | string[] | undefined>

/** Rows shown at first; the desk grows by as many. */
const STEP = 100
const MOST = 1000

/**
 * The desk of one batch, for the operator and for the RM who uploads in its place: what is missing, for whom, how to
 * mend it. `path` is the page it stands on, `listPath` the list of batches above it.
 */
export async function PacketDesk({
  actor: person,
  batchId,
  searchParams,
  path,
  listPath,
}: {
  actor: Actor
  batchId: string
  searchParams: Search
  path: string
  listPath: string
}) {
  const t = await getTranslations()
  // findings are told in the language of the page
  const actor: Actor = { ...person, locale: (await getLocale()) as Actor['locale'] }
  const asked = askedFor(searchParams)
  const here = { ...searchParams, batch: batchId }
  const results = readList(batchMerchants, here, 'r_')
  const [batch, stored] = await Promise.all([
    orNotFound(batchOverview(actor, { batchId })),
    orNotFound(packetDesk(actor, { batchId, ...asked })),
  ])
  const [sent, events, items] = await Promise.all([
    submissions(actor, { batchId }),
    batchEvents(actor, { batchId, limit: 200 }),
    batchItems(actor, { ...batchMerchants.input(results), ...pageOf(results, 500) }),
  ])
  const desk = toWire(stored) as unknown as Desk
  const open = ['DRAFT', 'RETURNED'].includes(batch.state)
  const rights: DeskRights = {
    edit: open && hasRole(actor, 'OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'),
    submit: batch.allowedEvents.includes('submit'),
    withdraw: batch.allowedEvents.includes('withdraw'),
    consents: { record: hasRole(actor, 'RM'), withdraw: hasRole(actor, 'OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM') },
  }
  const returnReason = batch.state === 'RETURNED' ? events.items.find((e) => e.event === 'return')?.reason : null
  const latest = stored.today.toString()
  return (
    <>
      <PageHeader
        title={batch.code}
        state={<BatchState state={batch.state} />}
        breadcrumb={[
          { label: t(actor.partyId ? 'intake.portal.batches' : 'batches.title'), href: listPath },
          { label: batch.code, ...(actor.partyId ? {} : { href: `${listPath}/${batch.id}` }) },
          ...(actor.partyId ? [] : [{ label: t('intake.desk.title') }]),
        ]}
        meta={
          <>
            <span>
              {batch.market.name} {batch.market.code}
            </span>
            <span>{t(`batches.modes.${batch.mode as 'JG'}`)}</span>
            {batch.submissionNo > 0 && <span>{t('intake.desk.submitted', { count: batch.submissionNo })}</span>}
            {batch.submissionNo > 0 && batch.listDate && (
              <span>
                {t('batches.facts.listDate')} <CivilDate value={batch.listDate} />
              </span>
            )}
          </>
        }
        actions={
          <DeskActs
            batch={{ id: batch.id, code: batch.code, version: batch.version, state: batch.state }}
            market={batch.market.code}
            desk={desk}
            rights={rights}
            clerk={!rights.submit && rights.edit}
            path={path}
            dates={{ from: stored.today.subtract({ days: LIST_MAX_AGE_DAYS }).toString(), to: latest }}
            lastDate={batch.submissionNo > 0 && batch.listDate ? batch.listDate.toString() : ''}
          />
        }
      >
        <BatchRail stage={batch.stage} state={batch.state} />
      </PageHeader>
      <DeskFigures desk={desk} state={batch.state} />
      <Tabs
        param="tab"
        label={t('intake.desk.title')}
        tabs={[
          {
            key: 'desk',
            label: t('intake.desk.title'),
            content: (
              <div className="relative space-y-3">
                <DeskBanners
                  desk={desk}
                  rights={rights}
                  path={path}
                  state={batch.state}
                  reason={returnReason ?? null}
                />
                <DeskMatrix desk={desk} rights={rights} step={STEP} most={MOST} />
                <Watermark lines={[`${actor.name} ${actor.login}`, formatInstant(new Date())]} />
              </div>
            ),
          },
          ...(desk.trayTotal > 0 || desk.operatorPapers.length > 0
            ? [
                {
                  key: 'tray',
                  label: t('intake.tray.title'),
                  count: desk.trayTotal,
                  content: <PaperTray desk={desk} editable={rights.edit} />,
                },
              ]
            : []),
          {
            key: 'submissions',
            label: t('batches.tabs.submissions'),
            count: sent.items.length,
            content: <SubmissionList submissions={sent.items} />,
          },
          {
            key: 'results',
            label: t('intake.results.title'),
            content: (
              <ResultList
                submitted={batch.submissionNo > 0}
                counts={batch.counts}
                items={items.items}
                total={items.total}
                next={items.nextCursor}
                tools={await listTools(actor, batchMerchants, here)}
              />
            ),
          },
          {
            key: 'timeline',
            label: t('batches.tabs.timeline'),
            content: <DeskEvents events={events.items} uploads={stored.uploads} />,
          },
        ]}
      />
    </>
  )
}

/** What the address asks of the matrix; anything else in it is ignored. */
function askedFor(search: Search) {
  const one = (key: string) => [search[key]].flat()[0]?.trim() ?? ''
  const show = DESK_FILTERS.find((f) => f === one('show')) as DeskFilter | undefined
  const rows = Number(one('rows'))
  const open = one('open')
  return {
    ...(show ? { show } : {}),
    ...(one('q') ? { search: one('q').slice(0, 60) } : {}),
    limit: Number.isInteger(rows) && rows > STEP ? Math.min(rows, MOST) : STEP,
    ...(/^[0-9a-f-]{36}$/.test(open) ? { open } : {}),
  }
}
