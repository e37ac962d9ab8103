import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { AppointDialog } from '@/components/contracts/appoint-dialog'
import { ContractStateBadge, SessionBadge } from '@/components/contracts/badges'
import { AcceptReducedButton, OpenBatchButton } from '@/components/contracts/open-batch-button'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { contractsOf } from '@/lib/contracts/queries'
import { signingList } from '@/lib/contracts/signing-list'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { contracts as contractList, signings as signingsList } from '@/lib/desk/lists/contracts'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { BANK_ZONE } from '@/lib/platform/dates'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('contracts.screen'))('title') }
}

const STATES = ['ISSUED', 'SIGNED', 'VOID'] as const

export default async function Contracts({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, all, query] = [
    await currentActor(),
    await getTranslations('contracts.screen'),
    await getTranslations('contracts'),
    await searchParams,
  ]
  const papers = await getTranslations('contracts.papers')
  const [asked, askedSignings] = [readList(contractList, query), readList(signingsList, query, 's')]
  const signings = await signingList(actor, { ...signingsList.input(askedSignings), ...pageOf(askedSignings) })
  const contracts = await contractsOf(actor, { ...contractList.input(asked), ...pageOf(asked) })
  const isRm = hasRole(actor, 'RM')
  const tomorrow = Temporal.Now.plainDateISO(BANK_ZONE).add({ days: 1 })
  const singles = [...Map.groupBy(signings.merchantsWaiting, (m) => m.batchId)].map(([batchId, list]) => ({
    batchId,
    batch: list[0]?.batch ?? '',
    merchants: list.length,
  }))
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          isRm &&
          signings.groupsWaiting.length + singles.length > 0 && (
            <AppointDialog
              groups={signings.groupsWaiting.map(({ amountFen: _, ...g }) => g)}
              singles={singles}
              officers={signings.officers.filter((o) => o.id !== actor.userId)}
              start={`${tomorrow}T09:00`}
            />
          )
        }
      />
      <div className="space-y-4">
        {signings.batchesToOpen.length > 0 && isRm && (
          <Card title={t('toOpen')} description={t('toOpenHint')}>
            <ul className="divide-y divide-line">
              {signings.batchesToOpen.map((b) => (
                <li key={b.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
                  <span>
                    <TextLink href={`/batches/${b.id}`}>{b.code}</TextLink> {b.market}
                  </span>
                  <OpenBatchButton batchId={b.id} />
                </li>
              ))}
            </ul>
          </Card>
        )}
        {signings.reducedWaiting.length > 0 && isRm && (
          <Card title={t('reduced')} description={t('reducedHint')}>
            <ul className="divide-y divide-line">
              {signings.reducedWaiting.map((a) => (
                <li key={a.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
                  <span>
                    {a.name} <Money value={a.requestedFen} suffix={false} /> → <Money value={a.approvedFen} />
                  </span>
                  <AcceptReducedButton applicationId={a.id} />
                </li>
              ))}
            </ul>
          </Card>
        )}
        {signings.merchantsWaiting.length > 0 && (
          <Card title={papers('singles')} description={papers('particularsHint')}>
            <ul className="grid max-h-80 gap-x-6 gap-y-1 overflow-y-auto sm:grid-cols-2 lg:grid-cols-3">
              {signings.merchantsWaiting.map((m) => (
                <li key={m.id} className="flex justify-between gap-2 border-b border-dotted border-line py-1">
                  <TextLink href={`/contracts/particulars/${m.id}`}>{m.name ?? ''}</TextLink>
                  <span className="shrink-0 text-ink-2">{`${m.batch}${m.particulars ? ' ✓' : ''}`}</span>
                </li>
              ))}
            </ul>
          </Card>
        )}
        {signings.groupsWaiting.length > 0 && (
          <Card title={t('waiting')} description={t('waitingHint')}>
            <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3">
              {signings.groupsWaiting.map((g) => (
                <li key={g.id} className="flex justify-between gap-2 border-b border-dotted border-line py-1">
                  <span className="min-w-0 truncate" title={g.name}>{`${g.code} ${g.name}`}</span>
                  <span className="shrink-0 text-ink-2">
                    {t('members', { count: g.members })} <Money value={g.amountFen} unit="wan" />
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Card title={t('signings')} flush>
          <DataTable
            {...(await listTools(actor, signingsList, query))}
            label={t('signings')}
            rowHref="/signing/{id}"
            search={false}
            prefix="s"
            page={{ after: signings.nextCursor, before: null }}
            rows={signings.items.map((s) => ({
              id: s.id,
              startsAt: s.startsAt,
              group: s.group ? `${s.group.code} ${s.group.name}` : '',
              batch: s.batch,
              place: s.place,
              people: `${s.rm} / ${s.contractOfficer}`,
              progress: `${s.signaturesDone} / ${s.signatures}`,
              contracts: `${s.contractsSigned} / ${s.contracts}`,
              state: <SessionBadge state={s.state} />,
            }))}
            columns={[
              { key: 'startsAt', header: t('time'), type: 'instant' },
              { key: 'group', header: t('group'), href: '/signing/{id}', fixed: true },
              { key: 'batch', header: t('batch') },
              { key: 'place', header: t('place') },
              { key: 'people', header: t('people') },
              { key: 'contracts', header: t('contractsSigned'), align: 'end' },
              { key: 'progress', header: t('progress'), align: 'end' },
              { key: 'state', header: t('state'), type: 'node' },
            ]}
            empty={{ title: t('noSignings'), detail: t('noSigningsHint') }}
          />
        </Card>
        <Card title={t('contracts')} flush>
          <DataTable
            {...(await listTools(actor, contractList, query))}
            label={t('contracts')}
            search={false}
            keyboard={false}
            filters={[
              {
                key: 'state',
                label: t('state'),
                type: 'choice',
                multiple: true,
                options: STATES.map((s) => ({ value: s, label: all(`state.${s}`) })),
              },
            ]}
            page={{ after: contracts.nextCursor, before: null }}
            rows={contracts.items.map((c) => ({
              id: c.id,
              number: c.number,
              kind: all(`kinds.${c.kind as 'LOAN_CONTRACT'}`),
              merchant: c.applicationId ? (
                <TextLink href={`/contracts/particulars/${c.applicationId}`}>{c.merchant ?? ''}</TextLink>
              ) : (
                ''
              ),
              amountFen: c.amountFen,
              signedAt: c.signedAt,
              state: <ContractStateBadge state={c.state} />,
              pdf: c.fileId ? (
                <a
                  className="text-accent underline underline-offset-3"
                  href={`/api/files/${c.fileId}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  PDF
                </a>
              ) : (
                ''
              ),
            }))}
            columns={[
              { key: 'number', header: t('number'), fixed: true },
              { key: 'kind', header: t('kind') },
              { key: 'merchant', header: t('merchant'), type: 'node' },
              { key: 'amountFen', header: t('amount'), type: 'money' },
              { key: 'signedAt', header: t('signedAt'), type: 'instant' },
              { key: 'state', header: t('state'), type: 'node' },
              { key: 'pdf', header: t('text'), type: 'node' },
            ]}
            empty={{ title: t('noContracts') }}
          />
        </Card>
      </div>
    </>
  )
}
