'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { Menu } from '@/components/ui/menu'
import { Money } from '@/components/ui/money'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { State } from '@/components/ui/state'
import { useAct } from '@/components/ui/use-act'
import {
  createGroupAction,
  dissolveGroupAction,
  leaveGroupAction,
  moveMembersAction,
  proposeGroupsAction,
  renameGroupAction,
} from '@/lib/guarantees/actions-groups'
import type { BatchGroups } from '@/lib/guarantees/queries-groups'
import type { Result } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import { formatClauses, formatLabelled, formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Wire } from '@/lib/platform/wire'
import { Agreement } from './agreement'

type Groups = Wire<BatchGroups>
type Member = {
  id: string
  rowNo: string
  name: string
  stallNo: string
  grade: string | null
  loan: string
  state: string
}

/** Groups side by side with every rule they break; a member moves by its menu, with mouse or keyboard. */
export function GroupBoard({ data, batchId, mayReplace }: { data: Groups; batchId: string; mayReplace: boolean }) {
  const t = useTranslations('guarantees.groups')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const router = useRouter()
  const act = useAct()
  const [name, setName] = useState('')
  const [leftOut, setLeftOut] = useState<{ name: string; reasons: string[] }[]>([])
  const run = <T,>(f: () => Promise<Result<T>>) => act.run(f, () => router.refresh())
  const propose = () =>
    act.run(
      () => proposeGroupsAction({ batchId }),
      (value) => {
        setLeftOut(
          value.leftOut.map((l) => ({
            name: l.name,
            reasons: l.reasons.map(
              (r) => errorText(all, { code: r.code, params: r.params as Record<string, string> }).title,
            ),
          })),
        )
        router.refresh()
      },
    )
  const row = (m: Member, groupId: string | null, extra?: string | null) => (
    <li key={m.id} className="flex items-center gap-2 py-1.5 text-sm">
      <span className="min-w-0 flex-1">
        <span className="font-medium">
          {m.rowNo}. {m.name}
        </span>
        <span className="ml-1.5 text-ink-2">{[m.stallNo, m.grade, extra].filter(Boolean).join(' · ')}</span>
      </span>
      <Money value={m.loan} unit="wan" />
      {data.editable && (
        <Menu
          trigger={
            <Button size="sm" tone="quiet" aria-label={`${t('moveTo')} ${m.name}`}>
              ⋯
            </Button>
          }
          items={[
            ...data.groups
              .filter((g) => g.id !== groupId && g.state === 'FORMING')
              .map((g) => ({
                key: g.id,
                label: `${t('moveTo')} ${g.name}`,
                onSelect: () => void run(() => moveMembersAction({ groupId: g.id, applicationIds: [m.id] })),
              })),
            ...(groupId
              ? [
                  {
                    key: 'leave',
                    label: t('leave'),
                    tone: 'danger' as const,
                    onSelect: () => void run(() => leaveGroupAction({ groupId, applicationIds: [m.id] })),
                  },
                ]
              : []),
          ]}
        />
      )}
    </li>
  )
  return (
    <div className="grid gap-4">
      {act.problem}
      {data.editable && (
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" busy={act.busy} onClick={propose}>
            {t('propose')}
          </Button>
          <ReasonDialog
            trigger={<Button>{t('restart')}</Button>}
            title={t('restart')}
            description={t('restartDetail')}
            reason="none"
            confirmLabel={t('restart')}
            tone="danger"
            action={() => proposeGroupsAction({ batchId, restart: true })}
            onDone={() => router.refresh()}
          />
          <Input
            aria-label={t('name')}
            placeholder={t('name')}
            className="w-44"
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
          <Button
            disabled={name.trim() === ''}
            onClick={() => run(() => createGroupAction({ batchId, name })).then((ok) => ok && setName(''))}
          >
            {t('create')}
          </Button>
        </div>
      )}
      {leftOut.length > 0 && (
        <Card title={t('leftOut')}>
          <ul className="grid gap-1 text-sm">
            {leftOut.map((l) => (
              <li key={l.name}>
                <span className="font-medium">{l.name}</span>{' '}
                <span className="text-ink-2">{formatClauses(locale, l.reasons)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {data.groups.length === 0 && <State kind="empty" title={t('empty')} />}
      <div className="grid gap-4 lg:grid-cols-2 2xl:grid-cols-3">
        {data.groups.map((g) => (
          <Card
            key={g.id}
            title={g.name}
            description={`${g.code} · ${t('members', { count: g.members.length })}`}
            actions={
              <>
                <StatusBadge kind={g.valid ? 'good' : 'refused'}>{g.valid ? t('valid') : t('broken')}</StatusBadge>
                {g.state !== 'FORMING' && <Badge>{t(`state.${g.state}`)}</Badge>}
              </>
            }
            footer={
              data.editable && g.state === 'FORMING' ? (
                <div className="flex gap-2">
                  <ReasonDialog
                    trigger={<Button size="sm">{t('rename')}</Button>}
                    title={t('rename')}
                    confirmLabel={t('rename')}
                    reasonLabel={t('name')}
                    maxLength={60}
                    action={(value) => renameGroupAction({ groupId: g.id, name: value })}
                    onDone={() => router.refresh()}
                  />
                  <Button size="sm" tone="quiet" onClick={() => run(() => dissolveGroupAction({ groupId: g.id }))}>
                    {t('dissolve')}
                  </Button>
                </div>
              ) : undefined
            }
          >
            <p className="mb-1 flex flex-wrap gap-x-4 text-sm text-ink-2">
              <span>
                {t('total')} <Money value={g.total} unit="wan" />
              </span>
              <span>
                {t('netAssets')} <Money value={g.netAssets} unit="wan" />
              </span>
            </p>
            {(g.replaceable || g.earlier.length > 0) && (
              <Agreement group={g} free={data.ungrouped} mayChange={g.replaceable && mayReplace} />
            )}
            {g.violations.map((v) => {
              const text = errorText(all, { code: v.code, params: v.params as Record<string, string> })
              const who = v.memberIds
                .map((id) => g.members.find((m) => m.id === id)?.name)
                .filter((name) => name !== undefined)
              return (
                <p key={`${v.code}-${v.memberIds.join()}`} className="mb-1 text-sm text-danger">
                  {who.length > 0 && (
                    <span className="font-medium">{formatLabelled(locale, formatList(locale, who), '')}</span>
                  )}
                  {text.detail || text.title}
                </p>
              )
            })}
            <ul className="divide-y divide-line">
              {g.members.map((m) => row(m, g.id, m.capacityRatio && `${t('capacity')} ${m.capacityRatio}`))}
            </ul>
          </Card>
        ))}
      </div>
      <Card title={t('ungrouped')}>
        {data.ungrouped.length === 0 ? (
          <p className="text-sm text-ink-2">{t('none')}</p>
        ) : (
          <ul className="divide-y divide-line">
            {data.ungrouped.map((m) => row(m, null, m.wishedGroup && t('wish', { name: m.wishedGroup })))}
          </ul>
        )}
      </Card>
    </div>
  )
}
