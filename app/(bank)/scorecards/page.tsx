import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { DraftState } from '@/components/scorecards/card-badges'
import { NewDraft } from '@/components/scorecards/new-draft'
import { nameIn } from '@/components/scoring/names'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink, TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { listTools } from '@/lib/desk/list-tools'
import { scorecards } from '@/lib/desk/lists/scoring'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { listCards } from '@/lib/scoring/card-queries'
import { scopeText } from '@/lib/scoring/rules/card-diff'
import { CARD_ROLES } from '@/lib/scoring/workflow'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scorecards'))('title') }
}

export default async function Scorecards() {
  const [actor, t, locale] = [await currentActor(), await getTranslations('scorecards'), await getLocale()]
  const [lab, scoring] = [await getTranslations('lab'), await getTranslations('scoring')]
  const { items } = await orNotFound(listCards(actor, {}))
  const titleOf = (c: (typeof items)[number]): string => nameIn(locale, { nameZh: c.titleZh, nameEn: c.titleEn })
  const scope = (c: (typeof items)[number]): string => {
    const text = scopeText(c.appliesTo)
    return text === '*' ? t('basics.scopeKind.all') : text === '—' ? t('basics.scopeKind.none') : text
  }
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={t('intro')}
        actions={
          <>
            <ButtonLink href="/scorecards/overrides">{scoring('hand.month.open')}</ButtonLink>
            <ButtonLink href="/scorecards/lab">{lab('open')}</ButtonLink>
            {hasRole(actor, ...CARD_ROLES) && (
              <NewDraft
                label={t('create.title')}
                cards={items.filter((c) => c.versions > 0).map((c) => ({ code: c.code, title: titleOf(c) }))}
              />
            )}
          </>
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, scorecards, {}))}
          label={t('title')}
          search={false}
          rowHref="/scorecards/{code}"
          empty={{ title: t('empty') }}
          columns={[
            { key: 'code', header: t('columns.code'), type: 'node', fixed: true },
            { key: 'title', header: t('columns.title') },
            { key: 'kind', header: t('columns.kind') },
            { key: 'version', header: t('columns.inForce') },
            { key: 'coming', header: t('columns.coming') },
            { key: 'scope', header: t('columns.scope'), wrap: true },
            { key: 'batches', header: t('columns.batches'), type: 'count' },
            { key: 'draft', header: t('columns.draft'), type: 'node' },
          ]}
          rows={items.map((c) => ({
            id: c.code,
            code:
              c.versions > 0 ? (
                <TextLink href={`/scorecards/${c.code}`}>{c.code}</TextLink>
              ) : (
                <TextLink href={`/scorecards/drafts/${c.draft?.id}`}>{c.code}</TextLink>
              ),
            title: titleOf(c),
            kind: t(`kind.${c.kind}`),
            version: c.inForce
              ? t('versionSince', { version: c.inForce.version, day: c.inForce.effectiveFrom.toString() })
              : '—',
            coming: c.coming
              .map((v) => t('versionSince', { version: v.version, day: v.effectiveFrom.toString() }))
              .join('; '),
            scope: scope(c),
            batches: c.batches,
            draft: c.draft ? (
              <TextLink href={`/scorecards/drafts/${c.draft.id}`} className="inline-flex items-center gap-1.5">
                <DraftState state={c.draft.state} />
                {c.draft.savedBy}
              </TextLink>
            ) : (
              ''
            ),
          }))}
        />
      </Card>
    </>
  )
}
