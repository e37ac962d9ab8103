import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { evidenceKindReader } from '@/components/markets/evidence-kind'
import { MarketStateBadge } from '@/components/markets/market-badges'
import { SurveyForm } from '@/components/markets/survey-form'
import { PageHeader } from '@/components/shell/page-header'
import { Notice } from '@/components/ui/notice'
import { surveyDesk } from '@/lib/markets/queries/survey'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import type { Translate } from '@/lib/platform/i18n/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('markets'))('survey.title') }
}

export default async function Survey({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, locale, { id }] = [
    await currentActor(),
    await getTranslations('markets'),
    await getLocale(),
    await params,
  ]
  const desk = await surveyDesk(actor, { marketId: id }).catch((e: unknown) => {
    if (!(e instanceof Refusal)) throw e
    // others have nothing to enter here: the record of the market tells them what they may see
    if (['E_NOT_SURVEYOR', 'E_FORBIDDEN', 'E_STATE'].includes(e.error.code)) redirect(`/markets/${id}`)
    if (['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const kind = evidenceKindReader((await getTranslations()) as unknown as Translate)
  const { market, entry, partner, card } = desk
  const name = locale === 'en' && market.nameEn ? market.nameEn : market.name
  const signed = entry.signedAt !== null || market.state !== 'SURVEYING'
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title={name}
        state={<MarketStateBadge state={market.state} />}
        breadcrumb={[
          { label: t('list.title'), href: '/markets' },
          { label: name, href: `/markets/${market.id}` },
          { label: t('survey.title') },
        ]}
        meta={
          <>
            <span>{t(`entries.role.${entry.role}`)}</span>
            <span>{t('round.no', { no: desk.round })}</span>
            {partner && (
              <span>
                {t('survey.partner', { role: t(`entries.role.${partner.role}`), name: partner.name ?? '—' })}{' '}
                {partner.signed ? t('entries.signed') : t('entries.unsigned')}
              </span>
            )}
          </>
        }
      />
      <div className="space-y-4">
        {signed && (
          <Notice tone="ok" title={t('survey.isSigned')}>
            {t('survey.isSignedText')}
          </Notice>
        )}
        {desk.returnItems.length > 0 && !signed && (
          <Notice tone="warn" title={t('survey.returned')}>
            <ul className="list-disc pl-5">
              {desk.returnItems.map((i) => (
                <li key={`${i.item ?? ''}:${i.text}`}>
                  {i.item ? (
                    <a href={`#item-${i.item}`} className="mr-1.5 font-mono text-xs underline">
                      {i.item}
                    </a>
                  ) : null}
                  {i.text}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        <SurveyForm
          marketId={market.id}
          entryId={entry.id}
          version={entry.version}
          card={card}
          state={{ values: entry.values, sources: entry.sources, vetoes: entry.vetoes }}
          computed={entry.computed}
          openSheets={entry.openSheets}
          proofs={desk.evidence.map((e) => ({
            id: e.id,
            item: e.item,
            mine: e.createdBy === actor.userId,
            kind: kind(e.source),
            note: e.note,
            observedAt: e.observedAt,
            latitude: e.latitude,
            longitude: e.longitude,
            createdByName: e.createdByName,
            createdAt: e.createdAt,
            file: e.file,
          }))}
          signed={signed}
          openedOn={market.openedOn?.toString() ?? null}
          me={actor.name}
        />
      </div>
    </div>
  )
}
