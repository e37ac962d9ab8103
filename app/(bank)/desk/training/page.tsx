import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ShareFigure } from '@/components/reports/share-figure'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { HAND_OVER_POINTS, PERMISSIONS } from '@/lib/desk/rules/training'
import { handOverPairAction, recordExamAction, recordTrainingAction, takePairAction } from '@/lib/desk/training/actions'
import { trainingBoard } from '@/lib/desk/training/training'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.training'))('title') }
}

/** Who may score and sign and until when; the pairs of the markets, their rotation and hand-over. */
export default async function Training() {
  const [actor, t] = [await currentActor(), await getTranslations('manager.training')]
  const board = await orNotFound(trainingBoard(actor, {}))
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          hasRole(actor, 'SB_HEAD', 'CR_HEAD', 'RISK_MGR') && (
            <span className="flex flex-wrap gap-2">
              <ActDialog
                label={t('recordTraining')}
                size="md"
                fields={[
                  { name: 'topic', label: t('topic'), kind: 'text', required: true },
                  { name: 'heldOn', label: t('day'), kind: 'date', required: true },
                  { name: 'halfDays', label: t('halfDays'), kind: 'whole', required: true, value: '1' },
                  { name: 'people', label: t('people'), kind: 'lines', required: true, hint: t('peopleHint') },
                ]}
                action={recordTrainingAction}
              />
              <ActDialog
                label={t('recordExam')}
                size="md"
                tone="primary"
                fields={[
                  { name: 'login', label: t('login'), kind: 'text', required: true },
                  {
                    name: 'permission',
                    label: t('permission'),
                    kind: 'choice',
                    required: true,
                    value: 'SIGNING',
                    options: PERMISSIONS.map((p) => ({ value: p, label: t(`permissions.${p}`) })),
                  },
                  { name: 'takenOn', label: t('day'), kind: 'date', required: true },
                  { name: 'score', label: t('score'), kind: 'whole', required: true },
                ]}
                action={recordExamAction}
              />
            </span>
          )
        }
      />
      <Notice className="mb-4">{t(board.required ? 'required' : 'notRequired')}</Notice>
      <div className="space-y-4">
        <Card title={t('permissionsOf')} flush>
          <DataTable
            id="exam-permissions"
            label={t('permissionsOf')}
            search={false}
            keyboard={false}
            prefix="e"
            rows={board.people.map((p) => ({
              id: p.id,
              name: p.name,
              halfDays: p.halfDays,
              ...Object.fromEntries(
                p.permissions.map((x) => [
                  x.permission,
                  <span key={x.permission} className="flex items-center gap-1.5">
                    <Badge tone={x.holds ? 'ok' : board.required ? 'danger' : 'neutral'}>
                      {t(x.holds ? 'holds' : 'holdsNot')}
                    </Badge>
                    {x.until?.toString() ?? ''} {x.score ?? ''}
                  </span>,
                ]),
              ),
            }))}
            columns={[
              { key: 'name', header: t('name'), fixed: true },
              { key: 'halfDays', header: t('halfDaysYear'), type: 'count' },
              ...PERMISSIONS.map((p) => ({ key: p, header: t(`permissions.${p}`), type: 'node' as const })),
            ]}
            empty={{ title: t('nobody') }}
          />
        </Card>
        <Card title={t('sessions')} flush>
          <DataTable
            id="training-sessions"
            label={t('sessions')}
            search={false}
            keyboard={false}
            prefix="s"
            rows={board.sessions.map((x) => ({
              id: `${x.heldOn}-${x.topic}-${x.cases.map((c) => c.id).join()}`,
              day: x.heldOn.toString(),
              topic: x.topic,
              halfDays: x.halfDays,
              people: x.people,
              cases: (
                <span className="flex flex-wrap gap-x-3">
                  {x.cases.map((c) => (
                    <TextLink key={c.id} href={`/desk/cases?q=${encodeURIComponent(c.title)}`}>
                      {c.title}
                    </TextLink>
                  ))}
                </span>
              ),
            }))}
            columns={[
              { key: 'day', header: t('day'), fixed: true },
              { key: 'topic', header: t('topic'), wrap: true },
              { key: 'halfDays', header: t('halfDays'), type: 'count' },
              { key: 'people', header: t('people'), type: 'count' },
              { key: 'cases', header: t('cases'), type: 'node', wrap: true },
            ]}
            empty={{ title: t('noSessions') }}
          />
        </Card>
        <Card title={t('pairs')} description={t('pairsHint')} flush>
          <DataTable
            id="market-pairs"
            label={t('pairs')}
            search={false}
            keyboard={false}
            prefix="m"
            rows={board.pairs.map((x) => ({
              id: x.id,
              market: x.market,
              rm: x.rm,
              post: x.post,
              late: x.figures ? <ShareFigure share={x.figures.late} /> : '',
              news: x.figures ? `${x.figures.news.read} / ${x.figures.news.told}` : '',
              rmVisits: x.figures ? `${x.figures.rm.done} / ${x.figures.rm.due}` : '',
              postVisits: x.figures ? `${x.figures.post.done} / ${x.figures.post.due}` : '',
              since: x.since.toString(),
              until: (
                <span className="flex items-center gap-1.5">
                  {x.until?.toString() ?? ''} {x.due && <Badge tone="warn">{t('rotate')}</Badge>}
                </span>
              ),
              handed: x.takenOn ? t('taken', { day: x.takenOn.toString() }) : x.handedOn ? t('handed', { day: x.handedOn.toString() }) : '', // biome-ignore format: one line
              act: (
                <span className="flex flex-wrap gap-1">
                  {x.mayHand && (
                    <ActDialog
                      label={t('handOver')}
                      description={HAND_OVER_POINTS.map((p) => t(`point.${p}`)).join(' · ')}
                      fields={[{ name: 'note', label: t('note'), kind: 'area', required: true }]}
                      fixed={{ pairId: x.id, points: [...HAND_OVER_POINTS] }}
                      action={handOverPairAction}
                    />
                  )}
                  {x.mayTake && (
                    <ActDialog
                      label={t('take')}
                      tone="primary"
                      fields={[]}
                      fixed={{ pairId: x.id }}
                      action={takePairAction}
                    />
                  )}
                </span>
              ),
            }))}
            columns={[
              { key: 'market', header: t('market'), fixed: true },
              { key: 'rm', header: t('rm') },
              { key: 'post', header: t('post') },
              { key: 'late', header: t('late'), type: 'node' },
              { key: 'news', header: t('news') },
              { key: 'rmVisits', header: t('rmVisits') },
              { key: 'postVisits', header: t('postVisits') },
              { key: 'since', header: t('since') },
              { key: 'until', header: t('until'), type: 'node' },
              { key: 'handed', header: t('handOver') },
              { key: 'act', header: '', type: 'node' },
            ]}
            empty={{ title: t('noPairs') }}
          />
        </Card>
      </div>
    </>
  )
}
