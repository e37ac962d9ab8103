import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Deposit, Disclose, DropIssuer, IssueActs } from '@/components/issues/issue-acts'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money, Percent } from '@/components/ui/money'
import { Tabs } from '@/components/ui/tabs'
import { CivilDate } from '@/components/ui/when'
import { issueDetail } from '@/lib/issues/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { isBefore } from '@/lib/platform/dates'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('issues'))('title') }
}

export default async function Issue({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('issues'), await params]
  const p = await orNotFound(issueDetail(actor, { poolId: id }))
  const today = p.today.toString()
  const building = ['PROSPECT', 'DUE_DILIGENCE', 'RATED', 'ENHANCEMENT_AGREED'].includes(p.state)
  const keeper = hasRole(actor, 'POST_PARTNER')
  const due = keeper
    ? [
        ...new Set(
          p.payments.filter((x) => x.state === 'DUE' && !isBefore(p.today, x.dueOn)).map((x) => x.dueOn.toString()),
        ),
      ]
    : []
  const issuers = (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
      <Card title={t('issuers')} description={t('issuersHint')} flush>
        <DataTable
          id="issuers"
          label={t('issuers')}
          search={false}
          keyboard={false}
          rows={p.issuers.map((s) => ({
            id: s.id,
            name: s.name,
            netAssetsFen: s.netAssetsFen,
            most: (
              <Explain trace={s.trace}>
                <Money value={s.mostFen} />
              </Explain>
            ),
            amountFen: s.amountFen,
            act:
              s.state === 'DROPPED' ? (
                <Badge>{t('left')}</Badge>
              ) : building && hasRole(actor, 'RM') ? (
                <DropIssuer slotId={s.id} />
              ) : null,
          }))}
          columns={[
            { key: 'name', header: t('issuer'), fixed: true },
            { key: 'netAssetsFen', header: t('netAssets'), type: 'money' },
            { key: 'most', header: t('most'), type: 'node' },
            { key: 'amountFen', header: t('amount'), type: 'money' },
            { key: 'act', header: t('act'), type: 'node' },
          ]}
          empty={{ title: t('noIssuers') }}
        />
      </Card>
      <Card title={t('terms')}>
        <Descriptions
          columns={1}
          items={[
            { label: t('underwriter'), value: p.underwriter },
            { label: t('trustee'), value: p.trustee },
            { label: t('rating'), value: p.rating },
            { label: t('registrationNo'), value: p.registrationNo },
            { label: t('issuedOn'), value: <CivilDate value={p.issuedOn} /> },
            { label: t('maturesOn'), value: <CivilDate value={p.maturesOn} /> },
            { label: t('rate'), value: p.ratePpm === null ? null : <Percent value={p.ratePpm} />, figure: true },
            { label: t('tranche.senior'), value: <Money value={p.tranches.seniorFen} />, figure: true },
            { label: t('tranche.mezz'), value: <Money value={p.tranches.mezzFen} />, figure: true },
            { label: t('tranche.junior'), value: <Money value={p.tranches.juniorFen} />, figure: true },
          ]}
        />
      </Card>
    </div>
  )
  const payments = (
    <Card title={t('payments')} description={t('paymentsHint')} flush>
      <DataTable
        id="issue-payments"
        label={t('payments')}
        search={false}
        keyboard={false}
        rows={p.payments.map((x) => ({
          id: x.id,
          dueOn: x.dueOn.toString(),
          issuer: x.issuer,
          due: x.trace ? (
            <Explain trace={x.trace}>
              <Money value={x.dueFen} />
            </Explain>
          ) : (
            <Money value={x.dueFen} />
          ),
          reservedFen: x.reservedFen,
          shouldFen: x.shouldFen,
          enhancerFen: x.enhancerFen,
          unpaidFen: x.unpaidFen,
          state: (
            <span className="flex flex-wrap gap-1.5">
              <StatusBadge
                kind={
                  x.state === 'PAID' ? 'good' : x.state === 'DEFAULTED' || x.stage !== 'NONE' ? 'refused' : 'waiting'
                }
              >
                {x.state === 'DUE' && x.stage !== 'NONE'
                  ? t(`stages.${x.stage as 'NOTICE'}`)
                  : t(`paymentStates.${x.state as 'DUE'}`)}
              </StatusBadge>
              {x.call && x.call.state !== 'SETTLED' && (
                <Badge tone={x.call.state === 'ACCEPTED' ? 'ok' : x.call.state === 'DISPUTED' ? 'danger' : 'neutral'}>
                  {t(`callStates.${x.call.state as 'SENT'}`)}
                </Badge>
              )}
            </span>
          ),
          act: keeper && x.state === 'DUE' ? <Deposit paymentId={x.id} today={today} /> : null,
        }))}
        columns={[
          { key: 'dueOn', header: t('dueOn'), type: 'date', fixed: true },
          { key: 'issuer', header: t('issuer') },
          { key: 'due', header: t('due'), type: 'node' },
          { key: 'reservedFen', header: t('reserved'), type: 'money' },
          { key: 'shouldFen', header: t('should'), type: 'money' },
          { key: 'enhancerFen', header: t('byEnhancer'), type: 'money' },
          { key: 'unpaidFen', header: t('unpaid'), type: 'money' },
          { key: 'state', header: t('state'), type: 'node' },
          { key: 'act', header: t('act'), type: 'node' },
        ]}
        empty={{ title: t('noPayments') }}
      />
    </Card>
  )
  const disclosures = (
    <Card title={t('disclosures')} flush>
      <DataTable
        id="issue-disclosures"
        label={t('disclosures')}
        search={false}
        keyboard={false}
        rows={p.disclosures.map((d) => ({
          id: d.id,
          dueOn: d.dueOn.toString(),
          kind: t(`disclosureKinds.${d.kind as 'ANNUAL_REPORT'}`),
          doneOn: d.doneOn?.toString() ?? null,
          reference: d.reference ?? '',
          act: d.doneOn ? (
            <StatusBadge kind="good">{t('told')}</StatusBadge>
          ) : keeper ? (
            <Disclose disclosureId={d.id} today={today} />
          ) : (
            <Badge tone={d.late ? 'danger' : 'neutral'}>{t(d.late ? 'late' : 'toTell')}</Badge>
          ),
        }))}
        columns={[
          { key: 'dueOn', header: t('dueOn'), type: 'date', fixed: true },
          { key: 'kind', header: t('what') },
          { key: 'doneOn', header: t('doneOn'), type: 'date' },
          { key: 'reference', header: t('where') },
          { key: 'act', header: t('state'), type: 'node' },
        ]}
        empty={{ title: t('noDisclosures') }}
      />
    </Card>
  )
  return (
    <>
      <PageHeader
        title={p.name}
        state={<Badge tone={p.state === 'TRIGGERED' ? 'danger' : 'info'}>{t(`states.${p.state as 'ISSUED'}`)}</Badge>}
        breadcrumb={[{ label: t('title'), href: '/issues' }, { label: p.code }]}
        meta={<span>{`${t(`kinds.${p.kind as 'NOTE'}`)} · ${p.market}`}</span>}
        actions={
          <IssueActs
            poolId={p.id}
            events={p.allowedEvents}
            enhancers={p.enhancers.map((e) => ({ value: e.id, label: e.name }))}
            today={today}
            mayAdd={building && hasRole(actor, 'RM')}
            dueDates={due}
          />
        }
      />
      <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-4">
        <Stat label={t('poolAmount')} value={<Money value={p.amountFen} unit="wan" />} />
        <Stat label={t('enhancer')} value={p.enhancer ?? '—'} />
        <Stat label={t('enhancementLeft')} value={<Money value={p.enhancementLeftFen} unit="wan" />} />
        <Stat
          label={t('reserve')}
          value={
            p.reserve ? (
              <TextLink href={`/margin/accounts/${p.reserve.id}`}>
                <Money value={p.reserve.ledgerFen} unit="wan" />
              </TextLink>
            ) : (
              '—'
            )
          }
          note={
            !p.reserve
              ? t('reserveNone')
              : p.reserve.waiting > 0
                ? t('reserveWaiting', { count: p.reserve.waiting })
                : p.reserve.accountNo
          }
        />
      </div>
      <Tabs
        param="tab"
        label={p.name}
        tabs={[
          { key: 'issuers', label: t('issuers'), count: p.issuers.length, content: issuers },
          { key: 'payments', label: t('payments'), count: p.payments.length, content: payments },
          { key: 'disclosures', label: t('disclosures'), count: p.disclosures.length, content: disclosures },
        ]}
      />
    </>
  )
}
