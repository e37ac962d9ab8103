import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { VersionBadge } from '@/components/scorecards/card-badges'
import { CardChangeList } from '@/components/scorecards/card-change-list'
import { CardGrades } from '@/components/scorecards/card-grades'
import { CardIndicators, CardVetoes } from '@/components/scorecards/card-view'
import { ExportCard } from '@/components/scorecards/export-card'
import { NewDraft } from '@/components/scorecards/new-draft'
import { NewVersion } from '@/components/scorecards/new-version'
import { VersionList } from '@/components/scorecards/version-list'
import { nameIn } from '@/components/scoring/names'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Tabs } from '@/components/ui/tabs'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { getCard } from '@/lib/scoring/card-queries'
import { scopeText } from '@/lib/scoring/rules/card-diff'
import { CARD_ROLES } from '@/lib/scoring/workflow'

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await params).code} · ${(await getTranslations('scorecards'))('title')}` }
}

type Props = { params: Promise<{ code: string }>; searchParams: Promise<Record<string, string | string[]>> }

export default async function Scorecard({ params, searchParams }: Props) {
  const [actor, t, locale] = [await currentActor(), await getTranslations('scorecards'), await getLocale()]
  const [{ code }, query] = [await params, await searchParams]
  const version =
    typeof query.version === 'string' && /^\d{1,6}$/.test(query.version) ? Number(query.version) : undefined
  const c = await orNotFound(getCard(actor, { code: decodeURIComponent(code), version }))
  const { card } = c
  const title = nameIn(locale, { nameZh: card.titleZh, nameEn: card.titleEn })
  const scope = scopeText(card.appliesTo)
  const maker = hasRole(actor, ...CARD_ROLES)
  return (
    <>
      <PageHeader
        title={title}
        state={<VersionBadge state={c.state} />}
        breadcrumb={[{ label: t('title'), href: '/scorecards' }, { label: card.code }]}
        meta={
          <>
            <span className="font-mono">{card.code}</span>
            <span>{t('versionSince', { version: card.version, day: card.effectiveFrom ?? '—' })}</span>
            <span>{t(`kind.${card.kind}`)}</span>
            <span>
              {t('columns.scope')}:{' '}
              {scope === '*' ? t('basics.scopeKind.all') : scope === '—' ? t('basics.scopeKind.none') : scope}
            </span>
          </>
        }
        actions={
          <>
            <ButtonLink href={`/scorecards/trial?code=${card.code}&version=${card.version}`}>
              {t('trial.open')}
            </ButtonLink>
            <ExportCard card={card} />
            {maker && <NewDraft label={t('create.copy')} from={card.code} cards={[]} />}
            {c.draft ? (
              <ButtonLink tone="primary" href={`/scorecards/drafts/${c.draft.id}`}>
                {t('openDraft')}
              </ButtonLink>
            ) : (
              maker && <NewVersion code={card.code} version={card.version} />
            )}
          </>
        }
      />
      <Tabs
        param="tab"
        label={t('title')}
        tabs={[
          {
            key: 'indicators',
            label: t('editor.indicators'),
            count: card.indicators.length,
            content: (
              <Card flush>
                <CardIndicators card={card} />
              </Card>
            ),
          },
          {
            key: 'grades',
            label: t('editor.grades'),
            count: card.grades.length,
            content: (
              <Card>
                <CardGrades card={card} />
              </Card>
            ),
          },
          {
            key: 'vetoes',
            label: t('editor.vetoes'),
            count: card.vetoes.length,
            content: (
              <Card flush>
                <CardVetoes card={card} />
              </Card>
            ),
          },
          {
            key: 'versions',
            label: t('versions'),
            count: c.versions.length,
            content: (
              <Card flush>
                <VersionList code={card.code} versions={c.versions} />
              </Card>
            ),
          },
          ...(c.changedSince === null
            ? []
            : [
                {
                  key: 'changes',
                  label: t('changesSince', { version: c.changedSince }),
                  count: c.changes.length,
                  content: (
                    <Card flush>
                      <CardChangeList changes={c.changes} />
                    </Card>
                  ),
                },
              ]),
        ]}
      />
    </>
  )
}
