import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Button, TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Input } from '@/components/ui/input'
import { State } from '@/components/ui/state'
import { writeCaseAction } from '@/lib/desk/cases/actions'
import { caseSearch } from '@/lib/desk/cases/cases'
import { CASES_A_MONTH } from '@/lib/desk/rules/clients'
import { recordTrainingAction } from '@/lib/desk/training/actions'
import { EXAMINERS } from '@/lib/desk/training/training'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { SearchParams } from '@/lib/platform/list-params'

const KINDS = ['WIN', 'LOSS', 'RISK'] as const
const TONE = { WIN: 'ok', LOSS: 'warn', RISK: 'danger' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.cases'))('title') }
}

/** Cases told without names: what was won, lost and learned, found by any of its words. */
export default async function Cases({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.cases'), await searchParams]
  const english = (await getLocale()) === 'en'
  const q = typeof query.q === 'string' ? query.q.slice(0, 200) : ''
  const kind = KINDS.find((k) => k === query.kind)
  const cursor = typeof query.after === 'string' ? { cursor: query.after } : {}
  const answer = await orNotFound(caseSearch(actor, { q, ...(kind ? { kind } : {}), ...cursor }))
  const href = (more: Record<string, string>) => `/desk/cases?${new URLSearchParams({ ...(q ? { q } : {}), ...(kind ? { kind } : {}), ...more })}` // biome-ignore format: one line
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          !hasRole(actor, 'AUDITOR') && (
            <ActDialog
              label={t('write')}
              size="md"
              tone="primary"
              description={t('writeHint')}
              fields={[
                { name: 'kind', label: t('kindOf'), kind: 'choice', required: true, value: 'LOSS', options: KINDS.map((k) => ({ value: k, label: t(`kind.${k}`) })) }, // biome-ignore format: one line
                { name: 'title', label: t('caseTitle'), kind: 'text', required: true },
                { name: 'story', label: t('story'), kind: 'area', required: true },
                { name: 'lesson', label: t('lesson'), kind: 'area', required: true },
                { name: 'market', label: t('market'), kind: 'text', hint: t('marketHint') },
                { name: 'tags', label: t('tags'), kind: 'lines', hint: t('tagsHint') },
              ]}
              action={writeCaseAction}
            />
          )
        }
      />
      <search>
        {' '}
        <form action="/desk/cases" className="mb-4 flex flex-wrap items-center gap-2">
          <Input
            name="q"
            defaultValue={q}
            aria-label={t('search')}
            placeholder={t('search')}
            className="max-w-md flex-1"
          />
          {kind && <input type="hidden" name="kind" value={kind} />}
          <Button type="submit">{t('find')}</Button>
        </form>
      </search>
      <div className="mb-4 grid grid-cols-3 gap-2">
        {KINDS.map((k) => (
          <Stat
            key={k}
            label={<TextLink href={href({ kind: k })}>{t(`kind.${k}`)}</TextLink>}
            value={answer.thisMonth[k]}
            note={t('thisMonth')}
          />
        ))}
      </div>
      <Card title={t('teams')} description={t('teamsHint')} flush className="mb-4">
        <DataTable
          id="case-teams"
          label={t('teams')}
          search={false}
          keyboard={false}
          prefix="m"
          rows={answer.teams.map((x) => ({
            id: x.id,
            name: english ? x.nameEn : x.name,
            good: `${x.good} / ${CASES_A_MONTH}`,
            bad: `${x.bad} / ${CASES_A_MONTH}`,
            verdict: (
              <Badge tone={x.missing.good + x.missing.bad > 0 ? 'warn' : 'ok'}>
                {x.missing.good + x.missing.bad > 0 ? t('missing', x.missing) : t('enough')}
              </Badge>
            ),
          }))}
          columns={[
            { key: 'name', header: t('team'), fixed: true },
            { key: 'good', header: t('good') },
            { key: 'bad', header: t('bad') },
            { key: 'verdict', header: t('verdict'), type: 'node' },
          ]}
          empty={{ title: t('noTeams') }}
        />
      </Card>
      {answer.items.length === 0 ? (
        <State kind={q ? 'none-found' : 'empty'} title={t(q ? 'noneFound' : 'none')} />
      ) : (
        <div className="space-y-3">
          {answer.items.map((c) => (
            <Card
              key={c.id}
              title={
                <span className="flex flex-wrap items-center gap-2">
                  <Badge tone={TONE[c.kind]}>{t(`kind.${c.kind}`)}</Badge>
                  {c.title}
                </span>
              }
              description={[c.market, c.author, c.writtenOn.toString()].filter((x) => x).join(' · ')}
              actions={
                hasRole(actor, ...EXAMINERS) && (
                  <ActDialog
                    label={t('train')}
                    fields={[
                      { name: 'topic', label: t('topic'), kind: 'text', required: true, value: c.title },
                      { name: 'heldOn', label: t('day'), kind: 'date', required: true },
                      { name: 'halfDays', label: t('halfDays'), kind: 'whole', required: true, value: '1' },
                      { name: 'people', label: t('people'), kind: 'lines', required: true, hint: t('peopleHint') },
                    ]}
                    fixed={{ cases: [c.id] }}
                    action={recordTrainingAction}
                  />
                )
              }
            >
              <p className="text-sm whitespace-pre-wrap">{c.story}</p>
              <p className="mt-2 border-l-2 border-seal pl-3 text-sm font-medium">{c.lesson}</p>
              {c.trainings.map((h) => (
                <p key={`${h.topic}-${h.heldOn}`} className="mt-2 text-sm text-ink-2">
                  <TextLink href="/desk/training">
                    {t('taught', { day: h.heldOn.toString(), topic: h.topic, people: h.people })}
                  </TextLink>
                </p>
              ))}
              {c.tags.length > 0 && (
                <p className="mt-2 flex flex-wrap gap-1">
                  {c.tags.map((tag) => (
                    <Badge key={tag}>{tag}</Badge>
                  ))}
                </p>
              )}
            </Card>
          ))}
          {answer.nextCursor && <TextLink href={href({ after: answer.nextCursor })}>{t('more')}</TextLink>}
        </div>
      )}
    </>
  )
}
