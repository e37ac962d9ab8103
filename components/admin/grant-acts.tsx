'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
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
      <span className="flex gap-2">
        <ReasonDialog
          trigger={
            <Button size="sm" tone="primary">
              {t('admin.grants.approve')}
            </Button>
          }
          title={t('admin.grants.approveTitle', { role: name })}
          confirmLabel={t('admin.grants.approve')}
          reason="optional"
          action={(reason) => decideRoleAction({ grantId, approve: true, reason: reason || undefined })}
        />
        <ReasonDialog
          trigger={<Button size="sm">{t('admin.grants.reject')}</Button>}
          title={t('admin.grants.rejectTitle', { role: name })}
          confirmLabel={t('admin.grants.reject')}
          tone="danger"
          action={(reason) => decideRoleAction({ grantId, approve: false, reason })}
        />
      </span>
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
