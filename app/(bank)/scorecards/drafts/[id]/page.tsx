import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { DraftState } from '@/components/scorecards/card-badges'
import { CardEditor } from '@/components/scorecards/card-editor'
import { DraftDecision } from '@/components/scorecards/draft-decision'
import { ExportCard } from '@/components/scorecards/export-card'
import { nameIn } from '@/components/scoring/names'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Timeline } from '@/components/ui/timeline'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { cardScopeChoices, getCardDraft } from '@/lib/scoring/card-queries'
import { CARD_ROLES } from '@/lib/scoring/workflow'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scorecards'))('draft') }
}

export default async function CardDraftPage({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, locale, { id }] = [
    await currentActor(),
    await getTranslations('scorecards'),
    await getLocale(),
    await params,
  ]
  const d = await orNotFound(getCardDraft(actor, { draftId: id }))
  const choices = await cardScopeChoices(actor, {})
  const maker = hasRole(actor, ...CARD_ROLES)
  const title = nameIn(locale, { nameZh: d.card.titleZh, nameEn: d.card.titleEn }) || d.code
  return (
    <>
      <PageHeader
        title={title}
        state={<DraftState state={d.state} />}
        breadcrumb={[
          { label: t('title'), href: '/scorecards' },
          ...(d.baseVersion === null ? [] : [{ label: d.code, href: `/scorecards/${d.code}` }]),
          { label: t('draft') },
        ]}
        meta={
          <>
            <span className="font-mono">{d.code}</span>
            <span>{t('versionNo', { version: d.versionNo })}</span>
            <span>{t(`kind.${d.kind}`)}</span>
            <span>{t('definedBy', { names: d.definedBy.join(t('comma')) })}</span>
          </>
        }
        actions={
          <>
            <ButtonLink href={`/scorecards/trial?draft=${d.id}`}>{t('trial.open')}</ButtonLink>
            <ExportCard card={d.card} />
          </>
        }
      >
        {d.state === 'RETURNED' && d.decision && (
          <Notice tone="warn" title={t('returnedBy', { name: d.decidedBy ?? '—' })}>
            {d.decision}
          </Notice>
        )}
        {d.state === 'SUBMITTED' && maker && (
          <DraftDecision
            draftId={d.id}
            code={d.code}
            versionNo={d.versionNo}
            effectiveFrom={d.effectiveFrom ?? ''}
            mine={d.mine}
          />
        )}
      </PageHeader>
      <CardEditor
        key={`${d.id} ${d.state}`}
        initial={{ id: d.id, version: d.version, card: d.card, effectiveFrom: d.effectiveFrom, note: d.note }}
        base={d.base}
        choices={choices}
        today={d.today.toString()}
        readOnly={!maker || (d.state !== 'DRAFT' && d.state !== 'RETURNED')}
        scopeProblems={d.problems.filter((p) => p.code === 'E_CARD_SCOPE_TAKEN')}
      />
      <section className="mt-6" aria-label={t('history')}>
        <h2 className="mb-2 text-lg font-semibold">{t('history')}</h2>
        <Timeline
          events={d.history.map((h) => ({
            key: h.id.toString(),
            at: h.at,
            who: h.actorName,
            what: t(`event.${h.event as 'create'}`),
            why: h.reason ?? undefined,
          }))}
        />
      </section>
    </>
  )
}
