import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ReferralActs } from '@/components/desk/referrals/acts'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { referrals } from '@/lib/desk/lists/referrals'
import { openReferralAction } from '@/lib/desk/referrals/actions'
import { referralList } from '@/lib/desk/referrals/referrals'
import { REFERRERS, referralMachine } from '@/lib/desk/referrals/workflow'
import { AUTHORITIES } from '@/lib/desk/rules/referrals'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.referrals'))('title') }
}

/** Serious cases that went to the police, the market regulator or a court, with their papers and what came of them. */
export default async function Referrals({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.referrals'), await searchParams]
  const asked = readList(referrals, query)
  const answer = await orNotFound(referralList(actor, { ...referrals.input(asked), ...pageOf(asked) }))
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          hasRole(actor, ...REFERRERS) && (
            <ActDialog
              label={t('open')}
              size="md"
              tone="primary"
              fields={[
                { name: 'authority', label: t('authority'), kind: 'choice', required: true, value: 'POLICE', options: AUTHORITIES.map((a) => ({ value: a, label: t(`authorities.${a}`) })) }, // biome-ignore format: one line
                { name: 'office', label: t('office'), kind: 'text', required: true, hint: t('officeHint') },
                { name: 'subject', label: t('subject'), kind: 'text', required: true },
                { name: 'facts', label: t('facts'), kind: 'area', required: true },
                { name: 'market', label: t('market'), kind: 'text', hint: t('marketHint') },
              ]}
              action={openReferralAction}
            />
          )
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, referrals, query))}
          label={t('title')}
          search={false}
          filters={[
            {
              key: 'state',
              label: t('stateOf'),
              type: 'choice',
              multiple: true,
              options: referralMachine.states.map((s) => ({ value: s, label: t(`state.${s}`) })),
            },
          ]}
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((r) => ({
            id: r.id,
            number: r.number,
            authority: `${t(`authorities.${r.authority}`)} · ${r.office}`,
            subject: [r.subject, r.market].filter((x) => x).join(' · '),
            papers: (
              <span className="flex flex-wrap gap-1">
                {r.documents.map((d) => (
                  <Badge key={d.document} tone={d.at ? 'ok' : 'warn'}>
                    {t(`document.${d.document}`)}
                  </Badge>
                ))}
              </span>
            ),
            state: (
              <span className="flex flex-wrap items-center gap-1.5">
                <Badge
                  tone={
                    r.state === 'REFUSED' ? 'danger' : r.state === 'CLOSED' || r.state === 'ACCEPTED' ? 'ok' : 'neutral'
                  }
                >
                  {t(`state.${r.state as 'DRAFT'}`)}
                </Badge>{' '}
                <span className="text-ink-2">
                  {[r.sentOn?.toString(), r.caseNo, r.result].filter((x) => x).join(' · ')}
                </span>
              </span>
            ),
            people: [r.proposer, r.decider].filter((x) => x).join(' → '),
            act: <ReferralActs row={r} />,
          }))}
          columns={[
            { key: 'number', header: t('number'), fixed: true },
            { key: 'authority', header: t('authority'), wrap: true },
            { key: 'subject', header: t('subject'), wrap: true },
            { key: 'papers', header: t('papers'), type: 'node' },
            { key: 'state', header: t('stateOf'), type: 'node' },
            { key: 'people', header: t('people') },
            { key: 'act', header: '', type: 'node' },
          ]}
          empty={{ title: t('none') }}
        />
      </Card>
    </>
  )
}
