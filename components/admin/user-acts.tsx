'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Dialog, DialogClose } from '@/components/ui/dialog'
import { FieldFrame } from '@/components/ui/field'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import {
  disableAccountAction,
  enableAccountAction,
  requestRoleAction,
  resetPasswordAction,
  signOutEverywhereAction,
} from '@/lib/admin/actions'
import type { Role } from '@/lib/platform/actor'
import { SecretOnce } from './secret-once'

type User = { id: string; name: string; login: string; state: string; version: number; self: boolean }

/** What an administrator does with an account; each asks before it happens. */
export function UserActs({ user, roles }: { user: User; roles: { value: Role; label: string }[] }) {
  const t = useTranslations('admin')
  const [factorToo, setFactorToo] = useState(false)
  const [password, setPassword] = useState<string | null>(null)
  const active = user.state === 'ACTIVE'
  return (
    <>
      {!user.self && active && <RoleRequestDialog user={user} roles={roles} />}
      <ReasonDialog
        trigger={<Button>{t('acts.signOut')}</Button>}
        title={t('acts.signOut')}
        description={t('acts.signOutText', { name: user.name })}
        confirmLabel={t('acts.signOut')}
        reason="none"
        action={() => signOutEverywhereAction({ userId: user.id })}
        onDone={(v) => toast.ok(t('acts.signedOut', { count: v.ended }))}
      />
      {!user.self && (
        <ReasonDialog
          trigger={<Button>{t('acts.reset')}</Button>}
          title={t('acts.reset')}
          description={t('acts.resetText', { name: user.name })}
          confirmLabel={t('acts.reset')}
          reason="none"
          action={() => resetPasswordAction({ userId: user.id, secondFactorToo: factorToo })}
          onDone={(v) => setPassword(v.password)}
        >
          <Checkbox label={t('acts.resetFactor')} checked={factorToo} onChange={setFactorToo} />
        </ReasonDialog>
      )}
      {!user.self && active && (
        <ReasonDialog
          trigger={<Button tone="danger-quiet">{t('acts.disable')}</Button>}
          title={t('acts.disable')}
          description={t('acts.disableText', { name: user.name })}
          confirmLabel={t('acts.disable')}
          tone="danger"
          action={(reason) => disableAccountAction({ userId: user.id, reason }, { ifMatch: user.version })}
        />
      )}
      {!active && (
        <ReasonDialog
          trigger={<Button tone="primary">{t('acts.enable')}</Button>}
          title={t('acts.enable')}
          confirmLabel={t('acts.enable')}
          reason="none"
          action={() => enableAccountAction({ userId: user.id }, { ifMatch: user.version })}
        />
      )}
      <Dialog
        open={password !== null}
        onOpenChange={(open) => !open && setPassword(null)}
        title={t('acts.reset')}
        footer={<DialogClose>{t('secret.close')}</DialogClose>}
      >
        {password && (
          <SecretOnce
            label={t('secret.password')}
            login={user.login}
            secret={password}
            onClose={() => setPassword(null)}
          />
        )}
      </Dialog>
    </>
  )
}

function RoleRequestDialog({ user, roles }: { user: User; roles: { value: Role; label: string }[] }) {
  const t = useTranslations('admin')
  const [role, setRole] = useState<Role | ''>(roles[0]?.value ?? '')
  return (
    <ReasonDialog
      trigger={<Button tone="primary">{t('grants.request')}</Button>}
      title={t('grants.requestTitle', { name: user.name })}
      description={t('grants.pendingNote')}
      confirmLabel={t('grants.request')}
      action={(reason) => requestRoleAction({ userId: user.id, role: role as Role, reason })}
      onDone={() => toast.ok(t('grants.requested'))}
    >
      <FieldFrame id="request-role" label={t('common.role')} required>
        <Select id="request-role" options={roles} value={role} onChange={(v) => setRole(v as Role)} />
      </FieldFrame>
    </ReasonDialog>
  )
}
