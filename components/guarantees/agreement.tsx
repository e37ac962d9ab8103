'use client'
import { useTranslations } from 'next-intl'
import { ActDialog } from '@/components/ui/act-dialog'
import { StatusBadge } from '@/components/ui/badge'
import { Money } from '@/components/ui/money'
import { replaceMembersAction } from '@/lib/guarantees/actions-groups'
import type { BatchGroups } from '@/lib/guarantees/queries-groups'
import type { Wire } from '@/lib/platform/wire'

type Group = Wire<BatchGroups>['groups'][number]
type Choice = { id: string; rowNo: string; name: string; state: string }

/** The agreement of a signed group: its version, earlier ones that still govern loans, and the change of its members. */
export function Agreement({ group, free, mayChange }: { group: Group; free: readonly Choice[]; mayChange: boolean }) {
  const t = useTranslations('guarantees.groups')
  const option = (m: Choice) => ({ value: m.id, label: `${m.rowNo}. ${m.name}` })
  const joining = free.filter((m) => ['APPROVED', 'APPROVED_REDUCED'].includes(m.state))
  return (
    <div className="mb-2 grid gap-1 border-line border-b pb-2 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <span>{t('agreement', { version: group.agreementVersion })}</span>
        {group.signAnew && <StatusBadge kind="waiting">{t('signAnew')}</StatusBadge>}
        {mayChange && (
          <span className="ml-auto">
            <ActDialog
              label={t('replace')}
              description={t('replaceDetail', { version: group.agreementVersion + 1 })}
              fields={[
                { name: 'leaves', label: t('leaves'), kind: 'choice', options: group.members.map(option) },
                { name: 'joins', label: t('joins'), kind: 'choice', options: joining.map(option) },
                { name: 'reason', label: t('whyReplace'), kind: 'area', required: true },
              ]}
              action={(v: { leaves?: string; joins?: string; reason: string }) =>
                replaceMembersAction({
                  groupId: group.id,
                  leaving: v.leaves ? [v.leaves] : [],
                  joining: v.joins ? [v.joins] : [],
                  reason: v.reason,
                })
              }
              done={t('replaced')}
            />
          </span>
        )}
      </div>
      {group.earlier.map((v) => (
        <p key={v.versionNo} className="text-ink-2">
          {t('earlier', { version: v.versionNo, date: v.madeOn, members: v.members, loans: v.loans })}{' '}
          <Money value={v.owed} unit="wan" />
        </p>
      ))}
    </div>
  )
}
