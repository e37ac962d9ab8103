import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { State } from '@/components/ui/state'
import { CivilDate } from '@/components/ui/when'
import {
  adoptCharterAction,
  changeMembersAction,
  dissolveCircleAction,
  holdCircleAction,
  signCharterAction,
} from '@/lib/desk/circles/actions'
import { circleDetail } from '@/lib/desk/circles/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.circles'))('title') }
}

export default async function CirclePage({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('manager.circles'), await params]
  const c = await orNotFound(circleDetail(actor, { circleId: id }))
  const fixed = { circleId: c.id }
  const stalls = { name: 'stalls', label: t('stalls'), kind: 'lines', required: true, hint: t('stallsHint') } as const
  const everybody = c.members.map((m) => m.stallNo ?? '').filter((s) => s !== '').join('\n') // biome-ignore format: one line
  return (
    <>
      <PageHeader
        title={c.name}
        breadcrumb={[{ label: t('title'), href: '/desk/circles' }, { label: c.name }]}
        state={c.size !== 'FITS' && <Badge tone="warn">{t(`size.${c.size}`)}</Badge>}
        meta={<span>{`${c.market.code} ${c.market.name} · ${c.area}`}</span>}
        actions={
          c.mayKeep && (
            <span className="flex flex-wrap gap-2">
              {c.mayDissolve && (
                <ActDialog
                  label={t('dissolve')}
                  size="md"
                  tone="danger"
                  fields={[{ name: 'reason', label: t('reason'), kind: 'area', required: true }]}
                  fixed={fixed}
                  action={dissolveCircleAction}
                />
              )}
              <ActDialog
                label={t('leave')}
                size="md"
                fields={[stalls]}
                fixed={{ ...fixed, join: false }}
                action={changeMembersAction}
              />
              <ActDialog
                label={t('join')}
                size="md"
                fields={[stalls]}
                fixed={{ ...fixed, join: true }}
                action={changeMembersAction}
              />
              <ActDialog
                label={t('meet')}
                size="md"
                tone="primary"
                description={t('meetHint')}
                fields={[
                  { name: 'heldOn', label: t('heldOn'), kind: 'date', required: true },
                  {
                    name: 'present',
                    label: t('present'),
                    kind: 'lines',
                    required: true,
                    value: everybody,
                    hint: t('stallsHint'),
                  },
                  { name: 'minutes', label: t('minutes'), kind: 'area', required: true },
                  { name: 'elected', label: t('elected'), kind: 'text', hint: t('electedHint') },
                  { name: 'votes', label: t('votes'), kind: 'whole' },
                ]}
                fixed={fixed}
                action={holdCircleAction}
              />
            </span>
          )
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Card title={t('members')} description={t('count', { count: c.members.length })} flush>
          <ul className="divide-y divide-line text-sm">
            {c.members.map((m) => (
              <li key={m.id} className="flex flex-wrap items-center gap-x-3 px-4 py-2">
                <span className="w-20 text-ink-2">{m.stallNo ?? ''}</span>
                <TextLink href={`/merchants/${m.id}`}>{m.name}</TextLink>
                {m.leader && (
                  <Badge tone="accent">
                    {t('leader')} {c.leaderUntil?.toString() ?? ''}
                  </Badge>
                )}
                <span className="ml-auto">
                  {m.signedOn ? (
                    <CivilDate value={m.signedOn} />
                  ) : (
                    c.charter && <Badge tone="warn">{t('unsigned')}</Badge>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <div className="space-y-4">
          <Card
            title={t('charter')}
            description={
              c.charter ? t('charterNo', { no: c.charter.no, day: c.charter.adoptedOn.toString() }) : undefined
            }
            actions={
              c.mayKeep && (
                <>
                  {c.charter && (
                    <ActDialog
                      label={t('sign')}
                      fields={[{ ...stalls, value: everybody }]}
                      fixed={fixed}
                      action={signCharterAction}
                    />
                  )}
                  <ActDialog
                    label={t('adopt')}
                    description={t('adoptHint')}
                    fields={[
                      {
                        name: 'charter',
                        label: t('charter'),
                        kind: 'area',
                        required: true,
                        value: c.charter?.text ?? t('template'),
                      },
                    ]}
                    fixed={fixed}
                    action={adoptCharterAction}
                  />
                </>
              )
            }
          >
            {c.charter ? (
              <p className="text-sm whitespace-pre-wrap">{c.charter.text}</p>
            ) : (
              <State kind="empty" title={t('noCharter')} />
            )}
          </Card>
          <Card
            title={t('meetings')}
            actions={c.meetingOverdue && <Badge tone="danger">{t('meetingOverdue')}</Badge>}
            flush
          >
            {c.meetings.length === 0 ? (
              <State kind="empty" title={t('noMeetings')} />
            ) : (
              <ul className="divide-y divide-line text-sm">
                {c.meetings.map((m) => (
                  <li key={m.id} className="space-y-1 px-4 py-2">
                    <p className="flex flex-wrap gap-x-3">
                      <CivilDate value={m.heldOn} />
                      <span className="text-ink-2">{t('came', { count: m.present })}</span>
                      {m.elected && (
                        <Badge tone="accent">{t('electedBy', { name: m.elected, votes: m.votes ?? 0 })}</Badge>
                      )}
                    </p>
                    <p className="whitespace-pre-wrap">{m.minutes}</p>
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
      </div>
    </>
  )
}
