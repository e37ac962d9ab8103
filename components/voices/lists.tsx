import { getTranslations } from 'next-intl/server'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { complaints as complaintsList, tipOffs as tipOffsList } from '@/lib/desk/lists/voices'
import type { Actor } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'
import {
  answerTipOffAction,
  assignTipOffAction,
  concludeTipOffAction,
  handOverComplaintAction,
  moveComplaintAction,
  takeComplaintAction,
  triageTipOffAction,
} from '@/lib/voices/actions'
import { complaintList, tipOffList } from '@/lib/voices/queries'
import { complaintMachine, tipOffMachine } from '@/lib/voices/workflow'
import { Reveal } from './reveal'

type Props = { actor: Actor; query: SearchParams }

export async function TipOffs({ actor, query }: Props) {
  const t = await getTranslations('voices')
  const asked = readList(tipOffsList, query, 't')
  const answer = await orNotFound(tipOffList(actor, { ...tipOffsList.input(asked), ...pageOf(asked) }))
  const reason: ActField = { name: 'reason', label: t('reason'), kind: 'area', required: true }
  return (
    <Card flush>
      <DataTable
        {...(await listTools(actor, tipOffsList, query))}
        label={t('tip.title')}
        search={false}
        keyboard={false}
        prefix="t"
        filters={[
          {
            key: 'state',
            label: t('col.state'),
            type: 'choice',
            multiple: true,
            options: tipOffMachine.states.map((s) => ({ value: s, label: t(`tip.state.${s}`) })),
          },
        ]}
        page={{ after: answer.nextCursor, before: null }}
        rows={answer.items.map((r) => ({
          id: r.id,
          number: r.number,
          content: r.content,
          market: r.market?.name ?? '',
          channel: `${t(`tip.channel.${r.channel as 'APP'}`)}${r.anonymous ? ` · ${t('tip.anonymous')}` : ''}`,
          due: (
            <span className="flex items-center gap-1.5">
              {r.dueOn.toString()}
              {r.late && <Badge tone="danger">{t('late')}</Badge>}
            </span>
          ),
          investigator: r.investigator ?? '',
          state: t(`tip.state.${r.state as 'RECEIVED'}`),
          act: (
            <span className="flex flex-wrap gap-1">
              {r.allowedEvents.includes('triage') && (
                <>
                  <ActDialog
                    label={t('tip.act.pursue')}
                    fields={[reason]}
                    fixed={{ tipOffId: r.id, pursue: true }}
                    action={triageTipOffAction}
                  />
                  <ActDialog
                    label={t('tip.act.dismiss')}
                    tone="quiet"
                    fields={[reason]}
                    fixed={{ tipOffId: r.id, pursue: false }}
                    action={triageTipOffAction}
                  />
                </>
              )}
              {r.allowedEvents.includes('assign') && (
                <ActDialog
                  label={t('tip.act.assign')}
                  fields={[
                    {
                      name: 'investigator',
                      label: t('tip.investigator'),
                      kind: 'text',
                      required: true,
                      hint: t('loginHint'),
                    },
                  ]}
                  fixed={{ tipOffId: r.id }}
                  action={assignTipOffAction}
                />
              )}
              {r.allowedEvents.includes('conclude') && (
                <ActDialog
                  label={t('tip.act.conclude')}
                  tone="primary"
                  fields={[
                    { name: 'confirmed', label: t('tip.confirmed'), kind: 'flag' },
                    { name: 'conclusion', label: t('tip.conclusion'), kind: 'area', required: true },
                  ]}
                  fixed={{ tipOffId: r.id }}
                  action={concludeTipOffAction}
                />
              )}
              {r.allowedEvents.includes('feed-back') && (
                <ActDialog
                  label={t('tip.act.answer')}
                  fields={[{ name: 'feedback', label: t('tip.feedback'), kind: 'area', required: true }]}
                  fixed={{ tipOffId: r.id }}
                  action={answerTipOffAction}
                />
              )}
              {r.mayReveal && <Reveal tipOffId={r.id} />}
            </span>
          ),
        }))}
        columns={[
          { key: 'number', header: t('col.number'), fixed: true },
          { key: 'content', header: t('col.content'), wrap: true },
          { key: 'market', header: t('col.market') },
          { key: 'channel', header: t('col.channel') },
          { key: 'due', header: t('col.due'), type: 'node' },
          { key: 'investigator', header: t('tip.investigator') },
          { key: 'state', header: t('col.state') },
          { key: 'act', header: '', type: 'node' },
        ]}
        empty={{ title: t('tip.empty') }}
      />
    </Card>
  )
}

