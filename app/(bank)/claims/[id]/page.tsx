import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ClaimBadge } from '@/components/guarantees/badges'
import { ClaimActs } from '@/components/guarantees/claim-acts'
import { ClaimSteps } from '@/components/guarantees/claim-forms'
import { ClaimPapers } from '@/components/guarantees/claim-papers'
import { ClaimPayers, ClaimTrace } from '@/components/guarantees/claim-parts'
import { WaterfallSteps } from '@/components/guarantees/waterfall-steps'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { claimDetail } from '@/lib/guarantees/queries-claims'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { isBefore } from '@/lib/platform/dates'
import { Refusal } from '@/lib/platform/errors'
import type { Trace } from '@/lib/platform/trace'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('guarantees.screen'))('claimsTitle') }
}

/** Members stand in a trace by their id; people read names. */
function named(trace: Trace, names: Record<string, string>): Trace {
  const name = <T extends { source?: string }>(v: T): T =>
    v.source && names[v.source] ? { ...v, source: names[v.source] } : v
  return { ...trace, steps: trace.steps.map((s) => ({ ...name(s), inputs: s.inputs.map(name) })) }
}

type Shares = { jointLiability?: { id: string; amountFen: bigint }[] }

export default async function Claim({ params }: { params: Promise<{ id: string }> }) {
  const claim = await getTranslations('guarantees.claim')
  const [actor, t, all, { id }] = [
    await currentActor(),
    await getTranslations('guarantees.screen'),
    await getTranslations('guarantees'),
    await params,
  ]
  const c = await claimDetail(actor, { claimId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const names = Object.fromEntries(c.members.map((m) => [m.id, m.name ?? '']))
  const shares = (c.waterfall as Shares).jointLiability ?? []
  const may = {
    answer: hasRole(actor, 'COLLECTOR', 'POST_PARTNER', 'LEGAL'),
    make: hasRole(actor, 'OPS_MAKER'),
    check: hasRole(actor, 'OPS_CHECKER'),
    userId: actor.userId,
    today: c.today.toString(),
  }
  const debitable = may.check && c.lines.some((l) => l.account !== null && l.state === 'ACCEPTED')
  const marginDebitable =
    may.check &&
    c.lines.some(
      (l) =>
        l.source === 'guarantor' &&
        ['NOTICE_SENT', 'ACCEPTED', 'PAID_PARTIAL'].includes(l.state) &&
        l.payBy !== null &&
        isBefore(l.payBy, c.today),
    )
  const done = ['PAID', 'SHORTFALL', 'NOTICE_SENT', 'ACCEPTED', 'DISPUTED'].includes(c.state)
  return (
    <>
      <PageHeader
        title={c.number}
        state={<ClaimBadge state={c.state} />}
        breadcrumb={[{ label: t('claimsTitle'), href: '/claims' }, { label: c.number }]}
        meta={
          <>
            <span>{claim(`types.${c.type as 'MARGIN'}`)}</span>
            <span>{c.merchant}</span>
            {c.group && <span>{`${c.group.code} ${c.group.name}`}</span>}
            <TextLink href={`/loans/${c.loan.id}`}>{c.loan.number}</TextLink>
          </>
        }
      />
      <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Stat
          label={t('claimAmount')}
          value={
            <Explain trace={named(c.trace, names)}>
              <Money value={c.amountFen} />
            </Explain>
          }
          note={t('asOfDate', { date: c.asOf.toString() })}
        />
        <Stat label={t('paid')} value={<Money value={c.paidFen} />} tone={c.paidFen > 0n ? 'ok' : undefined} />
        <Stat
          label={t('shortfall')}
          value={<Money value={c.shortfallFen} />}
          tone={c.shortfallFen > 0n ? 'warn' : undefined}
        />
      </div>
      <div className="grid gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="min-w-0 space-y-4">
          <ClaimActs id={c.id} events={c.allowedEvents} made={c.maker !== null} />
          <ClaimSteps
            id={c.id}
            events={c.allowedEvents}
            today={may.today}
            debitable={debitable}
            marginDebitable={marginDebitable}
          />
          <Card title={t('waterfall')} description={t('waterfallHint')}>
            {!done && <Notice className="mb-3">{t('estimate')}</Notice>}
            <WaterfallSteps trace={c.trace} claim={c.amountFen} names={names} />
          </Card>
          <ClaimPapers claim={c} may={hasRole(actor, 'RM', 'COLLECTOR', 'POST_PARTNER')} />
          <ClaimPayers claim={c} may={may} />
          <ClaimTrace claim={c} may={may} />
          {c.payments.length > 0 && (
            <Card title={t('payments')} flush>
              <DataTable
                id="claim-payments"
                label={t('payments')}
                search={false}
                keyboard={false}
                rows={c.payments.map((p) => ({
                  id: p.id,
                  step: p.step,
                  source: t(`sources.${p.source as 'OWN_MARGIN'}`),
                  payer: p.payer ?? '',
                  amountFen: p.amountFen,
                }))}
                totals={{ amountFen: c.paidFen }}
                columns={[
                  { key: 'step', header: t('step'), type: 'count' },
                  { key: 'source', header: t('sourceOfMoney') },
                  { key: 'payer', header: t('merchant') },
                  { key: 'amountFen', header: t('amountYuan'), type: 'money' },
                ]}
              />
            </Card>
          )}
        </div>
        <div className="min-w-0 space-y-4">
          <Card title={claim('parts')} description={claim('partsHint')}>
            <Descriptions
              columns={1}
              items={(['principalFen', 'interestFen', 'penaltyFen', 'costsFen'] as const).map((k) => ({
                label: claim(`part.${k}`),
                value: <Money value={c.parts[k]} />,
                figure: true,
              }))}
            />
          </Card>
          <Card title={t('people')}>
            <Descriptions
              columns={1}
              items={[
                { label: t('raisedBy'), value: c.createdBy },
                { label: t('reviewedBy'), value: c.reviewedBy },
                { label: t('madeBy'), value: c.maker },
                { label: t('confirmedBy'), value: c.checker },
              ]}
            />
          </Card>
          {shares.length > 0 && (
            <Card title={t('liability')} description={t('liabilityHint')}>
              <ul className="space-y-1">
                {shares.map((s) => (
                  <li key={s.id} className="flex justify-between gap-3">
                    <span>{names[s.id] ?? s.id}</span>
                    <Money value={s.amountFen} />
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {c.replenishments.length > 0 && (
            <Card title={t('replenishments')}>
              <ul className="space-y-2">
                {c.replenishments.map((r) => (
                  <li key={r.id}>
                    <div className="flex justify-between gap-3">
                      <span>{r.member}</span>
                      <Money value={r.amountFen} />
                    </div>
                    <div className="flex justify-between gap-3 text-sm text-ink-2">
                      <span>{t('dueOn', { date: r.dueOn.toString() })}</span>
                      <span>{all(`replenishState.${r.state as 'DUE'}`)}</span>
                    </div>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </>
  )
}
