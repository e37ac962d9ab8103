import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Progress } from '@/components/ui/progress'
import { State } from '@/components/ui/state'
import { CivilDate, Instant } from '@/components/ui/when'
import { mySurveys } from '@/lib/markets/queries/survey'
import { currentActor } from '@/lib/platform/auth/current'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('markets'))('mine.title') }
}

export default async function Surveys() {
  const [actor, t, locale] = [await currentActor(), await getTranslations('markets'), await getLocale()]
  const { items } = await mySurveys(actor, {})
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title={t('mine.title')}
        breadcrumb={[{ label: t('list.title'), href: '/markets' }, { label: t('mine.title') }]}
      />
      {items.length === 0 ? (
        <Card>
          <State kind="empty" title={t('mine.empty')} detail={t('mine.emptyDetail')} />
        </Card>
      ) : (
        <ul className="space-y-3">
          {items.map((s) => (
            <li key={s.marketId}>
              <Card
                title={
                  <>
                    <span className="mr-2 font-mono text-sm font-normal text-ink-2">{s.code}</span>
                    {locale === 'en' && s.nameEn ? s.nameEn : s.name}
                  </>
                }
                description={[s.city, s.address, s.trade].filter(Boolean).join(' · ')}
                actions={
                  <ButtonLink tone={s.signedAt ? 'default' : 'primary'} href={`/markets/${s.marketId}/survey`}>
                    {s.signedAt ? t('mine.look') : s.filled === 0 ? t('mine.begin') : t('mine.continue')}
                  </ButtonLink>
                }
              >
                <Progress
                  label={t('survey.progress')}
                  done={s.filled}
                  total={s.indicators}
                  state={s.signedAt ? 'done' : 'running'}
                />
                <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-2">
                  <Badge>{t(`entries.role.${s.role}`)}</Badge>
                  <span>{t('round.no', { no: s.round })}</span>
                  <span>{t('survey.proofs', { count: s.proofs })}</span>
                  {s.signedAt ? (
                    <span>
                      {t('mine.signed')} <Instant value={s.signedAt} />
                    </span>
                  ) : (
                    <span>
                      {t('mine.due')} <CivilDate value={s.dueOn} />
                    </span>
                  )}
                </p>
              </Card>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
