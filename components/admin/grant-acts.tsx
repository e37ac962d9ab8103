'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Decision } from '@/components/ui/decision'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { decideRoleAction, revokeRoleAction } from '@/lib/admin/actions'

type Props = { grantId: string; role: string; state: string; decidable: boolean; revocable: boolean }

/** Decide a request, or take a role away. */
export function GrantActs({ grantId, role, state, decidable, revocable }: Props) {
  const t = useTranslations()
  const name = t(`errors.names.${role}`)
  if (state === 'PENDING' && !decidable) {
    return <span className="text-sm text-ink-2">{t('admin.grants.notYours')}</span>
  }
  if (state === 'PENDING') {
    return (
      <Decision
        words={{
          approve: t('admin.grants.approve'),
          approveTitle: t('admin.grants.approveTitle', { role: name }),
          reject: t('admin.grants.reject'),
          rejectTitle: t('admin.grants.rejectTitle', { role: name }),
        }}
        decide={(approve, reason) => decideRoleAction({ grantId, approve, reason })}
      />
    )
  }
  if (state !== 'ACTIVE' || !revocable) return null
  return (
    <ReasonDialog
      trigger={
        <Button size="sm" tone="danger-quiet">
          {t('admin.grants.revoke')}
        </Button>
      }
      title={t('admin.grants.revokeTitle', { role: name })}
      description={t('admin.grants.revokeText')}
      confirmLabel={t('admin.grants.revoke')}
      tone="danger"
      action={(reason) => revokeRoleAction({ grantId, reason })}
    />
  )
}