export async function Complaints({ actor, query }: Props) {
  const t = await getTranslations('voices')
  const asked = readList(complaintsList, query, 'c')
  const answer = await orNotFound(complaintList(actor, { ...complaintsList.input(asked), ...pageOf(asked) }))
  return (
    <Card flush>
      <DataTable
        {...(await listTools(actor, complaintsList, query))}
        label={t('complaint.title')}
        search={false}
        keyboard={false}
        prefix="c"
        filters={[
          {
            key: 'state',
            label: t('col.state'),
            type: 'choice',
            multiple: true,
            options: complaintMachine.states.map((s) => ({ value: s, label: t(`complaint.state.${s}`) })),
          },
        ]}
        page={{ after: answer.nextCursor, before: null }}
        rows={answer.items.map((r) => ({
          id: r.id,
          number: r.number,
          complainant: r.complainant,
          content: r.content,
          due: (
            <span className="flex items-center gap-1.5">
              {r.dueOn.toString()}
              {r.late && <Badge tone="danger">{t('late')}</Badge>}
            </span>
          ),
          owner: r.handedTo ? `${r.owner} → ${r.handedTo}` : (r.owner ?? ''),
          satisfaction: r.satisfaction ?? '',
          state: t(`complaint.state.${r.state as 'RECEIVED'}`),
          act: (
            <span className="flex flex-wrap gap-1">
              {r.asksMe && (
                <>
                  <ActDialog
                    label={t('complaint.act.take')}
                    tone="primary"
                    fields={[]}
                    fixed={{ complaintId: r.id, accept: true }}
                    action={takeComplaintAction}
                  />
                  <ActDialog
                    label={t('complaint.act.decline')}
                    fields={[]}
                    fixed={{ complaintId: r.id, accept: false }}
                    action={takeComplaintAction}
                  />
                </>
              )}
              {r.allowedEvents.map((event) => (
                <ActDialog
                  key={event}
                  label={t(`complaint.act.${event}`)}
                  fields={[
                    ...(event === 'close'
                      ? [
                          {
                            name: 'satisfaction',
                            label: t('complaint.satisfaction'),
                            kind: 'whole',
                            required: true,
                          } as const,
                        ]
                      : []),
                    ...(event === 'accept'
                      ? []
                      : [
                          {
                            name: 'text',
                            label: t('complaint.text'),
                            kind: 'area',
                            required: event === 'reply',
                          } as const,
                        ]),
                  ]}
                  fixed={{ complaintId: r.id, event }}
                  action={moveComplaintAction}
                />
              ))}
              {r.mine && r.state !== 'CLOSED' && (
                <ActDialog
                  label={t('complaint.act.handOver')}
                  tone="quiet"
                  fields={[
                    { name: 'to', label: t('complaint.to'), kind: 'text', required: true, hint: t('loginHint') },
                    { name: 'reason', label: t('reason'), kind: 'area', required: true },
                  ]}
                  fixed={{ complaintId: r.id }}
                  action={handOverComplaintAction}
                />
              )}
            </span>
          ),
        }))}
        columns={[
          { key: 'number', header: t('col.number'), fixed: true },
          { key: 'complainant', header: t('complaint.complainant') },
          { key: 'content', header: t('col.content'), wrap: true },
          { key: 'due', header: t('col.due'), type: 'node' },
          { key: 'owner', header: t('complaint.owner') },
          { key: 'satisfaction', header: t('complaint.satisfaction') },
          { key: 'state', header: t('col.state') },
          { key: 'act', header: '', type: 'node' },
        ]}
        empty={{ title: t('complaint.empty') }}
      />
    </Card>
  )
}
