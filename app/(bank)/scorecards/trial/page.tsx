import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TrialList } from '@/components/scorecards/trial-list'
import { GradeMatrix, TrialFigures } from '@/components/scorecards/trial-result'
import { TrialSettingsForm } from '@/components/scorecards/trial-settings'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { orNotFound } from '@/lib/platform/http/page'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { MOVES, type Move } from '@/lib/scoring/rules/trial'
import { TRIAL_MAX, trialBatches, tryScorecard } from '@/lib/scoring/trial-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scorecards.trial'))('title') }
}

type Query = Record<string, string | string[] | undefined>
type Props = { searchParams: Promise<Query> }

const one = (v: string | string[] | undefined): string => (Array.isArray(v) ? (v[0] ?? '') : (v ?? ''))
export default async function TrialPage({ searchParams }: Props) {
  const [actor, t, s, all, query] = [
    await currentActor(),
    await getTranslations('scorecards.trial'),
    await getTranslations('scorecards'),
    (await getTranslations()) as unknown as Translate,
    await searchParams,
  ]
  const [draftId, code, version] = [one(query.draft), one(query.code), one(query.version)]
  const subject: Record<string, string> = draftId ? { draft: draftId } : { code, version }
  const chosen = [query.batch ?? []].flat()
  const settings = (prefix: 't' | 'r'): Record<string, string> =>
    Object.fromEntries(
      ['AAA', 'AA', 'A', 'B'].flatMap((g) => {
        const value = one(query[`${prefix}.${g}`]).trim()
        return value ? [[g, value]] : []
      }),
    )
  const [thresholds, rankLines] = [settings('t'), settings('r')]
  const move = MOVES.find((m) => m === one(query.move))
  const href = (more: Record<string, string> = {}): string => `?${new URLSearchParams({ ...subject, ...more })}`
  const input = {
    ...(draftId ? { draftId } : { code, version }),
    ...(chosen.length ? { batchIds: chosen } : {}),
    ...(move ? { move } : {}),
    thresholds,
    rankLines,
  }
  const run = await orNotFound(
    tryScorecard(actor, input).catch((error: unknown) => {
      const known = error instanceof Refusal && (error.error.status === 422 || error.error.code === 'E_RANGE')
      if (known && error.error.code !== 'E_ID') return error.error
      throw error
    }),
  )
  const back = draftId ? `/scorecards/drafts/${draftId}` : `/scorecards/${code}?version=${version}`
  if ('status' in run) {
    const text = errorText(all, run)
    return (
      <>
        <PageHeader
          title={t('title')}
          breadcrumb={[{ label: s('title'), href: '/scorecards' }, { label: t('title') }]}
        />
        <Notice tone="danger" title={text.title} action={<ButtonLink href={back}>{t('back')}</ButtonLink>}>
          {text.detail}
        </Notice>
      </>
    )
  }
  const customer = run.card.kind === 'CUSTOMER'
  const batches = customer ? await trialBatches(actor, {}) : []
  const kept = new URLSearchParams([
    ...Object.entries(subject),
    ...chosen.map((b): [string, string] => ['batch', b]),
    ...Object.entries(thresholds).map(([g, v]): [string, string] => [`t.${g}`, v]),
    ...Object.entries(rankLines).map(([g, v]): [string, string] => [`r.${g}`, v]),
  ])
  const filter = (m: Move | null): string => {
    const params = new URLSearchParams(kept)
    if (m) params.set('move', m)
    return `?${params}`
  }
  return (
    <>
      <PageHeader
        title={t('heading', { code: run.card.code, version: run.card.version })}
        breadcrumb={[
          { label: s('title'), href: '/scorecards' },
          { label: run.card.code, href: back },
          { label: t('title') },
        ]}
        meta={t('intro')}
        actions={<ButtonLink href={back}>{t('back')}</ButtonLink>}
      />
      <div className="space-y-4">
        <Card title={t('settings')}>
          <TrialSettingsForm
            hidden={subject}
            batches={batches}
            chosen={chosen}
            thresholds={thresholds}
            rankLines={rankLines}
            customer={customer}
            max={TRIAL_MAX}
            resetHref={href()}
          />
        </Card>
        <TrialFigures summary={run.summary} />
        {run.full && <Notice title={t('full', { max: TRIAL_MAX })} />}
        <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[auto_minmax(0,1fr)]">
          <Card title={t('matrix')}>
            <GradeMatrix summary={run.summary} grades={run.grades} />
          </Card>
          <Card
            flush
            title={t('list')}
            description={run.listed < run.matching ? t('limited', { count: run.listed, of: run.matching }) : undefined}
            actions={
              <>
                <ButtonLink size="sm" href={filter(null)} tone={move ? 'default' : 'primary'}>
                  {t('all')}
                </ButtonLink>
                {MOVES.filter((m) => run.summary.moves[m] > 0).map((m) => (
                  <ButtonLink key={m} size="sm" href={filter(m)} tone={move === m ? 'primary' : 'default'}>
                    {t(`move.${m}`)} {run.summary.moves[m]}
                  </ButtonLink>
                ))}
              </>
            }
          >
            <TrialList run={run} />
          </Card>
        </div>
      </div>
    </>
  )
}
