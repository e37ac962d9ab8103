import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ProspectActs } from '@/components/desk/prospects/acts'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { prospects } from '@/lib/desk/lists/prospects'
import { addProspectAction, importProspectsAction } from '@/lib/desk/prospects/actions'
import { prospectList } from '@/lib/desk/prospects/queries'
import { PROSPECT_STATES } from '@/lib/desk/rules/prospects'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.prospects'))('title') }
}

const TONE = { FUNDED: 'ok', LOST: 'danger', APPLIED: 'info', RECOMMENDED: 'info' } as const

/** Who in the markets could become a customer, what each may need, and how far the bank has come with them. */
export default async function Prospects({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.prospects'), await searchParams]
  const asked = readList(prospects, query)
  const answer = await orNotFound(prospectList(actor, { ...prospects.input(asked), ...pageOf(asked) }))
  const market = { name: 'market', label: t('market'), kind: 'text' as const, required: true, hint: t('marketHint') }
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          hasRole(actor, 'RM', 'POST_MKT') && (
            <span className="flex flex-wrap gap-2">
              <ActDialog
                label={t('import')}
                size="md"
                description={t('importHint')}
                fields={[market, { name: 'csv', label: t('file'), kind: 'csv', required: true }]}
                action={importProspectsAction}
              />
              <ActDialog
                label={t('add')}
                size="md"
                tone="primary"
                fields={[
                  market,
                  { name: 'name', label: t('name'), kind: 'text', required: true },
                  { name: 'address', label: t('address'), kind: 'text' },
                  { name: 'contact', label: t('contact'), kind: 'text' },
                  { name: 'mainPerson', label: t('mainPerson'), kind: 'text' },
                  { name: 'existing', label: t('existing'), kind: 'text' },
                  { name: 'need', label: t('need'), kind: 'area' },
                ]}
                action={addProspectAction}
              />
            </span>
          )
        }
      />
      <div className="mb-4 grid grid-cols-2 gap-2 sm:grid-cols-4 xl:grid-cols-7">
        {PROSPECT_STATES.map((s) => (
          <Stat
            key={s}
            label={<TextLink href={`/desk/prospects?state=${s}`}>{t(`state.${s}`)}</TextLink>}
            value={answer.counts[s]}
          />
        ))}
      </div>
      <Card flush>
        <DataTable
          {...(await listTools(actor, prospects, query))}
          label={t('title')}
          filters={[
            {
              key: 'state',
              label: t('stage'),
              type: 'choice',
              multiple: true,
              options: PROSPECT_STATES.map((s) => ({ value: s, label: t(`state.${s}`) })),
            },
          ]}
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((r) => ({
            id: r.id,
            name: r.name,
            market: r.market,
            address: r.address,
            contact: [r.mainPerson, r.contact].filter((x) => x !== '').join(' '),
            existing: r.existing,
            need: [r.need, r.note].filter((x) => x).join(' · '),
            stage: (
              <span className="flex flex-wrap items-center gap-1.5">
                <Badge tone={TONE[r.state as 'LOST'] ?? 'neutral'}>{t(`state.${r.state}`)}</Badge>
                {r.lostReason && <span className="text-ink-2">{t(`lostReason.${r.lostReason as 'PRICE'}`)}</span>}
              </span>
            ),
            touched: r.touchedOn.toString(),
            rm: r.rm ?? '',
            act: <ProspectActs id={r.id} need={r.need} events={r.allowedEvents} />,
          }))}
          columns={[
            { key: 'name', header: t('name'), fixed: true },
            { key: 'market', header: t('market') },
            { key: 'address', header: t('address') },
            { key: 'contact', header: t('contact') },
            { key: 'existing', header: t('existing'), wrap: true },
            { key: 'need', header: t('need'), wrap: true },
            { key: 'stage', header: t('stage'), type: 'node' },
            { key: 'touched', header: t('touched') },
            { key: 'rm', header: t('rm') },
            { key: 'act', header: '', type: 'node' },
          ]}
          empty={{ title: t('none') }}
        />
      </Card>
    </>
  )
}
