import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Button, TextLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { State } from '@/components/ui/state'
import { writeCaseAction } from '@/lib/desk/cases/actions'
import { caseSearch } from '@/lib/desk/cases/cases'
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
            >
              <p className="text-sm whitespace-pre-wrap">{c.story}</p>
              <p className="mt-2 border-l-2 border-seal pl-3 text-sm font-medium">{c.lesson}</p>
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
